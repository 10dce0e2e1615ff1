"""The softphone uses of the browser's SDK what the SDK is published with, and the double has just that.

Read from the SDK's own type definitions, from our two scripts, and from the vendored file. No browser is needed.
"""

import hashlib
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, text

TYPES = Path(__file__).parent / "vendor" / "voice-sdk"
STATIC = ROOT / "helpline" / "phone" / "static" / "phone"
SOFTPHONE = text(STATIC / "softphone.js")
DOUBLE = text(STATIC / "simulated.js")


def members(name: str, kind: str) -> dict[str, int]:
    """The public members of a class of the SDK: name to how many arguments it takes at most (0 for a property)."""
    body = text(TYPES / f"{name}.d.ts").split(f"declare class {kind} ", 1)[1].split("\n}", 1)[0]
    found: dict[str, int] = {}
    for line in re.sub(r"/\*.*?\*/", "", body, flags=re.DOTALL).splitlines():
        match = re.match(r"\s+(?:static )?(?:readonly )?(?:get )?(\w+)\??(\(.*?\)(?=:))?[:;(]", line)
        if match and not re.match(r"\s+(private|protected) ", line):
            found[match[1]] = arguments(match[2] or "")
    return found


def arguments(listed: str) -> int:
    """How many arguments stand in a list such as "(a: string, b?: Map<string, string>)"."""
    inside = re.sub(r"<[^<>]*>", "", listed.strip("()"))
    return len([each for each in inside.split(",") if each.strip()])


def events(name: str) -> set[str]:
    """The events of a class of the SDK, which its definitions write as functions that end in "Event"."""
    return set(re.findall(r"function (\w+)Event\(", text(TYPES / f"{name}.d.ts")))


def options() -> set[str]:
    """What a device may be made with."""
    body = text(TYPES / "device.d.ts")
    found = re.findall(r"interface (?:IExtendedDeviceOptions[^{]*|Options )\{(.*?)\n\s*\}", body, re.DOTALL)
    return set(re.findall(r"^\s+(\w+)\?:", "\n".join(found), re.MULTILINE))


def sounds() -> set[str]:
    body = text(TYPES / "device.d.ts").split("enum SoundName", 1)[1].split("}", 1)[0]
    return set(re.findall(r'"(\w+)"', body))


def made(kind: str) -> dict[str, int]:
    """The members of a class of the double, with the arguments each takes."""
    body = DOUBLE.split(f"  class {kind} ", 1)[1].split("\n  }\n", 1)[0]
    found: dict[str, int] = {}
    for line in body.splitlines():
        match = re.match(r"    (?:static )?(?:async )?(?:get )?(\w+)(\(.*\))? ?[={;]", line)
        if match and match[1] not in ("constructor", "look"):
            found[match[1]] = arguments(re.sub(r"= *[^,)]*", "", match[2] or ""))
    return found


def used(pattern: str, script: str = SOFTPHONE) -> set[str]:
    return set(re.findall(pattern, script))


PARTS = [("device", "Device"), ("call", "Call"), ("audiohelper", "AudioHelper")]
#: of an event emitter, which the definitions inherit
INHERITED = {"on", "emit"}


@pytest.mark.parametrize(("name", "kind"), PARTS)
def test_the_double_has_nothing_that_the_sdk_has_not(name: str, kind: str) -> None:
    real = members(name, kind)
    double = made(kind)
    assert double, "the double was not read"
    assert set(double) - set(real) == set()
    assert {each: n for each, n in double.items() if n > real[each]} == {}


@pytest.mark.parametrize(
    ("pattern", "name", "kind"),
    [
        (r"this\.device\??\.(\w+)", "device", "Device"),
        (r"\bDevice\.(\w+)", "device", "Device"),
        (r"\bthis\.call\??\.(\w+)", "call", "Call"),
        (r"(?<![.\w])call\??\.(\w+)", "call", "Call"),
        (r"(?<![.\w])audio\??\.(\w+)", "audiohelper", "AudioHelper"),
    ],
)
def test_what_the_softphone_uses_is_there_and_the_double_has_it(pattern: str, name: str, kind: str) -> None:
    uses = used(pattern)
    assert uses, "nothing was read"
    assert uses - set(members(name, kind)) - INHERITED == set()
    assert uses - set(made(kind)) - INHERITED == set()


def test_the_loudspeaker_is_chosen_as_the_sdk_says() -> None:
    assert used(r"audio\.speakerDevices\.(\w+)") == {"set"}
    assert "set(deviceIdOrIds: string | string[]): Promise<void>" in text(
        TYPES / "outputdevicecollection.d.ts"
    )


def test_the_events_that_are_listened_to_are_told() -> None:
    of_call = used(r'\bcall\.on\("(\w+)"')
    of_device = used(r'this\.device\.on\("(\w+)"')
    assert (of_call - events("call"), of_device - events("device")) == (set(), set())
    assert {"accept", "disconnect", "error", "reconnecting"} <= of_call
    assert used(r'this\.emit\("(\w+)"', DOUBLE) <= of_call


def test_a_device_is_made_with_options_that_exist() -> None:
    block = SOFTPHONE.split("new Device(token, {", 1)[1].split("});", 1)[0]
    given = set(re.findall(r"^\s+(\w+):", block, re.MULTILINE))
    assert {"sounds", "publishEvents", "edge"} <= given
    assert given - options() == set()


def test_every_sound_of_the_sdk_is_ours() -> None:
    """What we do not name the SDK would fetch from its maker."""
    block = SOFTPHONE.split("const SOUNDS = [", 1)[1].split("];", 1)[0]
    assert set(re.findall(r'"(\w+)"', block)) == sounds()


def test_reports_about_calls_stay_off() -> None:
    assert "publishEvents: false" in SOFTPHONE


def test_the_vendored_file_is_the_published_one() -> None:
    readme = text(STATIC / "vendor" / "voice-sdk" / "README.txt")
    digest = hashlib.sha256((STATIC / "vendor" / "voice-sdk" / "twilio.min.js").read_bytes()).hexdigest()
    assert digest in readme
    assert (STATIC / "vendor" / "voice-sdk" / "LICENSE.txt").exists()


def test_a_word_that_the_sdk_has_not_would_be_found() -> None:
    planted = SOFTPHONE + "\nthis.device.whisper();"
    assert used(r"this\.device\??\.(\w+)", planted) - set(members("device", "Device")) - INHERITED == {
        "whisper"
    }


def test_only_a_refused_token_is_answered_with_a_fresh_one() -> None:
    """Each fresh token makes the SDK connect anew: asked for at any error, it would be asked for without end."""
    codes = re.search(r"TOKEN_REFUSED = new Set\(\[(.*?)\]\)", SOFTPHONE)
    assert codes
    vendored = text(STATIC / "vendor" / "voice-sdk" / "twilio.min.js")
    for code in codes[1].split(", "):
        assert re.search(rf"this\.code={code};.{{0,400}}AccessToken", vendored, re.DOTALL), code
    assert re.findall(r'this\.device\.on\("error", \(error\) => (\S+)', SOFTPHONE) == [
        "TOKEN_REFUSED.has(error.code)"
    ]
