"""A stand-in for the hotline's own intake: it takes what is posted, and answers with a reference."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REFERENCE = "M-2026-0042"


@dataclass
class Hotline:
    """A server on a free port of loopback. `refuses`: it answers everything with an error."""

    refuses: bool = False
    received: list[dict[str, Any]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What stands in HOTLINE_URL for it."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/intake"

    def start(self) -> None:
        """Begin to listen."""
        hotline = self

        class Intake(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if hotline.refuses:
                    self.send_error(503)
                    return
                hotline.received.append(json.loads(body))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps({"reference": REFERENCE}).encode())

            def log_message(self, *_told: object) -> None:
                """Nothing is written down."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Intake)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()
