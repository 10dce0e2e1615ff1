"""Reading the directory: what is published, and nothing else.

Every page may ask, and the answers change a few times a month. So each process reads all published records of a kind
at once and keeps them for `FRESH_FOR` seconds: a change shows everywhere within that time, and at once in the process
that made it. The records are shared between requests: read them, never change them.

A key without a published record is left out: a page stays whole when somebody unpublishes what it shows. `missing`
tells those who check pages.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Generic, TypeVar, cast

from django.db import transaction
from django.utils import timezone

from helpline.directory.models import KINDS, GlossaryTerm, Organisation, RemovalRoute, Tip
from helpline.directory.records import Record
from helpline.programmes.models import Programme

FRESH_FOR = 5.0

Kind = TypeVar("Kind", bound=Record)


class _Kept(Generic[Kind]):
    """The published records of one kind by their keys, in the order of lists, kept for `FRESH_FOR` seconds."""

    def __init__(self, kind: type[Kind]) -> None:
        self._kind = kind
        self._lock = threading.Lock()
        self._value: tuple[float, Mapping[str, Kind]] | None = None

    def get(self) -> Mapping[str, Kind]:
        kept = self._value
        if kept is not None and time.monotonic() - kept[0] < FRESH_FOR:
            return kept[1]
        with self._lock:
            read_at = time.monotonic()
            value = self._read()
            self._value = (read_at, value)
            return value

    def forget(self) -> None:
        self._value = None

    def _read(self) -> Mapping[str, Kind]:
        rows: Any = self._kind.objects.shown(timezone.now()).order_by(*self._kind.LISTED_BY)
        if issubclass(self._kind, Organisation):
            rows = rows.prefetch_related("programmes")
        if issubclass(self._kind, Tip):
            rows = rows.select_related("organisation")
        return {row.key: row for row in rows}


_kept: dict[type[Record], _Kept[Any]] = {kind: _Kept(kind) for kind in KINDS}


_listeners: list[Callable[[], object]] = []


def on_change(listener: Callable[[], object]) -> None:
    """Have a room above told when this process must read anew, so that it can forget what it made of records.

    listener: called without arguments, perhaps in a transaction that still runs, and again after its commit. Once
    each, when the apps are ready; it must not raise.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def forget() -> None:
    """Read anew at the next question."""
    for kept in _kept.values():
        kept.forget()
    for listener in _listeners:
        listener()


def changed() -> None:
    """Have what the running transaction changes seen by this process: now, and again when it has committed."""
    forget()
    transaction.on_commit(forget)


def records(kind: type[Kind], keys: Iterable[str] | None = None) -> list[Kind]:
    """List the published records with these keys, in the order of the keys; without keys: all, in the order of lists.

    Keys of records that do not exist, or are not published, are left out.
    """
    published = _published(kind)
    if keys is None:
        return list(published.values())
    return [published[key] for key in keys if key in published]


def record(kind: type[Kind], key: str) -> Kind | None:
    """Find a published record; None when there is none of that key."""
    return _published(kind).get(key)


def records_by_id(kind: type[Kind], ids: Iterable[int]) -> list[Kind]:
    """List the published records with these primary keys, in their order; for who holds references, as blocks do."""
    by_id = {record.pk: record for record in _published(kind).values()}
    return [by_id[pk] for pk in ids if pk in by_id]


def missing(kind: type[Record], keys: Iterable[str]) -> list[str]:
    """Tell which of these keys lead nowhere: no record has them, or it is not published. Each once, in their order."""
    published = _published(kind)
    return [key for key in dict.fromkeys(keys) if key not in published]


def organisations(
    keys: Iterable[str] | None = None, *, programme: Programme | None = None
) -> list[Organisation]:
    """List organisations by key, or all; with a programme: only those that belong in its lists."""
    return [one for one in records(Organisation, keys) if programme is None or one.is_for(programme)]


def emergency_organisations(programme: Programme | None = None) -> list[Organisation]:
    """List those to call in immediate danger, the first to call first."""
    return [one for one in organisations(programme=programme) if one.is_emergency]


def removal_routes(keys: Iterable[str] | None = None, *, image_age: str | None = None) -> list[RemovalRoute]:
    """List removal routes by key, or all; image_age: one of ImageAge, only those that help with such an image."""
    return [
        one for one in records(RemovalRoute, keys) if image_age is None or one.is_for_image_made(image_age)
    ]


def tips(keys: Iterable[str] | None = None, *, situation: str | None = None) -> list[Tip]:
    """List tips by key, or all; situation: one of Situation, only tips for it."""
    return [one for one in records(Tip, keys) if situation is None or situation in one.situations]


def terms(keys: Iterable[str] | None = None) -> list[GlossaryTerm]:
    """List glossary terms by key, or all, in the alphabet's order of the active language."""
    found = records(GlossaryTerm, keys)
    return found if keys is not None else sorted(found, key=lambda one: one.term().casefold())


#: known to everybody, and in no directory's keeping
_ALWAYS = ("112", "113", "144")


def numbers_and_addresses() -> tuple[str, ...]:
    """What staff may write in notes because it belongs to organisations: numbers, hosts and web addresses."""
    found = set(_ALWAYS)
    for organisation in organisations():
        found |= {phone.number for phone in organisation.numbers()}
        found |= {organisation.website, organisation.chat_address, organisation.site()}
    for route in removal_routes():
        found |= {route.form_address, route.site()}
    return tuple(sorted(found - {""}))


def overdue(today: date) -> list[Record]:
    """List the published records of every kind whose facts should have been looked at by now, the longest due first."""
    return sorted(
        (one for one in _all_published() if one.is_overdue(today)), key=lambda one: (one.review_by, one.key)
    )


def to_check_with_owner() -> list[Record]:
    """List the published records that their owners still have to confirm, kind by kind."""
    return [one for one in _all_published() if one.needs_owner_check]


def _published(kind: type[Kind]) -> Mapping[str, Kind]:
    return cast("_Kept[Kind]", _kept[kind]).get()


def _all_published() -> list[Record]:
    return [one for kind in KINDS for one in _kept[kind].get().values()]
