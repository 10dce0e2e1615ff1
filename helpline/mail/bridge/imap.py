"""The only module that speaks IMAP. A mailbox is looked at without a trace, and emptied by number."""

import imaplib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from helpline.environment_post import Server
from helpline.mail.errors import BridgeFailed

#: seconds that a server may take to answer
PATIENCE = 20
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class Mailbox:
    """A selected folder. Every method may raise BridgeFailed."""

    def __init__(self, connection: imaplib.IMAP4) -> None:
        self._connection = connection
        told = connection.response("UIDVALIDITY")[1]
        self.uid_validity = int(told[0]) if told and told[0] else 0
        # asked after signing in: before that a server tells less
        words = connection.capability()[1]
        self._removes_by_number = b"UIDPLUS" in b" ".join(word for word in words if word).upper().split()

    def uids(self) -> list[int]:
        """The numbers of the mails that nobody marked for removal, the oldest first."""
        return self._search("UNDELETED")

    def every_uid(self) -> list[int]:
        """Those that are marked, too."""
        return self._search("ALL")

    def _search(self, which: str) -> list[int]:
        found = [part for part in self._ask("SEARCH", which) if isinstance(part, bytes)]
        return sorted(int(number) for number in b" ".join(found).split())

    def peek(self, uid: int, limit: int) -> tuple[bytes, int]:
        """The first bytes of a mail, and the size of all of it. It stays unread on the server."""
        found = self._ask("FETCH", str(uid), f"(RFC822.SIZE BODY.PEEK[]<0.{limit}>)")
        for part in found:
            if isinstance(part, tuple):
                size = _SIZE.search(
                    b" ".join(each for each in found if isinstance(each, bytes)) + b" " + part[0]
                )
                return bytes(part[1]), int(size[1]) if size else len(part[1])
        raise BridgeFailed("the mail is not there any more")

    def remove(self, uids: Iterable[int]) -> None:
        """Remove mails from the server, for good: these only, where the server knows how (RFC 4315)."""
        numbers = ",".join(str(uid) for uid in uids)
        if not numbers:
            return
        self._ask("STORE", numbers, "+FLAGS.SILENT", r"(\Deleted)")
        if self._removes_by_number:
            self._ask("EXPUNGE", numbers)
            return
        try:
            self._connection.expunge()
        except (imaplib.IMAP4.error, OSError) as error:
            raise BridgeFailed(type(error).__name__) from None

    def _ask(self, command: str, *arguments: str) -> list[bytes | tuple[bytes, bytes]]:
        try:
            answer, found = self._connection.uid(command, *arguments)
        except (imaplib.IMAP4.error, OSError) as error:
            # the type only: what a server says can hold anything
            raise BridgeFailed(type(error).__name__) from None
        if answer != "OK":
            raise BridgeFailed(f"{command} was refused")
        return [part for part in found if part is not None]


@contextmanager
def opened(server: Server) -> Iterator[Mailbox]:
    """A mailbox, signed in to and selected, while the context lasts. Raises BridgeFailed."""
    connection: imaplib.IMAP4 | None = None
    try:
        try:
            connection = (
                imaplib.IMAP4_SSL(server.host, server.port, timeout=PATIENCE)
                if server.tls
                else imaplib.IMAP4(server.host, server.port, timeout=PATIENCE)
            )
            connection.login(server.user, server.password)
            answer, _told = connection.select(f'"{server.folder}"')
            mailbox = Mailbox(connection)
        except (imaplib.IMAP4.error, OSError) as error:
            raise BridgeFailed(type(error).__name__) from None
        if answer != "OK":
            raise BridgeFailed("the folder is not there", permanent=True)
        yield mailbox
    finally:
        if connection is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()
