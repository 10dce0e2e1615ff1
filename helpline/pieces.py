"""Work that has many pieces, each done by itself: one that fails is told and left, and the others are done.

Without it one broken row would keep everybody behind it waiting, for as long as it stands there.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from helpline import logs

logger = logging.getLogger(__name__)

#: of one round so many faults are written out; the others are counted
WRITTEN = 3


class SomeFailed(Exception):
    """Pieces of a round failed; the others were done. n: how many failed."""

    def __init__(self, n: int) -> None:
        super().__init__(f"{n} failed")
        self.n = n


class Pieces:
    """One round. kind: a code that the log may have. Ask `tell` at its end."""

    def __init__(self, kind: str) -> None:
        logs.know(kind)
        self._kind = kind
        self.failed = 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Do one piece. What it changes must stand in a transaction or a savepoint of its own, inside this."""
        try:
            yield
        except SomeFailed as error:  # it told of its own pieces
            self.failed += error.n
        except Exception:
            self.failed += 1
            if self.failed <= WRITTEN:
                logger.exception("A piece of work failed; the others are done", extra={"kind": self._kind})

    def tell(self) -> None:
        """Raise SomeFailed when a piece failed."""
        if self.failed > WRITTEN:
            logger.error("More pieces failed", extra={"kind": self._kind, "count": self.failed})
        if self.failed:
            raise SomeFailed(self.failed)
