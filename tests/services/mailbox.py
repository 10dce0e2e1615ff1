"""A mail server that keeps what it is given: the few words of SMTP that a client needs, on loopback only."""

import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from types import TracebackType


@dataclass(frozen=True)
class Letter:
    """One mail as it arrived: the envelope, the bytes, and the message in them."""

    sender: str
    to: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def text(self) -> str:
        """The words of the mail."""
        return str(self.message.get_content())


@dataclass
class Mailbox:
    """A server on a free port, while the context lasts. `refuses`: it answers every mail with an error."""

    refuses: bool = False
    letters: list[Letter] = field(default_factory=list)
    #: what the clients called themselves
    greetings: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """What stands in EMAIL_URL for it."""
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> "Mailbox":
        mailbox = self

        class Session(_Session):
            box = mailbox

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()


class _Session(socketserver.StreamRequestHandler):
    """One client (RFC 5321, the least that a server must understand)."""

    box: Mailbox

    def handle(self) -> None:
        self._say("220 mailbox")
        sender, to = "", []
        while line := self.rfile.readline():
            text = line.decode().strip()
            verb = text[:4].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if verb == "MAIL":
                sender = _address(text)
                self._say("451 not now" if self.box.refuses else "250 ok")
            elif verb == "RCPT":
                to.append(_address(text))
                self._say("250 ok")
            elif verb == "DATA":
                self._say("354 go on")
                self.box.letters.append(Letter(sender, tuple(to), self._body()))
                sender, to = "", []
                self._say("250 kept")
            else:
                if verb in ("EHLO", "HELO"):
                    self.box.greetings.append(text[5:])
                self._say("250 ok")

    def _body(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


def _address(text: str) -> str:
    return text.partition("<")[2].partition(">")[0]
