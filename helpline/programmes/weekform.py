"""The week of a channel as a form: seven days, a few times each. What was typed stays until it can be saved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time

from django.utils.translation import gettext as _

from helpline.programmes.hours import Span
from helpline.programmes.models import Channel, Programme, Weekday
from helpline.programmes.weekplan import NoTime, Overlap, as_stored, overlaps, read_time

#: spans of a day: as many as there are and one more, but always two
LEAST, MOST = 2, 6


@dataclass(frozen=True, slots=True)
class Cell:
    """One span of a day as it is typed. wrong: something is to be mended here."""

    number: int
    opens: str = ""
    closes: str = ""
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week with its spans."""

    weekday: int
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is to be mended, in a sentence, and where: the id of a field on the page."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Week:
    """The form of one channel. seen: the week that it was made of, to know whether somebody else changed it."""

    channel: str
    label: str
    days: tuple[Day, ...]
    seen: str
    mistakes: tuple[Mistake, ...] = ()
    spans: tuple[Span, ...] = field(default=(), compare=False)


def stored(programme: Programme, channel: str) -> Week:
    """The form with the hours as they are: asked anew, not as they were kept for the pages."""
    rows = programme.opening_hours.filter(channel=channel).order_by("weekday", "opens")
    spans = [Span(row.weekday, row.opens, row.closes) for row in rows]
    typed = {
        weekday: [(in_figures(span.opens), _closing(span)) for span in spans if span.weekday == weekday]
        for weekday in Weekday.values
    }
    return _week(channel, typed, seen=as_stored(spans))


def posted(channel: str, data: Mapping[str, str]) -> Week:
    """The form as it was sent, with what is wrong in it; the spans when nothing is."""
    typed = {weekday: list(_typed(data, weekday)) for weekday in Weekday.values}
    spans: dict[Span, str] = {}
    mistakes: list[Mistake] = []
    for weekday, pairs in typed.items():
        for number, (opens, closes) in enumerate(pairs):
            where = _where(channel, weekday, number)
            try:
                span = Span(weekday, _read(opens, weekday), _read(closes, weekday))
            except _Wrong as wrong:
                mistakes.append(Mistake(where, wrong.sentence))
                continue
            if span in spans:
                mistakes.append(Mistake(where, _both(Overlap(span, span))))
            spans[span] = where
    mistakes += [Mistake(spans[pair.second], _both(pair)) for pair in overlaps(list(spans))]
    return _week(
        channel,
        typed,
        seen=data.get("seen", ""),
        mistakes=tuple(mistakes),
        spans=() if mistakes else tuple(spans),
    )


def in_figures(clock: time) -> str:
    """A time as it stands in a field: 9:00."""
    return f"{clock.hour}:{clock.minute:02d}"


def _typed(data: Mapping[str, str], weekday: int) -> Iterator[tuple[str, str]]:
    """The pairs of times of a day in which anything stands."""
    for number in range(MOST):
        pair = (
            data.get(f"opens.{weekday}.{number}", "").strip()[:20],
            data.get(f"closes.{weekday}.{number}", "").strip()[:20],
        )
        if any(pair):
            yield pair


class _Wrong(ValueError):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _read(typed: str, weekday: int) -> time:
    day = {"day": Weekday(weekday).label}
    if not typed:
        raise _Wrong(_("%(day)s: give both times, from and to.") % day)
    try:
        return read_time(typed)
    except NoTime:
        raise _Wrong(
            _("%(day)s: “%(typed)s” is no time. Write it as 9:00 or 21:30.") % {**day, "typed": typed}
        ) from None


def _both(pair: Overlap) -> str:
    return _("%(first)s and %(second)s overlap. Make one of the two, or move one.") % {
        "first": _in_words(pair.first),
        "second": _in_words(pair.second),
    }


def _in_words(span: Span) -> str:
    return _("%(day)s %(opens)s to %(closes)s") % {
        "day": Weekday(span.weekday).label,
        "opens": in_figures(span.opens),
        "closes": _closing(span),
    }


def _closing(span: Span) -> str:
    return "24:00" if span.closes == time() else in_figures(span.closes)


def _where(channel: str, weekday: int, number: int) -> str:
    return f"{channel}-{weekday}-{number}"


def _week(
    channel: str,
    typed: Mapping[int, Iterable[tuple[str, str]]],
    *,
    seen: str,
    mistakes: tuple[Mistake, ...] = (),
    spans: tuple[Span, ...] = (),
) -> Week:
    rows = {weekday: list(pairs) for weekday, pairs in typed.items()}
    width = min(MOST, max(LEAST, *(len(pairs) + 1 for pairs in rows.values())))
    wrong = {mistake.field for mistake in mistakes}

    def cells(weekday: int) -> Iterator[Cell]:
        for number in range(width):
            opens, closes = rows[weekday][number] if number < len(rows[weekday]) else ("", "")
            yield Cell(number, opens, closes, _where(channel, weekday, number) in wrong)

    return Week(
        channel=channel,
        label=str(Channel(channel).label),
        days=tuple(Day(day.value, str(day.label), tuple(cells(day.value))) for day in Weekday),
        seen=seen,
        mistakes=mistakes,
        spans=spans,
    )
