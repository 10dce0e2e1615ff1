"""Reading programmes, hours, texts and codes.

Every page and every message may ask, and the answers change a few times a year. So each process keeps what it read
for `FRESH_FOR` seconds: a change shows everywhere within that time, and at once in the process that made it.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from django.db import transaction

from helpline.programmes import hours
from helpline.programmes.models import Closure, Code, CodeList, OpeningHours, Programme, ProgrammeText

FRESH_FOR = 5.0

Read = TypeVar("Read")


class Kept(Generic[Read]):
    """What a function read, kept for `FRESH_FOR` seconds. For questions that every page asks, also of rooms above."""

    def __init__(self, read: Callable[[], Read]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._value: tuple[float, Read] | None = None

    def get(self) -> Read:
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


@dataclass(frozen=True, slots=True)
class _Settings:
    programmes: tuple[Programme, ...]
    schedules: Mapping[tuple[int, str], hours.Schedule]
    texts: Mapping[tuple[int, str], ProgrammeText]


@dataclass(frozen=True, slots=True)
class _Lists:
    lists: Mapping[tuple[int, str], CodeList]
    codes: Mapping[tuple[int, str], tuple[Code, ...]]


def _read_settings() -> _Settings:
    programmes = tuple(Programme.objects.order_by("order", "slug"))
    spans: dict[tuple[int, str], list[hours.Span]] = {}
    for row in OpeningHours.objects.order_by("weekday", "opens"):
        spans.setdefault((row.programme_id, row.channel), []).append(
            hours.Span(row.weekday, row.opens, row.closes)
        )
    closures = list(Closure.objects.filter(confirmed=True).order_by("first_date"))
    schedules = {}
    for programme in programmes:
        for programme_id, channel in spans:
            if programme_id != programme.pk:
                continue
            closed = tuple(
                hours.ClosedDays(closure.first_date, closure.last_date)
                for closure in closures
                if closure.programme_id == programme.pk and closure.channel in ("", channel)
            )
            schedules[programme.pk, channel] = hours.Schedule(
                spans=tuple(spans[programme.pk, channel]),
                closed=closed,
                last_entry=timedelta(minutes=programme.last_entry_minutes),
            )
    texts = {(text.programme_id, text.key): text for text in ProgrammeText.objects.all()}
    return _Settings(programmes, schedules, texts)


def _read_lists() -> _Lists:
    lists = {}
    codes: dict[tuple[int, str], list[Code]] = {}
    for code_list in CodeList.objects.all():
        lists[code_list.programme_id, code_list.key] = code_list
    for code in Code.objects.select_related("code_list").order_by("order", "code"):
        codes.setdefault((code.code_list.programme_id, code.code_list.key), []).append(code)
    return _Lists(lists, {key: tuple(of_list) for key, of_list in codes.items()})


_settings = Kept(_read_settings)
_lists = Kept(_read_lists)


def forget() -> None:
    """Read anew at the next question."""
    _settings.forget()
    _lists.forget()


def changed() -> None:
    """Have what the running transaction changes seen by this process: now, and again when it has committed."""
    forget()
    transaction.on_commit(forget)


def programmes() -> list[Programme]:
    """List the programmes in their order. The objects are shared: read them, never change them."""
    return list(_settings.get().programmes)


def programme_by_slug(slug: str) -> Programme | None:
    """Find a programme; None when there is none of that name. The object is shared: read it, never change it."""
    return next((programme for programme in _settings.get().programmes if programme.slug == slug), None)


def schedule(programme: Programme, channel: str) -> hours.Schedule:
    """Give the opening hours of a channel, without the days on which it is closed."""
    return _settings.get().schedules.get((programme.pk, channel), hours.Schedule())


def is_open(programme: Programme, channel: str, at: datetime) -> bool:
    """Say whether a channel is open at this moment."""
    return hours.is_open(schedule(programme, channel), at)


def admits(programme: Programme, channel: str, at: datetime) -> bool:
    """Say whether a channel is open and takes new visitors: not so close to closing time that it would cut them off."""
    return hours.admits(schedule(programme, channel), at)


def closes_at(programme: Programme, channel: str, at: datetime) -> datetime | None:
    """Say when an open channel closes; None when it is closed, or open without an end in sight."""
    return hours.closes_at(schedule(programme, channel), at)


def next_opening(programme: Programme, channel: str, at: datetime) -> datetime | None:
    """Say when a channel opens the next time after this moment; None when it does not within 60 days."""
    return hours.next_opening(schedule(programme, channel), at)


def text(programme: Programme, key: str, language: str | None = None) -> str:
    """Give a text of the programme; None means the active language.

    Empty when the programme has no such text: a page for somebody in distress never fails for want of a sentence.
    """
    found = _settings.get().texts.get((programme.pk, key))
    return found.text(language) if found is not None else ""


def code_list(programme: Programme, list_key: str) -> CodeList | None:
    """Find a code list of the programme."""
    return _lists.get().lists.get((programme.pk, list_key))


def codes(programme: Programme, list_key: str, on_date: date) -> list[Code]:
    """List the codes that can be chosen on this day, in their order; none when the programme has no such list."""
    return [code for code in _all_codes(programme, list_key) if code.is_offered(on_date)]


def all_codes(programme: Programme, list_key: str) -> list[Code]:
    """List the codes there ever were, in their order: also those that are retired, or not offered yet."""
    return list(_all_codes(programme, list_key))


def code_exists(programme: Programme, list_key: str, code: str) -> bool:
    """Say whether the list has this code, offered today or retired."""
    return find_code(programme, list_key, code) is not None


def find_code(programme: Programme, list_key: str, code: str) -> Code | None:
    """Find a code, offered today or retired: what was once chosen stays readable."""
    return next((found for found in _all_codes(programme, list_key) if found.code == code), None)


def _all_codes(programme: Programme, list_key: str) -> tuple[Code, ...]:
    return _lists.get().codes.get((programme.pk, list_key), ())
