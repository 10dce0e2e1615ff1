"""What a room tells the retention room: how its content is erased, and what it does every night.

Retention stands above the rooms and knows them; a room cannot import it. So a room that keeps something with a term
has an `erasers.py` with `ERASERS: list[Eraser]`, and a room with nightly work has a `nightly.py` with
`NIGHTLY: list[NightlyJob]`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from helpline import logs


@dataclass(frozen=True, slots=True)
class Eraser:
    """How one kind of content is erased at its term.

    kind: a short code, unique in the house; it names the line in the ledger of erasures, and the log knows it.
    due: (now) -> how many items have passed their term. Changes nothing.
    erase: (now, limit) -> how many items it erased, at most `limit`, each with everything that belongs to it, in a
        transaction of its own. 0 means that nothing is due any more; it is called again until then, so a run that is
        broken off is simply taken up by the next one.
    """

    kind: str
    due: Callable[[datetime], int]
    erase: Callable[[datetime, int], int]

    def __post_init__(self) -> None:
        logs.know(self.kind)


@dataclass(frozen=True, slots=True)
class NightlyJob:
    """Work that is done once a night.

    name: a short code, unique in the house. The log knows it.
    run: (now) -> anything. Idempotent: after a failure it runs again the same night. What it returns is ignored.
    """

    name: str
    run: Callable[[datetime], object]

    def __post_init__(self) -> None:
        logs.know(self.name)
