"""A server on this machine that answers as the provider's endpoints are described, and judges what is asked."""

import json
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from helpline.phone.simulator import described

CALL = "CA" + "1" * 32
ROOM = "CF" + "2" * 32
_SIDS = {"^CA": CALL, "^CF": ROOM, "^QU": "QU" + "3" * 32, "^RE": "RE" + "4" * 32}
_MOMENT = "Tue, 03 Nov 2026 20:15:00 +0000"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came. fields: a form's or a query's, in order."""

    operation: str
    path: Mapping[str, str]
    fields: tuple[tuple[str, str], ...]
    authorization: str

    @property
    def form(self) -> dict[str, str]:
        return dict(self.fields)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer other than the described one."""

    status: int
    body: str = "{}"
    after: float = 0.0
    location: str = ""


@dataclass
class DescribedServer:
    """asked: what came, in order. complaints: what of it the description does not allow."""

    asked: list[Asked] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    prepared: deque[Prepared] = field(default_factory=deque)

    def __enter__(self) -> "DescribedServer":
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._answer(self)

            def do_POST(self) -> None:
                outer._answer(self)

            def do_DELETE(self) -> None:
                outer._answer(self)

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False  # nothing of an answer goes on in the next test
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_raised: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode()
        parts = urlsplit(handler.path)
        found = described.find(handler.command, parts.path)
        if found is None:
            self.complaints.append(f"{handler.command} {parts.path} is not described")
            _reply(handler, 404, "{}")
            return
        operation, path = found
        fields = (*parse_qsl(parts.query), *parse_qsl(body, keep_blank_values=True))
        self.asked.append(Asked(operation.name, path, fields, handler.headers.get("Authorization", "")))
        self.complaints += operation.complaints(dict(fields))
        prepared = self.prepared.popleft() if self.prepared else None
        if prepared is not None:
            time.sleep(prepared.after)
            _reply(handler, prepared.status, prepared.body, prepared.location)
        else:
            _reply(
                handler, operation.status, json.dumps(example(operation.answer)) if operation.answer else ""
            )


def _reply(handler: BaseHTTPRequestHandler, status: int, body: str, location: str = "") -> None:
    handler.send_response(status)
    if location:
        handler.send_header("Location", location)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body.encode())))
    with suppress(ConnectionError):  # who asked may have given up waiting
        handler.end_headers()
        handler.wfile.write(body.encode())


def example(schema: Mapping[str, Any] | None) -> Any:
    """Something that the schema allows: the smallest of its kind, with one item in each list."""
    schema = described.resolved(schema or {})
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            made = {name: example(each) for name, each in schema["properties"].items()}
            return made | {name: None for name in made if name in ("next_page_uri", "previous_page_uri")}
        case "array":
            return [example(schema["items"])]
        case "integer":
            return 0
        case "boolean":
            return True
    if "pattern" in schema:
        return _SIDS[schema["pattern"][:3]]
    return _MOMENT if schema.get("format") == "date-time-rfc-2822" else "text"
