"""Whether what we promise is kept, judged from facts. Pure: no Django, no clock, no words for a screen.

Each judgement is of one promise and has a reason, a code that helpline.watch.wording puts into words with what to do.
What cannot be shown is not kept: a backup that nobody told us of is no backup.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

#: what is done every night may be so late: a night, and the hours by which a timer may wander
NIGHT = timedelta(hours=30)
#: a backup may be so old
BACKUP = timedelta(hours=30)
#: the mirror of the keys is made every five minutes; a machine that is updated or restarted misses some
MIRROR = timedelta(minutes=30)
#: how long after the vulnerability service was asked its answer still says something
ASKED = timedelta(days=14)
#: a record at the phone's provider may wait so long after it was due
PROVIDER = timedelta(hours=1)
#: a mailbox is emptied every minute, an answer leaves within one
MAILBOX = timedelta(minutes=15)
#: days by which a day key may outlive its day: the night's run comes after midnight somewhere
KEY_SLACK = 1


class State(StrEnum):
    """KEPT; ACT: somebody has to do something; OFF: there is nothing to keep, because the feature is not in use."""

    KEPT = "kept"
    ACT = "act"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Judged:
    """One promise. values: what its words need: moments, dates, numbers and codes."""

    key: str
    state: State
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


def _kept(key: str, reason: str = "kept", **values: object) -> Judged:
    return Judged(key, State.KEPT, reason, values)


def _act(key: str, reason: str, **values: object) -> Judged:
    return Judged(key, State.ACT, reason, values)


def erasure(*, last_at: datetime | None, overdue: Mapping[str, int], now: datetime) -> Judged:
    """What has passed its term is erased every night. overdue: items by kind that a run should have taken."""
    if last_at is None:
        return _act("erasure", "never")
    if now - last_at > NIGHT:
        return _act("erasure", "late", at=last_at)
    kinds = {kind: n for kind, n in overdue.items() if n}
    if kinds:
        return _act("erasure", "overdue", at=last_at, n=sum(kinds.values()), kinds=tuple(sorted(kinds)))
    return _kept("erasure", at=last_at)


def night(*, done: Mapping[str, datetime], jobs: Iterable[str], now: datetime) -> Judged:
    """The other work of the night is done: figures mixed, keys of open records moved on, the log checked."""
    missing = sorted(job for job in jobs if job not in done or now - done[job] > NIGHT)
    if missing:
        return _act("night", "missing", n=len(missing), jobs=tuple(missing))
    return _kept("night", at=min(done.values(), default=now))


def keys(
    *,
    names: Sequence[tuple[date, str]] | None,
    longest: Mapping[str, int],
    today: date,
    is_other: bool = False,
    missing: int = 0,
) -> Judged:
    """The keys that the database needs are there, and no day key lives longer than its term.

    names: (the last day of what it opens, term class); None when the key store does not answer. longest: days that
    something of a class can live, for the classes that have such a number. is_other: the folder
    is not the one of this database. missing: day keys that the database needs and the folder does not have.
    """
    if names is None:
        return _act("keys", "away")
    if is_other:
        return _act("keys", "other")
    if missing:
        return _act("keys", "missing", n=missing)
    past = [day for day, _ in names if day < today - timedelta(days=KEY_SLACK)]
    if past:
        return _act("keys", "past", n=len(past), date=min(past))
    far = [
        day
        for day, term_class in names
        if term_class in longest and day > today + timedelta(days=longest[term_class] + KEY_SLACK)
    ]
    if far:
        return _act("keys", "far", n=len(far), date=max(far))
    if not names:
        return _kept("keys", "none")
    return _kept("keys", n=len(names), date=min(day for day, _ in names))


def provider(
    *, is_on: bool, waiting: int, given_up: int, oldest_at: datetime | None, deleted: int, now: datetime
) -> Judged:
    """The phone's provider deletes its record of each call. deleted: in the past days."""
    if not is_on and not waiting and not given_up:
        return Judged("provider", State.OFF, "off")
    if given_up:
        return _act("provider", "given_up", n=given_up)
    if oldest_at is not None and now - oldest_at > PROVIDER:
        return _act("provider", "late", n=waiting, at=oldest_at)
    return _kept("provider", n=deleted, waiting=waiting)


def audit(*, at: datetime | None, length: int, broken_at: int | None, now: datetime) -> Judged:
    """Nobody changed the audit log: its chain was walked in the past night."""
    if at is None:
        return _act("audit", "never")
    if broken_at is not None:
        return _act("audit", "broken", at=at, n=broken_at)
    if now - at > NIGHT:
        return _act("audit", "late", at=at)
    return _kept("audit", at=at, n=length)


def backup(*, at: datetime | None, now: datetime) -> Judged:
    """There is a backup of last night."""
    if at is None:
        return _act("backup", "never")
    return _kept("backup", at=at) if now - at <= BACKUP else _act("backup", "late", at=at)


def mirror(*, at: datetime | None, now: datetime) -> Judged:
    """The keys stand in a second place, and what was destroyed here was destroyed there."""
    if at is None:
        return _act("mirror", "never")
    return _kept("mirror", at=at) if now - at <= MIRROR else _act("mirror", "late", at=at)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the vulnerability service last said, from the file that `make audit` writes.

    fits: it was asked about these very packages. vulnerable: packages with a known fault. skipped: not known to it.
    """

    on: date
    fits: bool
    packages: int
    vulnerable: tuple[str, ...]
    skipped: int


def updates(*, asked: Asked | None, today: date) -> Judged:
    """No package we use has a known security fault, as far as was asked."""
    if asked is None:
        return _act("updates", "never")
    if not asked.fits:
        return _act("updates", "others", date=asked.on)
    if asked.vulnerable:
        return _act("updates", "vulnerable", date=asked.on, n=len(asked.vulnerable), names=asked.vulnerable)
    if asked.skipped:
        return _act("updates", "skipped", date=asked.on, n=asked.skipped)
    if today - asked.on > ASKED:
        return _act("updates", "late", date=asked.on)
    return _kept("updates", date=asked.on, n=asked.packages)


def mail(*, emptied: Mapping[str, datetime | None], failed: int, stuck: int, now: datetime) -> Judged:
    """The mailboxes are emptied and answers leave. emptied: by programme with a mailbox; stuck: answers that wait."""
    if not emptied:
        return Judged("mail", State.OFF, "off")
    silent = sorted(slug for slug, at in emptied.items() if at is None or now - at > MAILBOX)
    if silent:
        return _act("mail", "silent", n=len(silent), names=tuple(silent))
    if failed:
        return _act("mail", "failed", n=failed)
    if stuck:
        return _act("mail", "stuck", n=stuck)
    return _kept("mail", at=min(at for at in emptied.values() if at is not None))


def figures(
    *, compared: Mapping[str, datetime | None], contacts: int, differences: int, now: datetime
) -> Judged:
    """The figures say what the contacts say. compared: when, by programme."""
    if not compared:
        return Judged("figures", State.OFF, "off")
    moments = [at for at in compared.values() if at is not None]
    if len(moments) < len(compared):
        return _act("figures", "never")
    if differences:
        return _act("figures", "differences", n=differences, at=min(moments))
    if now - min(moments) > NIGHT:
        return _act("figures", "late", at=min(moments))
    return _kept("figures", at=min(moments), n=contacts)


def in_order(judged: Iterable[Judged]) -> list[Judged]:
    """First what somebody has to do something about, last what is not in use."""
    rank = {State.ACT: 0, State.KEPT: 1, State.OFF: 2}
    return sorted(judged, key=lambda one: rank[one.state])
