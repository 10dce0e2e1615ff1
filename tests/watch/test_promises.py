"""Each promise, kept and broken in every way: facts in, a judgement out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from helpline.watch import promises
from helpline.watch.promises import Asked, Judged, State

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
LAST_NIGHT = NOW - timedelta(hours=6)
LONG_AGO = NOW - timedelta(hours=31)
LONGEST = {"chat": 30}
FITS = Asked(TODAY, fits=True, packages=90, vulnerable=(), skipped=0)


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


def asked(**change: object) -> Asked:
    return Asked(**{**{name: getattr(FITS, name) for name in Asked.__slots__}, **change})  # type: ignore[arg-type]


CASES: list[tuple[Judged, State, str]] = [
    (promises.erasure(last_at=LAST_NIGHT, overdue={"draft": 0}, now=NOW), State.KEPT, "kept"),
    (promises.erasure(last_at=None, overdue={}, now=NOW), State.ACT, "never"),
    (promises.erasure(last_at=LONG_AGO, overdue={}, now=NOW), State.ACT, "late"),
    (promises.erasure(last_at=LAST_NIGHT, overdue={"draft": 2}, now=NOW), State.ACT, "overdue"),
    (promises.night(done={"a": LAST_NIGHT}, jobs=["a"], now=NOW), State.KEPT, "kept"),
    (promises.night(done={"a": LAST_NIGHT}, jobs=["a", "b"], now=NOW), State.ACT, "missing"),
    (promises.night(done={"a": LONG_AGO}, jobs=["a"], now=NOW), State.ACT, "missing"),
    (
        promises.keys(names=[(day(0), "chat"), (day(31), "chat")], longest=LONGEST, today=TODAY),
        State.KEPT,
        "kept",
    ),
    (promises.keys(names=[(day(-1), "chat")], longest=LONGEST, today=TODAY), State.KEPT, "kept"),
    (promises.keys(names=[(day(-2), "case")], longest=LONGEST, today=TODAY), State.ACT, "past"),
    (promises.keys(names=[(day(32), "chat")], longest=LONGEST, today=TODAY), State.ACT, "far"),
    (promises.keys(names=[(day(300), "case")], longest=LONGEST, today=TODAY), State.KEPT, "kept"),
    (promises.keys(names=[], longest=LONGEST, today=TODAY), State.KEPT, "none"),
    (promises.keys(names=None, longest=LONGEST, today=TODAY), State.ACT, "away"),
    (promises.keys(names=[], longest=LONGEST, today=TODAY, is_other=True, missing=3), State.ACT, "other"),
    (promises.keys(names=[], longest=LONGEST, today=TODAY, missing=3), State.ACT, "missing"),
    (
        promises.provider(is_on=False, waiting=0, given_up=0, oldest_at=None, deleted=0, now=NOW),
        State.OFF,
        "off",
    ),
    (
        promises.provider(is_on=True, waiting=1, given_up=0, oldest_at=NOW, deleted=4, now=NOW),
        State.KEPT,
        "kept",
    ),
    (
        promises.provider(is_on=True, waiting=1, given_up=0, oldest_at=LAST_NIGHT, deleted=4, now=NOW),
        State.ACT,
        "late",
    ),
    (
        promises.provider(is_on=False, waiting=0, given_up=1, oldest_at=None, deleted=4, now=NOW),
        State.ACT,
        "given_up",
    ),
    (promises.audit(at=LAST_NIGHT, length=9, broken_at=None, now=NOW), State.KEPT, "kept"),
    (promises.audit(at=LONG_AGO, length=9, broken_at=4, now=NOW), State.ACT, "broken"),
    (promises.audit(at=LONG_AGO, length=9, broken_at=None, now=NOW), State.ACT, "late"),
    (promises.audit(at=None, length=0, broken_at=None, now=NOW), State.ACT, "never"),
    (promises.backup(at=LAST_NIGHT, now=NOW), State.KEPT, "kept"),
    (promises.backup(at=LONG_AGO, now=NOW), State.ACT, "late"),
    (promises.backup(at=None, now=NOW), State.ACT, "never"),
    (promises.mirror(at=NOW - timedelta(minutes=6), now=NOW), State.KEPT, "kept"),
    (promises.mirror(at=LAST_NIGHT, now=NOW), State.ACT, "late"),
    (promises.mirror(at=None, now=NOW), State.ACT, "never"),
    (promises.updates(asked=FITS, today=TODAY), State.KEPT, "kept"),
    (promises.updates(asked=None, today=TODAY), State.ACT, "never"),
    (promises.updates(asked=asked(fits=False), today=TODAY), State.ACT, "others"),
    (promises.updates(asked=asked(vulnerable=("django",)), today=TODAY), State.ACT, "vulnerable"),
    (promises.updates(asked=asked(skipped=1), today=TODAY), State.ACT, "skipped"),
    (promises.updates(asked=FITS, today=day(15)), State.ACT, "late"),
    (promises.mail(emptied={}, failed=0, stuck=0, now=NOW), State.OFF, "off"),
    (promises.mail(emptied={"a": NOW}, failed=0, stuck=0, now=NOW), State.KEPT, "kept"),
    (promises.mail(emptied={"a": NOW, "b": None}, failed=0, stuck=0, now=NOW), State.ACT, "silent"),
    (promises.mail(emptied={"a": LAST_NIGHT}, failed=0, stuck=0, now=NOW), State.ACT, "silent"),
    (promises.mail(emptied={"a": NOW}, failed=1, stuck=0, now=NOW), State.ACT, "failed"),
    (promises.mail(emptied={"a": NOW}, failed=0, stuck=1, now=NOW), State.ACT, "stuck"),
    (promises.figures(compared={}, contacts=0, differences=0, now=NOW), State.OFF, "off"),
    (promises.figures(compared={"a": LAST_NIGHT}, contacts=7, differences=0, now=NOW), State.KEPT, "kept"),
    (
        promises.figures(compared={"a": LAST_NIGHT, "b": None}, contacts=7, differences=0, now=NOW),
        State.ACT,
        "never",
    ),
    (promises.figures(compared={"a": LONG_AGO}, contacts=7, differences=0, now=NOW), State.ACT, "late"),
    (
        promises.figures(compared={"a": LONG_AGO}, contacts=7, differences=2, now=NOW),
        State.ACT,
        "differences",
    ),
]


@pytest.mark.parametrize(
    ("judged", "state", "reason"), CASES, ids=[f"{one.key}-{reason}" for one, _, reason in CASES]
)
def test_a_promise_is_judged(judged: Judged, state: State, reason: str) -> None:
    assert (judged.state, judged.reason) == (state, reason)


def test_what_needs_somebody_comes_first() -> None:
    states = [one.state for one in promises.in_order(one for one, _, _ in CASES)]
    assert states == sorted(states, key=[State.ACT, State.KEPT, State.OFF].index)
