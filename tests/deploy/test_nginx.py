"""nginx with the files of deploy/: what it passes on, what it serves itself, and that it writes nothing down."""

import http.client
import json
import re
import socket
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from cms.headers import visitor_policy
from tests.canaries import files, search
from tests.proof.canary import Canary, identity
from tests.proof.wire import Client
from tests.services import programs
from tests.services.nginx import DEPLOY, HELPWANTED, STAFF, STOPITNOW, Nginx, load_render
from tests.services.postgres import ROOT
from tests.services.production import Production

#: who asks here gives everything away
WHO = identity(0)
ROOMS = ("helpline", "chat", "cms", "selfhelp", "statistics")
#: headers that Django or an SDK reads for us
READ_BY_LIBRARIES = {
    "host",
    "cookie",
    "content-type",
    "referer",
    "if-modified-since",
    "if-none-match",
    "hx-request",
}
_READ = re.compile(
    r"""headers(?:\.get\(|\[)\s*["']([A-Z][A-Za-z-]+)["']"""
    r"""|header\(scope, b"([a-z-]+)"\)|"HTTP_([A-Z_]+)"|^[A-Z_]*HEADER = "([A-Za-z-]+)\"""",
    re.MULTILINE,
)
#: what is put on answers and mails, or is made by nginx from the body
NOT_ASKED = {
    "accept-ranges", "location", "auto-submitted", "cache-control", "content-disposition", "content-range",
    "content-security-policy", "permissions-policy", "retry-after", "x-frame-options", "content-length",
    "authorization",
}  # fmt: skip


def ask(
    nginx: Nginx,
    path: str,
    host: str = HELPWANTED,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> tuple[int, dict[str, str], bytes]:
    """One request; status, headers in small letters, body."""
    with closing(http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=60)) as connection:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": f"{host}:{nginx.port}", **(headers or {})}.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        content = answer.read()
    return answer.status, {key.lower(): value for key, value in answer.getheaders()}, content


def test_a_chat_over_a_socket_goes_through(production: Production) -> None:
    production.inside.ask("on_duty", email="counsellor@demo.test", slug="helpwanted", capacity=6)
    visitor = Client(production)
    visitor.knock()
    line = visitor.line()
    assert line.says("is daar iemand?")["t"] == "ack"
    line.leave()
    again = visitor.line()
    assert again.welcome["head"] >= 1
    again.leave()
    assert visitor.said() == ["is daar iemand?"]


def test_each_programme_has_its_host_and_staff_have_theirs(production: Production) -> None:
    assert b"/helpwanted/" in ask(production.nginx, "/")[2]
    status, _, home = ask(production.nginx, "/", STOPITNOW)
    assert status == 200
    assert b"/stopitnow/chat/" in home
    status, headers, _ = ask(production.nginx, "/staff/desk/?next=1")
    assert (status, headers["location"]) == (303, f"{production.staff}/staff/desk/?next=1")
    assert ask(production.nginx, "/staff/sign-in/", STAFF)[0] == 200
    status, headers, _ = ask(production.nginx, "/helpwanted/", STAFF)
    assert (status, headers["location"]) == (303, f"{production.public}/helpwanted/")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/metrics/x"])
def test_how_the_house_is_doing_is_not_told_to_visitors(production: Production, path: str) -> None:
    status, headers, _ = ask(production.nginx, path)
    assert status == 404
    assert headers["x-content-type-options"] == "nosniff"


def test_a_name_that_is_not_ours_gets_no_word(production: Production) -> None:
    with pytest.raises(ConnectionResetError):
        ask(production.nginx, "/", "elsewhere.example")


def test_files_come_from_the_disk_and_are_kept_for_long(production: Production) -> None:
    folder = production.nginx.public / "static" / "site"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plain.0123456789ab.css").write_text("main { color: red }")
    (folder / "plain.0123456789ab.css.gz").write_bytes(b"packed beforehand")
    status, headers, content = ask(production.nginx, "/static/site/plain.0123456789ab.css")
    assert (status, content) == (200, b"main { color: red }")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    packed = ask(production.nginx, "/static/site/plain.0123456789ab.css", headers={"Accept-Encoding": "gzip"})
    assert packed[2] == b"packed beforehand"
    # one that was not published yet comes from the house
    status, headers, content = ask(production.nginx, "/static/site/tokens.css")
    assert status == 200
    assert b"--" in content


def test_pictures_are_handed_out_and_what_editors_uploaded_is_not(production: Production) -> None:
    media = production.nginx.public / "media"
    for name in ("images/a.width-960.webp", "original_images/a.jpg", "documents/a.pdf"):
        (media / name).parent.mkdir(parents=True, exist_ok=True)
        (media / name).write_bytes(b"a picture")
    assert ask(production.nginx, "/media/images/a.width-960.webp")[::2] == (200, b"a picture")
    for path in (
        "/media/original_images/a.jpg",
        "/media/documents/a.pdf",
        "/media/images/../documents/a.pdf",
    ):
        assert ask(production.nginx, path)[0] == 404


