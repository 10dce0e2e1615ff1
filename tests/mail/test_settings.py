"""The bridge's part of the environment: whole or not at all, and nothing that gives a visitor away."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from helpline.environment_post import read_post
from helpline.mail import checks
from helpline.programmes.models import Programme

IN = "helpwanted=imaps://box:p%40ss@mail.example/Post"
OUT = "helpwanted=smtp://box:secret@mail.example"
ADDRESS = "helpwanted=brieven@neutraal.example"


def test_nothing_set_is_no_bridge() -> None:
    assert read_post({}) == {}
    assert read_post({"POST_IN": " "}) == {}


def test_a_whole_bridge() -> None:
    bridge = read_post({"POST_IN": IN, "POST_OUT": OUT, "POST_ADDRESS": ADDRESS})["helpwanted"]
    assert (bridge.incoming.port, bridge.incoming.tls, bridge.incoming.folder) == (993, True, "Post")
    assert bridge.incoming.password == "p@ss"
    assert (bridge.outgoing.port, bridge.outgoing.start_tls) == (587, True)
    assert bridge.domain == "neutraal.example"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"POST_IN": IN}, "in part"),
        ({"POST_IN": IN, "POST_OUT": OUT, "POST_ADDRESS": "stopitnow=a@b.example"}, "in part"),
        ({"POST_IN": "imaps://box@mail.example"}, "programme=value"),
        ({"POST_IN": f"{IN} {IN}"}, "twice"),
        ({"POST_IN": "helpwanted=imap://box:x@mail.example"}, "in the clear"),
        ({"POST_IN": "helpwanted=pop://box:x@mail.example"}, "imaps://"),
        ({"POST_OUT": "helpwanted=http://mail.example"}, "STARTTLS"),
        ({"POST_ADDRESS": "helpwanted=geen-adres"}, "one address"),
        ({"POST_ADDRESS": "helpwanted=help-wanted@neutraal.example"}, "neutral address"),
        ({"POST_ADDRESS": "helpwanted=post@helpwanted.example"}, "neutral address"),
    ],
)
def test_what_is_wrong_is_refused_with_a_hint(values: dict[str, str], told: str) -> None:
    whole = {"POST_IN": IN, "POST_OUT": OUT, "POST_ADDRESS": ADDRESS}
    given = values if told == "in part" else whole | values
    with pytest.raises(ImproperlyConfigured, match=told):
        read_post(given)


@pytest.mark.django_db
def test_a_mailbox_for_nobody_is_told(helpwanted: Programme, settings: Settings) -> None:
    whole = {"POST_IN": IN, "POST_OUT": OUT, "POST_ADDRESS": ADDRESS}
    settings.POST_BRIDGES = dict(read_post(whole))
    assert checks.check_bridges(["default"]) == []
    settings.POST_BRIDGES = dict(
        read_post({name: text.replace("helpwanted", "gone") for name, text in whole.items()})
    )
    (error,) = checks.check_bridges(["default"])
    assert "gone" in error.msg


def test_two_programmes_share_no_mailbox() -> None:
    both = {
        "POST_IN": f"{IN} {IN.replace('helpwanted', 'stopitnow')}",
        "POST_OUT": f"{OUT} {OUT.replace('helpwanted', 'stopitnow')}",
        "POST_ADDRESS": f"{ADDRESS} stopitnow=ander@neutraal.example",
    }
    with pytest.raises(ImproperlyConfigured, match="same mailbox"):
        read_post(both)
    both["POST_IN"] = f"{IN} stopitnow=imaps://ander:x@mail.example"
    both["POST_ADDRESS"] = f"{ADDRESS} {ADDRESS.replace('helpwanted', 'stopitnow')}"
    with pytest.raises(ImproperlyConfigured, match="same address"):
        read_post(both)
