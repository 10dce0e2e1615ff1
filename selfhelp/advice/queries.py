"""Reading what is published, for visitors. A question costs one query at most, and mostly none.

Each process keeps the list of versions for `FRESH_FOR` seconds, and the trees themselves, which never change, for as
long as there is room. So a publication, a correction or a closed door shows everywhere within that time.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from helpline.programmes.models import Programme
from selfhelp.advice import form
from selfhelp.advice.models import Snapshot
from selfhelp.advice.tree import Tree

FRESH_FOR = 5.0
#: trees that a process keeps, the last used ones
ROOM = 32


class Standing(StrEnum):
    """What a version is to somebody who walks it.

    current: it is shown to who begins now. earlier: a newer one is shown, and this one may be walked to its end.
    corrected: go on with the newer one, with the answers that still fit, and say so. retired: its term is over; offer
    to go on with the newer one, and say so. closed: nothing is published any more. unknown: no such version here.
    """

    CURRENT = "current"
    EARLIER = "earlier"
    CORRECTED = "corrected"
    RETIRED = "retired"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Published:
    """A version that visitors walk. Shared between requests; it never changes. number: what counters name it."""

    id: int
    programme: str
    number: int
    title_nl: str
    title_en: str
    published_at: datetime
    tree: Tree

    def title(self, language: str | None = None) -> str:
        """Its title in a language; None means the active one."""
        return self.title_en if (language or get_language() or "nl")[:2] == "en" else self.title_nl


@dataclass(frozen=True, slots=True)
class _Version:
    id: int
    programme_id: int
    number: int
    urgent: bool
    retires_at: datetime | None
    shown: bool


_lock = threading.Lock()
_versions: tuple[float, Mapping[int, _Version]] | None = None
_trees: OrderedDict[int, Published] = OrderedDict()


def current(programme: Programme) -> Published | None:
    """What is shown to who begins now; None when the door is closed."""
    version = _current(programme.pk)
    return published(version.id) if version is not None else None


def published(snapshot_id: int) -> Published | None:
    """A version by its id, whatever its standing; None when there is none."""
    with _lock:
        found = _trees.get(snapshot_id)
        if found is not None:
            _trees.move_to_end(snapshot_id)
            return found
    row = Snapshot.objects.select_related("programme").filter(pk=snapshot_id).first()
    if row is None:
        return None
    found = Published(
        id=row.pk,
        programme=row.programme.slug,
        number=row.number,
        title_nl=row.title_nl,
        title_en=row.title_en,
        published_at=row.published_at,
        tree=form.to_tree(row.nodes),
    )
    with _lock:
        _trees[snapshot_id] = found
        while len(_trees) > ROOM:
            _trees.popitem(last=False)
    return found


def standing(programme: Programme, snapshot_id: int, now: datetime) -> Standing:
    """What this version is now to somebody who walks it in this programme."""
    own = _all().get(snapshot_id)
    if own is None or own.programme_id != programme.pk:
        return Standing.UNKNOWN
    shown = _current(programme.pk)
    if shown is None:
        return Standing.CLOSED
    if shown.id == own.id:
        return Standing.CURRENT
    if any(
        each.urgent and each.number > own.number and each.programme_id == programme.pk
        for each in _all().values()
    ):
        return Standing.CORRECTED
    if own.retires_at is not None and own.retires_at <= now:
        return Standing.RETIRED
    return Standing.EARLIER


def forget() -> None:
    """Read anew at the next question."""
    global _versions
    _versions = None


def forget_trees() -> None:
    """Forget what never changes, too; tests begin so."""
    forget()
    with _lock:
        _trees.clear()


def changed() -> None:
    """Have what the running transaction changes seen by this process: now, and again when it has committed."""
    forget()
    transaction.on_commit(forget)


def _current(programme_id: int) -> _Version | None:
    return next((each for each in _all().values() if each.shown and each.programme_id == programme_id), None)


def _all() -> Mapping[int, _Version]:
    global _versions
    kept = _versions
    if kept is not None and time.monotonic() - kept[0] < FRESH_FOR:
        return kept[1]
    with _lock:
        read_at = time.monotonic()
        value = {each.id: each for each in _read()}
        _versions = (read_at, value)
        return value


def _read() -> list[_Version]:
    rows = Snapshot.objects.order_by("pk").values_list(
        "pk", "programme_id", "number", "urgent", "retires_at", "page__live", "page__expire_at"
    )
    now = timezone.now()
    return [
        _Version(
            pk, programme_id, number, urgent, retires_at,
            shown=retires_at is None and bool(live) and (expire_at is None or expire_at > now),
        )
        for pk, programme_id, number, urgent, retires_at, live, expire_at in rows
    ]  # fmt: skip
