"""A plan in words: sentences and tables, for the screen and for the command alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures.exports.sheets import period_words
from figures.planning.model import Expected, Interval
from figures.planning.plan import (
    LEAST_CALLS,
    LEAST_CALLS_FOR_HOURS,
    LEAST_WEEKS,
    Answers,
    Plan,
    Staffing,
)
from figures.planning.roster import HOURS, MOST_AT_ONCE, Shift

#: each cause: its name, and what would help
CAUSES: dict[str, tuple[Promise, Promise]] = {
    "closed": (gettext_lazy("Closed"), gettext_lazy("longer opening hours")),
    "nobody_on_duty": (gettext_lazy("Nobody on duty"), gettext_lazy("a roster that is kept")),
    "busy": (
        gettext_lazy("Too busy, or waited too long"),
        gettext_lazy("more counsellors at the same time"),
    ),
    "gave_up": (gettext_lazy("Gave up waiting"), gettext_lazy("more counsellors at the same time")),
    "left_early": (
        gettext_lazy("Left within seconds"),
        gettext_lazy("hardly anything; perhaps another greeting"),
    ),
    "fault": (gettext_lazy("Refused, or a technical fault"), gettext_lazy("mending the phone")),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a plan. sentences before the table, notes after it.

    warns: the sentences say why there is no answer. alert: what is to be seen before the answer is believed.
    """

    key: str
    title: str
    sentences: tuple[str, ...]
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    warns: bool = False
    alert: str = ""


def parts(plan: Plan) -> list[Part]:
    """Everything there is to say, in the active language."""
    found = [_causes(plan)]
    if not plan.counted.total:
        return found
    if plan.counted.missed:
        found.append(_redials(plan))
    refusal = thin(plan)
    if refusal or plan.answers is None:
        found.append(Part("expected", _("What this roster brings"), (refusal,), warns=True))
        return found
    return [*found, _expected(plan, plan.answers), _hours(plan, plan.answers), _target(plan.answers)]


def thin(plan: Plan) -> str:
    """Why nothing is told about a roster; empty when there is enough to tell."""
    counted = plan.counted
    period = period_words(plan.period)
    if not counted.total:
        return _("No calls were counted in %(period)s.") % {"period": period}
    if counted.weeks < LEAST_WEEKS:
        return _(
            "This period is too short to plan with: a few weeks say little about an ordinary week. "
            "Choose at least three months."
        )
    if counted.total < LEAST_CALLS:
        return _(
            "There are too few calls to plan with: %(calls)s came in, and at least %(least)s are needed. "
            "Choose a longer period."
        ) % {"calls": whole(counted.total), "least": whole(LEAST_CALLS)}
    return ""


def shift_words(shift: Shift) -> str:
    """A shift as one writes it down: "Monday to Friday 10:00-17:00: 2"."""
    days = [str(WEEKDAYS[day]) for day in shift.days]
    is_stretch = len(days) > 2 and shift.days == tuple(range(shift.days[0], shift.days[-1] + 1))
    which = (
        _("%(first)s to %(last)s") % {"first": days[0], "last": days[-1]} if is_stretch else ", ".join(days)
    )
    return f"{which} {clock(shift.first)}\N{EN DASH}{clock(shift.until)}: {shift.counsellors}"


def hour_words(hour: int) -> str:
    """An hour of the week."""
    first = hour % HOURS
    return f"{WEEKDAYS[hour // HOURS]} {clock(first)}\N{EN DASH}{clock(first + 1)}"


def clock(hour: int) -> str:
    """A whole hour on the clock."""
    return f"{hour:02}:00"


def whole(number: float) -> str:
    """A number without a part, as the reader writes it."""
    return str(number_format(int(number + 0.5), 0, use_l10n=True, force_grouping=True))


def percent(share: float) -> str:
    """A share as whole percents."""
    return f"{whole(100 * share)}%"


def plain(number: float) -> str:
    """A number of the form: with a part only where it has one."""
    return str(number_format(f"{number:g}", use_l10n=True))


def _between(found: Interval) -> dict[str, str]:
    return {"share": percent(found.value), "low": percent(found.low), "high": percent(found.high)}


