"""The fields along which tables run: their codes in order, and their words in the active language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.dates import MONTHS_3, WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from figures import fields
from figures.periods import Period
from helpline.programmes import queries
from helpline.programmes.models import Channel, Programme

UNKNOWN = "unknown"
#: stands behind a word whose definition changed
MARK = "*"


@dataclass(frozen=True, slots=True)
class Category:
    """One code and its word. is_marked: its definition changed within what is shown: see `figures.marks`."""

    code: str
    label: str
    is_marked: bool = False

    @property
    def shown(self) -> str:
        """Its word as readers see it, with the mark."""
        return f"{self.label} {MARK}" if self.is_marked else self.label

    @property
    def is_unknown(self) -> bool:
        """Whether it stands for "nobody knows"."""
        return self.code == UNKNOWN


class Kind(StrEnum):
    """How the codes of a field relate to the whole."""

    PARTS = "parts"  # each thing has one: together they are the whole
    SEVERAL = "several"  # each thing has one or more
    STEPS = "steps"  # other things each: a sum of them would mean nothing


@dataclass(frozen=True, slots=True)
class Axis:
    """A field, with its codes."""

    key: str
    name: str
    categories: tuple[Category, ...]
    kind: Kind = Kind.PARTS

    @property
    def codes(self) -> tuple[str, ...]:
        """Its codes, in order."""
        return tuple(category.code for category in self.categories)

    def label(self, code: str) -> str:
        """The word of one of its codes, as readers see it."""
        return next(category.shown for category in self.categories if category.code == code)


_ARRIVALS: dict[str, Promise] = {
    "answered": gettext_lazy("Answered"),
    "closed": gettext_lazy("Closed"),
    "nobody_on_duty": gettext_lazy("Nobody on duty"),
    "left_waiting": gettext_lazy("Left while waiting"),
    "left_early": gettext_lazy("Left within seconds"),
    "wait_limit": gettext_lazy("Waited too long"),
    "overload": gettext_lazy("Too busy"),
    "refused": gettext_lazy("Refused"),
    "device_unreachable": gettext_lazy("Counsellor's device unreachable"),
    "technical": gettext_lazy("Technical fault"),
}
_STEPS: dict[str, Promise] = {
    "planned": gettext_lazy("Planned"),
    "attended": gettext_lazy("Called"),
    "started": gettext_lazy("Treatment started"),
}
_GROUP_STEPS: dict[str, Promise] = {
    "interest": gettext_lazy("Asked about a group"),
    "joined": gettext_lazy("Joined"),
    "attended": gettext_lazy("Came to a meeting"),
    "left": gettext_lazy("Left earlier"),
    "finished": gettext_lazy("Took part to the end"),
}
_COUNTERS: dict[str, Promise] = {
    "campaign_clicks": gettext_lazy("Clicks"),
    "campaign_visits": gettext_lazy("Visits"),
    "advice_starts": gettext_lazy("Began"),
    "advice_reached": gettext_lazy("Reached advice"),
    "advice_handovers": gettext_lazy("Taken along to a counsellor"),
}
_PAGES: dict[str, Promise] = {
    "home": gettext_lazy("Home page"),
    "theme": gettext_lazy("Theme"),
    "article": gettext_lazy("Article"),
    "questions": gettext_lazy("Questions and answers"),
    "campaign": gettext_lazy("Campaign page"),
    "professionals": gettext_lazy("For professionals"),
    "self_help": gettext_lazy("Self-help"),
}
_RESULTS: dict[str, Promise] = {"answered": gettext_lazy("Answered"), "missed": gettext_lazy("Missed")}

#: fields whose codes are known here, with their name
_FIXED: dict[str, tuple[Promise, dict[str, Promise]]] = {
    "call_result": (gettext_lazy("Answered or missed"), _RESULTS),
    "arrival_outcome": (gettext_lazy("What became of it"), _ARRIVALS),
    "appointment_step": (gettext_lazy("Step"), _STEPS),
    "group_step": (gettext_lazy("Step"), _GROUP_STEPS),
    "counter": (gettext_lazy("Step"), _COUNTERS),
    "page_type": (gettext_lazy("Type of page"), _PAGES),
}
#: fields whose codes were made elsewhere: a room above may know words for them
_MADE: dict[str, Promise] = {
    "module": gettext_lazy("Module"),
    "self_help": gettext_lazy("Self-help programme"),
    "campaign": gettext_lazy("Campaign"),
}
#: "steps", or "clicks and visits": a sum of them would count the same thing twice
_NEVER_SUMMED = frozenset({"appointment_step", "group_step", "counter"})
#: of these every step is shown, also one that nobody took
_EVERY_STEP = frozenset({"appointment_step", "group_step"})

#: programme -> words by code; filled by the rooms that know: `axes.NAMES["module"] = ...`
NAMES: dict[str, Callable[[str], Mapping[str, str]]] = {}


def axis(programme: Programme, key: str, seen: Iterable[str], period: Period) -> Axis:
    """The axis of a field: all its codes of today, and whichever others were seen in the figures."""
    found = set(seen)
    if key == "channel":
        codes = [code for code in Channel.values if code in found]
        return _made(key, _("Channel"), [(code, str(Channel(code).label)) for code in codes])
    if key == "month":
        return _made(key, _("Month"), [(f"{month:%Y-%m}", _month(month, period)) for month in period.months])
    if key == "weekday":
        return _made(key, _("Weekday"), [(str(day), str(WEEKDAYS[day])) for day in range(7)])
    if key == "hour":
        return _made(key, _("Hour"), [(str(hour), f"{hour:02}:00") for hour in range(24)])
    if key in _FIXED:
        name, words = _FIXED[key]
        is_few = key in _NEVER_SUMMED
        wanted = [code for code in words if code in found or not is_few or key in _EVERY_STEP]
        return _made(
            key,
            str(name),
            [(code, str(words[code])) for code in wanted],
            Kind.STEPS if is_few else Kind.PARTS,
        )
    if key in _MADE:
        known = NAMES[key](programme.slug) if found and key in NAMES else {}
        return _made(key, str(_MADE[key]), [(code, known.get(code) or _bare(code)) for code in sorted(found)])
    return _of_list(programme, key, found, period)


def is_open_list(key: str) -> bool:
    """Whether the codes of a field were made elsewhere, so that none is known beforehand."""
    return key in _MADE


def _made(key: str, name: str, pairs: Iterable[tuple[str, str]], kind: Kind = Kind.PARTS) -> Axis:
    return Axis(key, name, tuple(Category(code, label) for code, label in pairs), kind)


def _month(month: date, period: Period) -> str:
    name = str(MONTHS_3[month.month])
    return name if period.first.year == period.last.year else f"{name} {month.year}"


def _bare(code: str) -> str:
    return code.rpartition(".")[2].replace("_", " ")


def _of_list(programme: Programme, key: str, seen: set[str], period: Period) -> Axis:
    offered = [code.code for code in queries.codes(programme, key, period.last)]
    pairs = [(code, _list_label(programme, key, code)) for code in offered if code != UNKNOWN]
    pairs += [
        (code, _list_label(programme, key, code)) for code in sorted(seen - set(offered) - {UNKNOWN, ""})
    ]
    if key in (*fields.FIELDS, fields.REASON):
        pairs.append((UNKNOWN, _("Unknown or not recorded")))
    code_list = queries.code_list(programme, key)
    name = code_list.name() if code_list is not None else key
    return _made(key, name, pairs, Kind.SEVERAL if key in (*fields.MANY_CODES, fields.REASON) else Kind.PARTS)


def _list_label(programme: Programme, key: str, code: str) -> str:
    found = queries.find_code(programme, key, code)
    return found.label() if found is not None else code