def test_nginx_s_own_policy_is_the_house_s() -> None:
    own = (DEPLOY / "nginx" / "inc" / "safe.conf").read_text()
    policy = re.search(r'Content-Security-Policy "([^"]+)"', own)
    assert policy
    house = re.sub(r"connect-src [^;]+", "connect-src 'self'", visitor_policy())
    assert dict(part.strip().split(" ", 1) for part in policy[1].split(";")) == dict(
        part.strip().split(" ", 1) for part in house.split(";")
    )


def test_every_header_that_the_house_reads_is_passed_on_and_no_other() -> None:
    read = set(READ_BY_LIBRARIES)
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "simulator" not in path.parts:
                for found in _READ.findall(path.read_text()):
                    read.add(next(filter(None, found)).lower().replace("_", "-"))
        for path in (ROOT / room).rglob("static/**/*.js"):
            if "vendor" not in path.parts:
                read |= {name.lower() for name in re.findall(r'["\'](X-[A-Za-z-]+)["\']', path.read_text())}
    inc = DEPLOY / "nginx" / "inc"
    passed = {
        name.lower()
        for file in ("app.conf", "app-staff.conf", "phone.conf")
        for name in re.findall(r"^\s*proxy_set_header ([A-Za-z-]+) ", (inc / file).read_text(), re.MULTILINE)
    }
    assert read - NOT_ASKED - passed == set(), "nginx drops what the house reads"
    known = {name for name in passed if name.startswith("hx-")}  # django-htmx reads these
    assert passed - read - known == set(), "nginx passes on what nobody reads"


def test_a_visit_leaves_no_line_in_any_log(production: Production) -> None:
    before = {path: path.stat().st_size for path in production.nginx.logs()}
    canary = Canary(production, WHO)
    canary.get(f"/?name={WHO.everything.replace(' ', '%20')}")
    canary.knock()
    canary.line().says(WHO.everything)
    _harm(production)
    canary.leave()
    assert {path: path.stat().st_size for path in production.nginx.logs()} == before
    kept = [
        *files(production.nginx.folder / "run"),
        *((str(path), path.read_bytes()) for path in production.log_files),
    ]
    hits = search(kept, WHO.traits)
    assert not hits, hits


class Leaky(Nginx):
    """The fault, planted: requests have an error log."""

    def write(self) -> Path:
        main = super().write()
        quiet = main.parent / "inc" / "quiet.conf"
        quiet.write_text(
            quiet.read_text().replace("error_log /dev/null emerg;", f"error_log {self.log} error;")
        )
        return main


def test_an_error_log_of_requests_would_hold_the_address(echo: Nginx) -> None:
    leaky = Leaky(echo.folder / "leaky", [_nobody()], public=echo.public)
    leaky.start()
    try:
        with socket.create_connection(("127.0.0.1", leaky.port), source_address=(WHO.address, 0)) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert b"502" in line.recv(4096)
    finally:
        leaky.stop()
    assert WHO.address in leaky.log.read_text()


def _harm(shape: Production) -> None:
    """What makes an nginx write to its error log: too large, too long, broken off, nonsense, nobody behind."""
    for raw in (
        b"POST /helpwanted/chat/start/ HTTP/1.1\r\nHost: localhost:%d\r\nContent-Length: 99999999\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost:%d\r\nX-Long: " + b"x" * 90_000 + b"\r\n\r\n",
        b"NONSENSE\r\n\r\n%.0d",
        b"GET /static/none.css HTTP/1.1\r\nHost: localhost:%d\r\n\r\n",
        b"POST /helpwanted/chat/start/ HTTP/1.1\r\nHost: localhost:%d\r\nContent-Length: 900\r\n\r\nbroken off",
    ):
        address = ("127.0.0.1", shape.nginx.port)
        with closing(socket.create_connection(address, 10, source_address=(WHO.address, 0))) as line:
            line.sendall(raw % shape.nginx.port)
            line.settimeout(5)
            if b"900" not in raw:
                line.recv(1024)


def _nobody() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def told(nginx: Nginx, path: str, headers: dict[str, str] | None = None, **more: object) -> dict[str, str]:
    """What the house would have been told of this request."""
    status, _, content = ask(nginx, path, headers=headers, **more)  # type: ignore[arg-type]
    assert status == 200, status
    heard: dict[str, str] = json.loads(content)
    return heard


def test_the_house_is_not_told_who_asks(echo: Nginx) -> None:
    plain = {"Accept": "text/html", "Cookie": "visit=1", "Origin": echo.url("localhost")}
    heard = told(
        echo,
        "/",
        dict(WHO.headers) | plain | {"X-Anything": WHO.everything, "Accept-Language": "nl-BE", "DNT": "1"},
    )
    assert heard == {
        "host": f"localhost:{echo.port}",
        "x-forwarded-proto": "http",
        "connection": "close",
        **{name.lower(): value for name, value in plain.items()},
    }