def _causes(plan: Plan) -> Part:
    counted = plan.counted
    missed = counted.missed
    sentences = []
    if counted.total:
        sentences.append(
            _("Calls that came in: %(calls)s. Missed: %(missed)s, that is %(share)s.")
            % {
                "calls": whole(counted.total),
                "missed": whole(missed),
                "share": percent(missed / counted.total),
            }
        )
    else:
        sentences.append(thin(plan))
    rows = [
        (str(CAUSES[cause.key][0]), whole(cause.n), percent(cause.n / missed), str(CAUSES[cause.key][1]))
        for cause in plan.causes
        if missed
    ]
    return Part(
        "causes",
        _("Why calls are missed"),
        tuple(sentences),
        (_("Cause"), _("Missed calls"), "%", _("What would help")) if rows else (),
        tuple(rows),
        (
            _(
                "Every number on this page is rounded to fives by chance, or computed from such numbers. "
                "So you may print it and share it."
            ),
        ),
    )


def _redials(plan: Plan) -> Part:
    title = _("People who tried again")
    if plan.redials is None:
        return Part(
            "redials",
            title,
            (
                _(
                    "How often people tried again was not counted in this period. "
                    "The plan below reckons that nobody does."
                ),
            ),
        )
    share = plan.redials.share
    sentences = [
        _("After %(low)s to %(high)s of the missed calls somebody tried again within half an hour.")
        % {"low": percent(share.low), "high": percent(share.high)},
        _("So the missed calls are fewer people than calls."),
    ]
    if plan.redials.pressed:
        sentences.append(
            _(
                "Callers who pressed the key for \N{LEFT DOUBLE QUOTATION MARK}I tried before today"
                "\N{RIGHT DOUBLE QUOTATION MARK}: %(n)s. Nobody has to press it, so there were at least as many."
            )
            % {"n": whole(plan.redials.pressed)}
        )
    return Part(
        "redials",
        title,
        tuple(sentences),
        notes=(
            _(
                "Nobody is recognised. Counted is how many calls came in the first half hour after a missed one. "
                "Some would have come anyway; how many is known from below and from above, so this is a range."
            ),
        ),
    )


def _expected(plan: Plan, answers: Answers) -> Part:
    found = answers.expected
    sentences = [
        _(
            "With this roster %(share)s of all calls are missed; in nine of ten years between %(low)s and %(high)s."
        )
        % _between(found.missed)
    ]
    if found.in_hours is not None:
        sentences.append(
            _("Of the calls in the hours of the roster it is %(share)s; between %(low)s and %(high)s.")
            % _between(found.in_hours)
        )
    sentences += [
        _("Of all callers %(share)s do not get through, not even by trying again soon.")
        % {"share": percent(found.never)},
        _("The roster takes %(hours)s counsellor hours a week and answers about %(calls)s calls a year.")
        % {"hours": whole(found.hours), "calls": whole(_tens(found.answered))},
        _(
            "If calls take half as long again, %(share)s are missed. If people give up twice as soon, %(other)s."
        )
        % {
            "share": percent(answers.longer_calls),
            "other": percent(answers.less_patience),
        },
    ]
    check, alert = _checked(plan)
    return Part(
        "expected",
        _("What this roster brings"),
        tuple(sentences),
        notes=(check,) if check else (),
        alert=alert,
    )


def _checked(plan: Plan) -> tuple[str, str]:
    """What the model says of the period itself: as a note, or as an alert where it does not fit."""
    check = plan.check
    if check is None:
        return "", ""
    told = {"share": percent(check.expected), "counted": percent(check.counted), "n": check.counsellors}
    if check.fits:
        note = _(
            "Check: for the period itself this way of computing says %(share)s, and %(counted)s were counted. "
            "It fits best with this number of counsellors in each hour that was open: %(n)s."
        )
        return note % told, ""
    alert = _(
        "Careful: for the period itself this way of computing says %(share)s, and %(counted)s were counted. "
        "Change the minutes of a call or the patience before you build on it."
    )
    return "", alert % told


