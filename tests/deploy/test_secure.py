"""Over TLS, with the settings of a real production start: what must hold only there. And a call through nginx."""

import re
import shutil
import socket
import ssl
from collections.abc import Generator
from contextlib import closing
from urllib.parse import urlencode

import pytest

from helpline.phone import signatures
from tests.proof.wire import FORM, Client
from tests.services.nginx import HELPWANTED, STAFF
from tests.services.plugin import services_folder
from tests.services.production import Production

ACCOUNT = {
    "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
    "TWILIO_AUTH_TOKEN": "the secret of an account that nobody has",
    "TWILIO_API_KEY_SID": "SK" + "2" * 32,
    "TWILIO_API_KEY_SECRET": "likewise",
    "TWILIO_TWIML_APP_SID": "AP" + "3" * 32,
}


@pytest.fixture(scope="module")
def secure() -> Generator[Production]:
    """One process behind nginx with a certificate of its own making; no demo, no test, a phone that is set up."""
    folder = services_folder()
    with Production(folder / "p", processes=1, secure=True, mail=False, settings=ACCOUNT) as shape:
        yield shape
    shutil.rmtree(folder, ignore_errors=True)


def ask(shape: Production, path: str, *, host: str = HELPWANTED, plain: bool = False) -> tuple[int, str]:
    """A request as it goes over the line; status, and everything that came back."""
    port = shape.nginx.plain_port if plain else shape.nginx.port
    line: socket.socket = socket.create_connection(("127.0.0.1", port), 60)
    if not plain:
        line = shape.trusted().wrap_socket(line, server_hostname=host)
    with closing(line):
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode(errors="replace")
    return int(answer.split(" ", 2)[1]), answer


def test_a_whole_chat_goes_over_tls_and_every_cookie_is_secure(secure: Production) -> None:
    secure.inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    visitor = Client(secure, trusted=secure.trusted())
    visitor.knock()
    line = visitor.line()
    assert line.says("is daar iemand?")["t"] == "ack"
    line.leave()
    assert visitor.said() == ["is daar iemand?"]
    cookies = [kept.decode() for kept in visitor.refusals if b"=" in kept.partition(b";")[0]]
    assert {cookie.partition("=")[0] for cookie in cookies} >= {"__Host-hl_visit-helpwanted"}
    for cookie in [
        *cookies,
        *re.findall(
            r"(?i)^set-cookie: (.+?)\r$", ask(secure, "/staff/sign-in/", host=STAFF)[1], re.MULTILINE
        ),
    ]:
        assert cookie.startswith("__Host-"), cookie
        assert "; secure" in cookie.lower(), cookie
        assert "samesite=" in cookie.lower(), cookie


def test_an_origin_without_tls_is_another_one(secure: Production) -> None:
    visitor = Client(secure, trusted=secure.trusted())
    visitor.get("/helpwanted/chat/")
    plain = secure.url.replace("https://", "http://")
    fields = {"csrfmiddlewaretoken": visitor.token, "scripted": "1"}
    status, _ = visitor.ask(
        "POST", "/helpwanted/chat/start/", urlencode(fields).encode(), {"Content-Type": FORM, "Origin": plain}
    )
    assert status == 403


@pytest.mark.parametrize(
    ("path", "host"),
    [
        ("/helpwanted/", HELPWANTED),
        ("/nergens/", HELPWANTED),
        ("/healthz", HELPWANTED),
        ("/staff/sign-in/", STAFF),
    ],
)
def test_every_answer_says_to_stay_on_https(secure: Production, path: str, host: str) -> None:
    _, answer = ask(secure, path, host=host)
    assert len(re.findall(r"(?i)strict-transport-security: max-age=31536000; includeSubDomains", answer)) == 1


def test_a_file_is_named_by_its_content_and_handed_out_by_nginx(secure: Production) -> None:
    _, page = ask(secure, "/helpwanted/")
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert style, "files are not named by their digest"
    (secure.nginx.public / style[1].lstrip("/")).read_bytes()
    status, answer = ask(secure, style[1])
    assert status == 200
    assert "immutable" in answer


@pytest.mark.parametrize("host", [HELPWANTED, STAFF])
def test_plain_http_leads_to_the_same_page_encrypted(secure: Production, host: str) -> None:
    status, answer = ask(secure, "/staff/desk/?next=1", host=host, plain=True)
    assert status == 308
    assert f"Location: {secure.nginx.url(host)}/staff/desk/?next=1\r\n" in answer


def test_a_name_that_is_not_ours_is_shown_no_certificate(secure: Production) -> None:
    with pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"):
        ask(secure, "/", host="elsewhere.example")


def test_the_provider_is_heard_when_it_signed_the_encrypted_address(secure: Production) -> None:
    provider = Client(secure, trusted=secure.trusted())
    path, told = (
        "/phone/in/helpwanted/voice",
        {"CallSid": "CA" + "4" * 32, "From": "+31600000000", "To": "+3180009900"},
    )
    for address, status in ((secure.url, 200), (secure.url.replace("https", "http"), 403)):
        signed = signatures.sign(
            ACCOUNT["TWILIO_AUTH_TOKEN"], address + path, {name: [value] for name, value in told.items()}
        )
        headers = {"Content-Type": FORM, signatures.HEADER: signed}
        answer = provider.ask("POST", path, urlencode(told).encode(), headers)
        assert answer[0] == status, answer
        assert (status == 403) or "<Response>" in answer[1]


def test_people_call_through_nginx_and_each_call_is_counted_once(production: Production) -> None:
    production.inside.ask("phone_ready", slug="helpwanted", email="counsellor@demo.test")
    told = production.people_call(2, patience=1, talk=1)
    assert "0 answers not understood" in told
    assert sum(production.inside.ask("phone_counted", slug="helpwanted").values()) == 2