def test_only_a_page_of_the_same_host_is_named_as_where_a_form_was(echo: Nginx) -> None:
    own = f"{echo.url('localhost')}/helpwanted/"
    assert told(echo, "/", {"Referer": own})["referer"] == own
    for other in (
        "https://mail.example/",
        f"{echo.url(STOPITNOW)}/",
        "http://localhost.example/",
        "localhost",
    ):
        assert "referer" not in told(echo, "/", {"Referer": other})


def test_staff_and_the_phone_s_provider_may_say_more(echo: Nginx) -> None:
    more = {"HX-Request": "true", "X-Background": "1", "X-Twilio-Signature": "s"}
    assert {"hx-request", "x-background"} <= set(told(echo, "/staff/desk/", more, host=STAFF))
    assert "x-twilio-signature" in told(echo, "/phone/in/helpwanted/voice", more, method="POST")
    assert not {"hx-request", "x-twilio-signature"} & set(told(echo, "/helpwanted/", more))


def test_when_nobody_is_there_a_page_says_so(echo: Nginx) -> None:
    nginx = Nginx(echo.folder / "away", [_nobody()], public=echo.public)
    nginx.start()
    try:
        status, headers, page = ask(nginx, "/helpwanted/")
        style, script = ask(nginx, "/away/away.css"), ask(nginx, "/away/away.js")
        sent = ask(nginx, "/helpwanted/post/write/", method="POST", headers={"Content-Length": "0"})
        large = ask(nginx, "/helpwanted/post/write/", method="POST", headers={"Content-Length": "99999999"})
        trace = ask(nginx, "/helpwanted/", method="TRACE", headers={"Cookie": "canary=kanarie"})
    finally:
        nginx.stop()
    assert status == 502
    assert headers["retry-after"] == "10"
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert b'href="tel:112"' in page
    assert page.index(b"Snel weg") < page.index(b"<h1>"), "there is a way to leave before anything is read"
    assert style[0] == script[0] == 200
    assert b"http-equiv" in page
    assert (sent[0], b"http-equiv" in sent[2]) == (502, False), "a page that tries again loses the form"
    assert b"Sluit deze pagina niet" in sent[2]
    assert (large[0], b"te groot" in large[2]) == (413, True)
    assert (trace[0], b"kanarie" in trace[2]) == (405, False)
    assert ask(echo, "/away/away.html")[0] == 404


def test_values_that_would_change_a_line_are_refused() -> None:
    render = load_render()
    for text in ("A=b;c", "A={", "no equals", "a=b", 'A="b"'):
        with pytest.raises(render.NotRendered):
            render.read_values(text)
    with pytest.raises(render.NotRendered, match="SPARE"):
        render.render("nginx", _example() | {"SPARE": "x"}, Path("/nowhere"))
    values = _example()
    del values["STAFF_HOST"]
    with pytest.raises(render.NotRendered, match="STAFF_HOST"):
        render.render("nginx", values, Path("/nowhere"))


def _example() -> dict[str, str]:
    values: dict[str, str] = load_render().read_values((DEPLOY / "values.example").read_text())
    return values


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/helpwanted/", 308),
        ("HEAD", "/staff/", 308),
        ("POST", "/helpwanted/leave/", 403),
        ("POST", "/phone/in/helpwanted/voice", 403),
        ("GET", "/phone/in/helpwanted/voice", 403),
        ("GET", "/readyz", 403),
        ("GET", "/helpwanted/chat/socket", 403),
        ("POST", "/helpwanted/chat/road/send", 403),
    ],
)
def test_only_a_page_is_led_to_its_encrypted_address(
    echo: Nginx, method: str, path: str, status: int
) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", echo.plain_port, timeout=10)) as connection:
        connection.request(method, path, headers={"Host": "localhost"})
        answer = connection.getresponse()
    assert answer.status == status
    encrypted = f"https://localhost:{echo.port}{path}"
    assert answer.getheader("Location") == (encrypted if status == 308 else None)


@pytest.mark.parametrize("tls", [True, False])
def test_nginx_takes_the_files_with_an_onion_service_too(tmp_path: Path, tls: bool) -> None:
    nginx = Nginx(tmp_path, [8001, 8002], public=tmp_path / "public", tls=tls)
    onion = {"ONION_HOST": "a" * 56 + ".onion", "ONION_LISTEN": f"unix:{tmp_path}/onion.sock"}
    values = nginx.values()
    nginx.values = lambda: values | onion  # type: ignore[method-assign]
    main = nginx.write()
    judged = subprocess.run(  # noqa: S603 - our own words
        [programs.find_program("nginx"), "-t", "-q", "-c", main], capture_output=True, text=True, check=False
    )
    assert judged.returncode == 0, judged.stderr
    assert "warn" not in judged.stderr