def _hours(plan: Plan, answers: Answers) -> Part:
    title = _("Which five extra hours help most?")
    if answers.hours is None:
        return Part(
            "hours",
            title,
            (
                _(
                    "There are too few calls to tell hours of the week apart: %(calls)s came in, and at least "
                    "%(least)s are needed. Choose a longer period."
                )
                % {"calls": whole(plan.counted.total), "least": whole(LEAST_CALLS_FOR_HOURS)},
            ),
            warns=True,
        )
    if not answers.hours:
        return Part("hours", title, (_("No extra hour answers more calls."),))
    rows = [
        (
            hour_words(extra.hour),
            _("open it, with one counsellor") if extra.opens else _("one counsellor more"),
            _about(extra.answers.value),
            _("%(low)s to %(high)s") % {"low": whole(extra.answers.low), "high": whole(extra.answers.high)},
        )
        for extra in answers.hours
    ]
    notes = [
        _(
            "Of an hour that was closed is known only who called although it was closed. More people may call "
            "once it is open: say so below the roster."
        )
    ]
    if answers.as_good:
        notes.insert(
            0,
            _("Other hours that may help just as much: %(n)s. The figures cannot tell them apart.")
            % {"n": answers.as_good},
        )
    return Part(
        "hours",
        title,
        (
            _("These hours together answer about %(calls)s calls more a year.")
            % {"calls": whole(sum(extra.answers.value for extra in answers.hours))},
            _("Each is one counsellor for one hour a week more, beside the roster above."),
        ),
        (_("Hour"), _("What changes"), _("More calls answered a year"), _("in nine of ten cases")),
        tuple(rows),
        tuple(notes),
    )


def _target(answers: Answers) -> Part:
    target = percent(answers.target)
    return Part(
        "target",
        _("How many counsellors for fewer than %(target)s missed?") % {"target": target},
        (
            _staffed(answers.in_hours, target, whole_week=False),
            _staffed(answers.all_calls, target, whole_week=True),
        ),
    )


def _staffed(staffing: Staffing, target: str, *, whole_week: bool) -> str:
    if staffing.roster is None or staffing.expected is None:
        return _impossible(staffing, target, whole_week=whole_week)
    found: Expected = staffing.expected
    share = found.missed if whole_week else found.in_hours or found.missed
    told = {
        "target": target,
        "hours": whole(found.hours),
        "most": max(staffing.roster),
        "open": sum(n > 0 for n in staffing.roster),
        "share": f"{number_format(100 * share.value, 1, use_l10n=True)}%",
        "low": percent(share.low),
        "high": percent(share.high),
    }
    if whole_week:
        return (
            _(
                "Of all calls fewer than %(target)s are missed with %(hours)s counsellor hours a week, over %(open)s "
                "opening hours, and at most %(most)s at once. Expected: %(share)s, between %(low)s and %(high)s."
            )
            % told
        )
    return (
        _(
            "In the hours of the roster fewer than %(target)s are missed with %(hours)s counsellor hours a week, and "
            "at most %(most)s at once. Expected: %(share)s, between %(low)s and %(high)s."
        )
        % told
    )


def _impossible(staffing: Staffing, target: str, *, whole_week: bool) -> str:
    told = {"target": target, "least": percent(staffing.least), "most": MOST_AT_ONCE}
    if staffing.has_no_hours and not whole_week:
        return _("The roster has no hours.")
    if staffing.is_lost:
        if whole_week:
            return _("Of all calls no roster gets below %(target)s: %(least)s is lost whatever it is.") % told
        return (
            _(
                "In the hours of the roster no number is enough for %(target)s: %(least)s is lost whatever it is."
            )
            % told
        )
    return _("Not even %(most)s counsellors at once are enough for %(target)s.") % told


def _tens(number: float) -> int:
    return 10 * int(number / 10 + 0.5)


def _about(number: float) -> str:
    return whole(number) if number >= 1 else _("less than 1")


def table(part: Part) -> Sequence[str]:
    """The table of a part as lines of text, its columns under each other."""
    lines = [part.head, *part.rows]
    if not part.head:
        return []
    widths = [max(len(line[at]) for line in lines) for at in range(len(part.head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
