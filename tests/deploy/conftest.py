"""One production shape for the tests of deploy/, and an nginx whose house says what it was told."""

import json
import shutil
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.services.nginx import Nginx
from tests.services.plugin import services_folder
from tests.services.production import Production


@pytest.fixture(scope="session")
def production() -> Generator[Production]:
    """nginx, two processes, PostgreSQL and Redis, on plain HTTP; Stop it Now on a host of its own."""
    folder = services_folder()
    with Production(folder / "p", mail=False) as shape:
        shape.give_hosts_to_programmes()
        yield shape
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def folder() -> Generator[Path]:
    """A folder with a short name, because sockets lie in it."""
    made = services_folder()
    yield made
    shutil.rmtree(made)


class Echo(BaseHTTPRequestHandler):
    """In the house's place: answers with the headers that it was told."""

    def do_GET(self) -> None:
        told = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_POST = do_GET  # noqa: N815 - the library's name

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def echo() -> Generator[Nginx]:
    """nginx before servers that answer with the headers they were told."""
    folder = services_folder()
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        nginx = Nginx(folder / "n", [server.server_address[1]], public=folder / "public")
        nginx.start()
        yield nginx
        nginx.stop()
        server.shutdown()
    shutil.rmtree(folder)
