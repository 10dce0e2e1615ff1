"""Only the provider is heard; of what it sends, only what we use is read."""

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from helpline.phone import hearing, signatures, tally
from helpline.phone.models import Call, Tally
from helpline.programmes.models import Programme
from tests.factories.phone import ACCOUNT, CALLER, TOKEN, ring

FORM = "application/x-www-form-urlencoded"
VOICE = "/phone/in/helpwanted/voice"

pytestmark = pytest.mark.usefixtures("line", "counsellor")


def tallied() -> dict[str, int]:
    tally.write()
    return dict(Tally.objects.values_list("what", "n"))


@pytest.mark.parametrize("scheme", ["sha1", "sha256"])
def test_a_signed_request_is_heard(client: Client, line: Programme, scheme: str) -> None:
    assert ring(client, line).post(VOICE, {}, scheme=scheme).status_code == 200
    assert Call.objects.count() == 1


@pytest.mark.parametrize("signature", ["", "nonsense", "\u00e9", "A" * 28])
def test_a_wrong_signature_is_refused_and_counted_and_nothing_happens(
    client: Client, line: Programme, signature: str
) -> None:
    signature = signature.encode("utf-8").decode("latin-1")
    response = ring(client, line).post(VOICE, {}, signature=signature)
    assert response.status_code == 403
    assert not response.content
    assert not Call.objects.exists()
    assert tallied() == {"bad_signature": 1}


def test_the_signature_of_one_address_opens_no_other(client: Client, line: Programme) -> None:
    caller = ring(client, line)
    params = {"CallSid": caller.sid}
    signature = signatures.sign(
        ACCOUNT.auth_token, settings.PUBLIC_URL + "/phone/in/helpwanted/status", {"CallSid": [caller.sid]}
    )
    answer = client.post(VOICE, urlencode(params), content_type=FORM, headers={signatures.HEADER: signature})
    assert answer.status_code == 403


def test_what_a_proxy_or_a_host_says_of_the_address_does_not_matter(client: Client, line: Programme) -> None:
    sid = ring(client, line).sid
    signature = signatures.sign(ACCOUNT.auth_token, settings.PUBLIC_URL + VOICE, {"CallSid": [sid]})
    answer = client.post(
        VOICE,
        urlencode({"CallSid": sid}),
        content_type=FORM,
        headers={
            signatures.HEADER: signature,
            "Host": "localhost",
            "X-Forwarded-Host": "elsewhere.example",
            "X-Forwarded-Port": "81",
        },
    )
    assert answer.status_code == 200


def test_a_giant_body_is_refused_before_it_is_looked_at(client: Client, line: Programme) -> None:
    response = ring(client, line).post(VOICE, {"CallerName": "x" * 20_000})
    assert response.status_code == 413
    assert tallied() == {"too_large": 1}


def test_many_fields_are_refused(client: Client, line: Programme) -> None:
    response = ring(client, line).post(VOICE, {f"k{n}": "" for n in range(200)})
    assert response.status_code == 400


@pytest.mark.parametrize("body", [b"\xff\xfe=1", b"CallSid=%ff%fe", b"", b"{}", b"CallSid"])
def test_what_is_no_form_is_refused(client: Client, body: bytes) -> None:
    assert client.post(VOICE, body, content_type=FORM).status_code in (400, 403)


@pytest.mark.parametrize("sid", ["", "CA123", "XX" + "0" * 32, "CA" + "0" * 31 + "\u0660", "CA" + "g" * 32])
def test_a_call_without_a_proper_name_is_refused(client: Client, line: Programme, sid: str) -> None:
    caller = ring(client, line)
    caller.sid = sid
    assert caller.post(VOICE, {}).status_code == 400
    assert not Call.objects.exists()


def test_unknown_parameters_are_signed_for_and_not_read(client: Client, line: Programme) -> None:
    heard = ring(client, line).asks("voice", StirVerstat="TN-Validation-Passed-A", SomethingNew="x" * 300)
    assert heard.status == 200


def test_get_is_no_way_in(client: Client) -> None:
    assert client.get(VOICE).status_code == 405


def test_without_an_account_there_is_nothing(
    client: Client, line: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PHONE", None)
    assert ring(client, line).post(VOICE, {}).status_code == 404


def test_a_programme_that_is_not_there_is_not_found(client: Client, line: Programme) -> None:
    assert ring(client, line).post("/phone/in/elsewhere/voice", {}).status_code == 404


def test_nothing_that_tells_who_calls_is_read() -> None:
    read = set(hearing.PARAMETERS.values())
    assert not read & {
        "From",
        "Caller",
        "CallToken",
        "To",
        "Called",
        "CallerName",
        "ForwardedFrom",
        "FromCity",
    }


def test_the_number_goes_no_further_than_the_check(
    client: Client, line: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes after `hear` has no request to look into: its body is read, and not kept."""
    seen: list[object] = []
    real = hearing.hear

    def watch(request: object) -> hearing.Told:
        told = real(request)  # type: ignore[arg-type]
        seen.extend([told, getattr(request, "_body", None), getattr(request, "POST", None)])
        return told

    monkeypatch.setattr(hearing, "hear", watch)
    assert ring(client, line).asks("voice").status == 200
    assert seen
    assert CALLER not in repr(seen)
    assert TOKEN not in repr(seen)


def test_an_answer_is_kept_nowhere(client: Client, line: Programme) -> None:
    response = ring(client, line).asks("voice").response
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"].startswith("text/xml")
    assert not response.cookies
