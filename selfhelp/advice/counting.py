"""What walks add to the figures, gathered in memory and written together, so that no page waits for it.

Within a few seconds everything is in the database: by a thread of its own, which lives only while there is something
to write, and once more when the process ends in good order. What a killed process had gathered and not yet written is
lost; `docs/decisions/0078` says so. What the database refuses for now is kept for the next time.
"""

import atexit
import logging
import random
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import DatabaseError, connections

from figures import counters, facts, hiding, queries
from figures.counters import AMSTERDAM
from figures.errors import FiguresError
from figures.fields import FIELDS, ONE_CODE, first_of_month
from helpline.programmes import queries as programmes
from helpline.programmes.models import Channel, Programme
from selfhelp.advice.walk import ANSWERED, Count

logger = logging.getLogger(__name__)

#: seconds between an event and its place in the database, at most
EVERY = 5.0
#: what a walk that reached advice is counted as: somebody was helped with what happened to them
KIND = "counselling"

_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class _Place:
    """A counter to add to. With a day it is one of days, else one of months."""

    programme: str
    name: str
    code: str
    when: date
    second: str = ""
    by_day: bool = False


@dataclass(frozen=True, slots=True)
class _Contact:
    """A walk that reached advice, as the figures know it: nothing but codes and a month."""

    programme: str
    month: date
    codes: Mapping[str, Sequence[str]]


_lock = threading.Lock()
_counts: Counter[_Place] = Counter()
_contacts: list[_Contact] = []
_timer: threading.Timer | None = None


def version(number: int) -> str:
    """What the figures call a version of the tree, by its number."""
    return f"s{number}"


def node(number: int, place: int) -> str:
    """What the figures call a node of a version, by its place in it."""
    return f"{version(number)}_n{place}"


def steps(programme: Programme, number: int, counts: Iterable[Count], now: datetime) -> None:
    """Count nodes that were asked and answers that were given."""
    month = first_of_month(now.astimezone(AMSTERDAM))
    _add(
        _Place(programme.slug, "advice_steps", node(number, each.node), month, each.second) for each in counts
    )


def started(programme: Programme, number: int, now: datetime) -> None:
    """Count a walk that begins."""
    _add([_day(programme, "advice_starts", number, now)])


def reached(programme: Programme, number: int, codes: Mapping[str, Sequence[str]], now: datetime) -> None:
    """Count a walk that reached advice, and write it as a contact. codes: as the answers gave them."""
    contact = _Contact(
        programme.slug, first_of_month(now.astimezone(AMSTERDAM)), known_codes(programme, codes)
    )
    with _lock:
        _contacts.append(contact)
    _add([_day(programme, "advice_reached", number, now)])


def handed_over(programme: Programme, number: int, place: int, channel: str, now: datetime) -> None:
    """Count a walk whose answers were taken along to a door. place: of the node it was taken from."""
    month = first_of_month(now.astimezone(AMSTERDAM))
    _add(
        [
            _day(programme, "advice_handovers", number, now),
            _Place(programme.slug, "advice_steps", node(number, place), month, f"to_{channel}"),
        ]
    )


def known_codes(programme: Programme, codes: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The codes that the figures take, with the kind of contact: editors may mark what no list knows (any more)."""
    kept: dict[str, list[str]] = {"kind": [KIND]}
    for name in FIELDS:
        known = [code for code in codes.get(name, ()) if programmes.code_exists(programme, name, code)]
        if known and name != "kind":
            kept[name] = known[:1] if name in ONE_CODE else known
    return kept


def write() -> None:
    """Write down what was gathered, contacts in an order of chance. What cannot be written now is kept."""
    global _timer
    with _lock:
        counts, contacts = dict(_counts), list(_contacts)
        _counts.clear()
        _contacts.clear()
        _timer = None
    _chance.shuffle(contacts)
    for contact in contacts:
        try:
            facts.write_fact(
                programme=contact.programme, month=contact.month, channel=Channel.ADVICE, codes=contact.codes
            )
        except FiguresError as refused:
            logger.error("a contact of the advice module is not counted: %s", type(refused).__name__)  # noqa: TRY400
        except DatabaseError as error:
            _later(error)
            with _lock:
                _contacts.append(contact)
    for place, n in counts.items():
        try:
            _write(place, n)
        except FiguresError as refused:
            logger.error("steps of the advice module are not counted: %s", type(refused).__name__)  # noqa: TRY400
        except DatabaseError as error:
            _later(error)
            with _lock:
                _counts[place] += n


def forget() -> None:
    """Drop what was gathered: a test starts with nothing."""
    with _lock:
        _counts.clear()
        _contacts.clear()


@dataclass(frozen=True, slots=True)
class NodeCounts:
    """What a node of a version counted in some months, each number rounded to fives (`figures.hiding.rounded`).

    asked: walks that were led there. answered: walks that went on from there; `left` of those asked did not, or not
    yet. options: by place. handed: walks that were taken along to a door from there.
    """

    asked: int = 0
    answered: int = 0
    options: Mapping[int, int] = field(default_factory=dict)
    handed: int = 0

    @property
    def left(self) -> int:
        """Of those asked, how many did not answer. Rounded, so never exact, and never below zero."""
        return max(0, self.asked - self.answered)


def of_version(programme: Programme, number: int, first: date, last: date) -> dict[int, NodeCounts]:
    """What each node of a version counted in the months from first to last, by its place; for the editors' screens.

    Each month is rounded by itself, once and for all, so that overlapping months cannot be played off against each
    other. Nodes that nobody reached are left out.
    """
    exact = queries.month_counter(
        programme.slug, "advice_steps", first, last, beginning=f"{version(number)}_n"
    )
    sums: dict[int, Counter[str]] = {}
    for (code, second, month), n in exact.items():
        place = int(code.rpartition("_n")[2])
        name = f"{programme.slug} {code} {second} {month:%Y-%m}"
        shown = hiding.rounded(n, name, settings.SECRET_KEY.encode())
        sums.setdefault(place, Counter())[second] += shown
    return {place: _node_counts(found) for place, found in sorted(sums.items())}


def _node_counts(found: Mapping[str, int]) -> NodeCounts:
    options = {int(second[1:]): n for second, n in found.items() if second.startswith("o")}
    handed = sum(n for second, n in found.items() if second.startswith("to_"))
    return NodeCounts(found.get("", 0), found.get(ANSWERED, 0), options, handed)


def _day(programme: Programme, name: str, number: int, now: datetime) -> _Place:
    return _Place(programme.slug, name, version(number), now.astimezone(AMSTERDAM).date(), by_day=True)


def _add(places: Iterable[_Place]) -> None:
    with _lock:
        _counts.update(places)
    _write_soon()


def _write(place: _Place, n: int) -> None:
    if place.by_day:
        counters.count_day(programme=place.programme, name=place.name, code=place.code, day=place.when, n=n)
    else:
        counters.count_month(
            programme=place.programme,
            name=place.name,
            code=place.code,
            second_code=place.second,
            month=place.when,
            n=n,
        )


def _later(error: DatabaseError) -> None:
    logger.warning("steps of the advice module could not be written down yet: %s", type(error).__name__)
    _write_soon()


def _write_soon() -> None:
    global _timer
    with _lock:
        if _timer is not None:
            return
        _timer = threading.Timer(EVERY, _write_alone)
        _timer.daemon = True
    _timer.start()


def _write_alone() -> None:
    """In a thread of its own, with connections of its own."""
    try:
        write()
    finally:
        connections.close_all()


@atexit.register
def _write_at_the_end() -> None:
    if _counts or _contacts:
        write()
