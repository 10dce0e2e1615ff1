"""Answers in words: for the page that shows a whole workbook, for paper, and for the step plan. Pure but for words.

`static/selfhelp/readable.js` says the same in the browser.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selfhelp.modules import workbook
from selfhelp.modules.exercises import Exercise, Kind
from selfhelp.modules.workbook import Found, Value, Workbook


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was answered. label is empty where the question says it all."""

    label: str
    text: str

    @property
    def heading(self) -> str:
        """The label as it stands before the text: with a colon, unless it ends a sentence by itself."""
        return self.label if self.label.endswith(("?", "!", ".", ":")) else f"{self.label}:"


@dataclass(frozen=True, slots=True)
class Entry:
    """One exercise with what was answered to it. versions: more than one is a conflict of two devices."""

    title: str
    versions: tuple[tuple[Line, ...], ...]
    is_older: bool = False

    @property
    def is_conflict(self) -> bool:
        return len(self.versions) > 1


@dataclass(frozen=True, slots=True)
class Section:
    """What was answered in one module."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A module as far as reading answers asks: its key and title, its exercises in order, and the score's question."""

    key: str
    title: str
    exercises: Sequence[Exercise]
    score_question: str = ""


def sections(book: Workbook, modules: Sequence[Named]) -> list[Section]:
    """The whole workbook in words, module by module; what belongs to no module that is left comes last."""
    asked = {module.key: {each.key: each for each in module.exercises} for module in modules}
    older = {found.place: found for found in workbook.older(book, asked)}
    by_module: dict[str, list[Found]] = {}
    for found in workbook.places(book):
        by_module.setdefault(found.place.module, []).append(found)
    read = []
    for module in modules:
        entries = _entries(module, by_module.pop(module.key, []), older)
        if entries:
            read.append(Section(module.title, tuple(entries)))
    own = by_module.pop("", [])
    if own:
        read.append(Section(_("My own steps"), tuple(_entry("", found, is_older=False) for found in own)))
    rest = [found for left in by_module.values() for found in left if found.place.group == "exercises"]
    if rest:
        entries = [_entry(_title(found), found, is_older=True) for found in rest]
        read.append(Section(_("From parts that are no longer here"), tuple(entries)))
    return read


def lines_of(value: Value) -> tuple[Line, ...]:
    """One answer in words."""
    answer, labels = value["answer"], value["asked"]["labels"]
    return tuple(line for line in _LINES[value["kind"]](answer, labels) if line.text)


def _entries(module: Named, found: list[Found], older: Mapping[Any, Found]) -> list[Entry]:
    scores = {each.place.key: each for each in found if each.place.group == "scores"}
    entries = [
        _entry(f"{module.score_question} ({words})", scores[which], is_older=False)
        for which, words in ((workbook.START, _("at the start")), (workbook.CLOSE, _("at the end")))
        if which in scores
    ]
    read = [_title(each) for each in found if each.place.group == "ticks"]
    if read:
        entries.insert(0, Entry(_("Read"), (tuple(Line("", title) for title in read),)))
    order = {each.key: number for number, each in enumerate(module.exercises)}
    titles = {each.key: each.title for each in module.exercises}
    answered = [each for each in found if each.place.group == "exercises"]
    for each in sorted(answered, key=lambda each: (order.get(each.place.key, len(order)), _in_order(each))):
        is_older = each.place in older
        title = _title(each) if is_older else titles.get(each.place.key, _title(each))
        entries.append(_entry(title, each, is_older=is_older))
    return entries


def _entry(title: str, found: Found, *, is_older: bool) -> Entry:
    return Entry(title, tuple(lines_of(value) for value in found.values), is_older)


def _title(found: Found) -> str:
    title: str = found.values[0]["asked"]["title"]
    return title


def _in_order(found: Found) -> tuple[Any, ...]:
    answer = found.values[0]["answer"]
    return (answer.get("place") or 0, answer.get("date", ""), found.place.part)


def day_in_words(day: str) -> str:
    """A day of an answer in words; empty without one."""
    return date_format(date.fromisoformat(day), "j F Y") if day else ""


Answer = Mapping[str, Any]
Labels = Mapping[str, str]


def _number(answer: Answer, _labels: Labels) -> list[Line]:
    return [Line("", "" if answer["value"] is None else str(answer["value"]))]


def _ticked(answer: Answer, labels: Labels) -> list[Line]:
    return [*(Line("", labels.get(key, key)) for key in answer["ticked"]), Line("", answer["other"])]


def _row(answer: Answer, labels: Labels) -> list[Line]:
    cells = [Line(labels.get(key, key), text) for key, text in answer["cells"].items()]
    return [Line("", day_in_words(answer["date"])), *cells]


def _balance(answer: Answer, labels: Labels) -> list[Line]:
    words = {
        "now_gives": (labels.get("now", ""), _("what it gives")),
        "now_costs": (labels.get("now", ""), _("what it costs")),
        "change_gives": (labels.get("change", ""), _("what it gives")),
        "change_costs": (labels.get("change", ""), _("what it costs")),
    }
    return [Line(f"{course}: {what}", answer[name]) for name, (course, what) in words.items()]


def _plan(answer: Answer, _labels: Labels) -> list[Line]:
    return [
        Line("", answer["what"]),
        Line(_("When"), answer["when"]),
        Line(_("Day"), day_in_words(answer["date"])),
        Line("", _("Done") if answer["done"] else ""),
    ]


_LINES: Mapping[str, Any] = {
    Kind.SCALE: _number,
    Kind.SCORE: _number,
    Kind.CHECKLIST: _ticked,
    Kind.TABLE: _row,
    Kind.WRITING: lambda answer, _labels: [Line("", answer["text"])],
    Kind.TIMELINE: lambda answer, _labels: [Line(answer["when"], answer["what"])],
    Kind.BALANCE: _balance,
    Kind.PLAN: _plan,
    Kind.QUIZ: lambda answer, labels: [Line("", labels.get(key, key)) for key in answer["chosen"]],
    Kind.TICK: lambda _answer, _labels: [],
}
