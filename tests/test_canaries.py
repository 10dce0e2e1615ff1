import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests import canaries

PHONE = "+31 6 1234 5678"
MAIL = "Kanarie.Geel@Example.org"
PLANTS: dict[str, Callable[[str], bytes]] = {
    "raw": lambda text: text.encode(),
    "upper": lambda text: text.upper().encode(),
    "lower": lambda text: text.lower().encode(),
    "reversed": lambda text: text[::-1].encode(),
    "url": lambda text: quote(text, safe="").encode(),
    "hex": lambda text: text.encode().hex().upper().encode(),
    "utf-16": lambda text: text.encode("utf-16-le"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 in a sentence": lambda text: base64.b64encode(f"I am {text}, yes".encode()),
    "base64 one further": lambda text: base64.b64encode(f"I  am {text}, yes".encode()),
    "base64 two further": lambda text: base64.b64encode(f"I   am {text}, yes".encode()),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()),
    **{
        f"{name} {kind}": (
            lambda text, name=name, shape=shape: shape(hashlib.new(name, text.encode()).digest())
        )  # type: ignore[misc]
        for name in ("md5", "sha1", "sha256", "sha512")
        for kind, shape in (
            ("digest", bytes),
            ("hex", lambda digest: digest.hex().encode()),
            ("base64", base64.b64encode),
        )
    },
}


@pytest.mark.parametrize("identity", [PHONE, MAIL])
@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_identity_is_found_in_every_shape(plant: str, identity: str) -> None:
    content = b"\x00 rows of a dump \xff" + PLANTS[plant](identity) + b"\n and more"
    assert canaries.search([("dump", content)], [identity]), plant


@pytest.mark.parametrize("typed", ["31612345678", "0612345678", "+31612345678"])
def test_a_number_is_found_without_its_spaces(typed: str) -> None:
    assert canaries.search([("log", b"caller=" + typed.encode())], [PHONE])


def test_what_holds_nothing_gives_no_hits() -> None:
    assert canaries.search([("log", b"conversation ended after 31 seconds, 6 messages")], [PHONE, MAIL]) == []


def test_files_below_a_folder_are_searched(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "error.log").write_text(f"from {MAIL}")
    assert {hit.identity for hit in canaries.search(canaries.files(tmp_path), [MAIL, PHONE])} == {MAIL}


def test_a_canary_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="6 bytes"):
        list(canaries.shapes("jan"))
