"""A module's exercises as a page shows them: blank, or with the answers of a workbook filled in. Pure.

Every control has a name that says which answer it belongs to, so that a form of any page can be read again without
knowing the page: `x.<module>.<exercise>.<part>.<field>`, for a cell `x.<module>.<exercise>.<part>.cells.<column>`, for
a score `score.<module>.<start or close>`, for a chapter that was read `t.<module>.<chapter>`, for a plan of one's own
`p.<part>.<field>`. The same names stand as data attributes for the browser's script.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from selfhelp.modules import exercises, workbook
from selfhelp.modules.exercises import ANSWER, MOST_ROWS, AnswerRefused, Exercise, FieldType, Kind
from selfhelp.modules.workbook import Place, Value, Workbook

#: how the parts of rows that were not there yet begin, in a form that a server made
NEW_ROW = "new"
#: empty rows that a form without scripts offers
SPARE_ROWS = 3

Form = Mapping[str, Sequence[str]]
#: makes the name of a row from its place among the others
NewPart = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as the page shows it. name: how its controls begin. others: what another device wrote here."""

    part: str
    name: str
    answer: Mapping[str, Any]
    others: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """An exercise with its rows. spare: empty rows behind them, for a form without scripts."""

    exercise: Exercise
    rows: tuple[Row, ...]
    spare: tuple[Row, ...] = ()

    @property
    def numbers(self) -> range:
        """The numbers of a scale."""
        return range(self.exercise.low, self.exercise.high + 1)

    @property
    def row(self) -> Row:
        """The only row of a kind without rows."""
        return self.rows[0]

    @property
    def all_rows(self) -> tuple[Row, ...]:
        return (*self.rows, *self.spare)

    @property
    def lines(self) -> range:
        """Writing lines on paper."""
        return range(self.exercise.lines)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a page fills in. module: the key of the module whose exercises it shows; book: None shows them blank."""

    module: str = ""
    book: Workbook | None = field(default=None)

    def show(self, exercise: Exercise) -> Shown:
        """An exercise with what was answered to it."""
        if exercise.has_rows:
            rows = sorted(self._rows(exercise), key=_order)
            spare = [self._row(exercise, f"{NEW_ROW}{number}") for number in range(1, SPARE_ROWS + 1)]
            return Shown(exercise, tuple(rows), tuple(spare))
        return Shown(exercise, (self._row(exercise, ANSWER),))

    def own_plans(self) -> Shown:
        """The steps that belong to no module."""
        parts = sorted(self.book["plan"]) if self.book is not None else []
        rows = [
            _row_of(part, f"p.{part}", values)
            for part in parts
            if (values := workbook.find(self.book or {}, Place.plan(part)))
        ]
        spare = [Row(f"{NEW_ROW}{number}", f"p.{NEW_ROW}{number}", {}) for number in range(1, SPARE_ROWS + 1)]
        return Shown(OWN_PLAN, tuple(rows), tuple(spare))

    def score(self, which: str) -> Row:
        """The score at the start or the close of the module."""
        values = workbook.find(self.book, Place.score(self.module, which)) if self.book is not None else ()
        return _row_of(ANSWER, f"score.{self.module}.{which}", values)

    @property
    def ticked(self) -> frozenset[str]:
        """The keys of the module's chapters that were ticked as read."""
        return workbook.ticked(self.book, self.module) if self.book is not None else frozenset()

    @property
    def start(self) -> Row:
        return self.score(workbook.START)

    @property
    def close(self) -> Row:
        return self.score(workbook.CLOSE)

    def _rows(self, exercise: Exercise) -> Iterator[Row]:
        if self.book is not None:
            for part in workbook.parts_of(self.book, self.module, exercise.key):
                row = self._row(exercise, part)
                if row.answer:
                    yield row

    def _row(self, exercise: Exercise, part: str) -> Row:
        name = f"x.{self.module}.{exercise.key}.{part}"
        if self.book is None:
            return Row(part, name, {})
        return _row_of(
            part, name, _fitting(self.book, exercise, Place.exercise(self.module, exercise.key, part))
        )


def _row_of(part: str, name: str, values: Sequence[Value]) -> Row:
    if not values:
        return Row(part, name, {})
    return Row(part, name, values[0]["answer"], tuple(values[1:]))


def _order(row: Row) -> tuple[Any, ...]:
    """Diaries by their day, timelines by their place; then as they were named."""
    return (row.answer.get("place") or 0, row.answer.get("date", ""), row.part)


BLANK = Sheet()
#: a step that belongs to no module
OWN_PLAN = Exercise("own", Kind.PLAN, "")


# --- reading a form ---


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that came back. shown: the workbook that its page was filled with, an empty one when it was blank.

    writer: the name for what is written from it. new_part: makes the name of a row that was not there yet.
    """

    form: Form
    shown: Workbook
    writer: str
    new_part: NewPart


def write_form(book: Workbook, module: str, asked: Sequence[Exercise], sent: Sent) -> Workbook:
    """The workbook with what a form says about these exercises. Only what was changed on the page is written.

    A field that is as the page showed it says nothing: a blank page beside a file erases nothing of the file. What was
    written without seeing what the file has stands beside it, as two versions. An exercise that the form does not have
    is left as it is. What is no answer is cut to one or left out: a visitor never loses a page over one field.
    """
    for exercise in asked:
        start = f"x.{module}.{exercise.key}."
        there = len(workbook.parts_of(book, module, exercise.key))
        for number, part in enumerate(sorted(_parts(exercise, start, sent.form)), start=there):
            name = sent.new_part(number) if part.startswith(NEW_ROW) else part
            place = Place.exercise(module, exercise.key, name)
            book = _write(book, exercise, place, f"{start}{part}", sent)
    return book


def write_plans(book: Workbook, sent: Sent) -> Workbook:
    """The workbook with what a form says about steps that belong to no module."""
    parts = sorted(_parts(OWN_PLAN, "p.", sent.form, has_rows=True))
    for number, part in enumerate(parts, start=len(book["plan"])):
        place = Place.plan(sent.new_part(number) if part.startswith(NEW_ROW) else part)
        book = _write(book, OWN_PLAN, place, f"p.{part}", sent)
    return book


def _write(book: Workbook, exercise: Exercise, place: Place, name: str, sent: Sent) -> Workbook:
    answer = _answer(exercise, f"{name}.", sent.form)
    seen = _fitting(sent.shown, exercise, place)
    shown = dict(seen[0]["answer"]) if seen else exercises.check_answer(exercise.kind, {})
    is_chosen = keeps(sent.form, name)
    if answer is None or (answer == shown and not is_chosen):
        return book
    # what the page showed in the field is replaced, and with a choice all that it showed; what it did not show, stays
    replaced = [value["dot"] for value in (seen if is_chosen else seen[:1])]
    return workbook.put(
        book,
        place,
        kind=exercise.kind,
        version=exercise.version,
        answer=answer,
        writer=sent.writer,
        title=exercise.title,
        labels=exercises.used_labels(exercise, answer),
        beside=[value for value in _fitting(book, exercise, place) if value["dot"] not in replaced],
    )


def _fitting(book: Workbook, exercise: Exercise, place: Place) -> list[Value]:
    values = workbook.find(book, place)
    return [v for v in values if exercises.fits(exercise, v["kind"], v["v"], v["answer"])]


def write_score(book: Workbook, module: str, which: str, sent: Sent, *, title: str) -> Workbook:
    """The workbook with a score that a form gives; without one, or with the one that was shown, as it was."""
    value = _number(sent.form.get(f"score.{module}.{which}", ()), 10)
    place = Place.score(module, which)
    seen = workbook.find(sent.shown, place)
    if value is None or (seen and seen[0]["answer"]["value"] == value):
        return book
    replaced = [each["dot"] for each in seen[:1]]
    return workbook.put(
        book,
        place,
        kind=Kind.SCORE,
        version=1,
        answer={"value": value},
        writer=sent.writer,
        title=title,
        beside=[each for each in workbook.find(book, place) if each["dot"] not in replaced],
    )


def write_tick(book: Workbook, module: str, chapter: str, sent: Sent, *, title: str) -> Workbook:
    """The workbook with what a form says about a chapter: read or not; as the page showed it, it was not changed."""
    is_on = "1" in sent.form.get(f"t.{module}.{chapter}", ())
    if is_on == (chapter in workbook.ticked(sent.shown, module)):
        return book
    place = Place.tick(module, chapter)
    return workbook.put(
        book, place, kind=Kind.TICK, version=1, answer={"on": is_on}, writer=sent.writer, title=title
    )


def keeps(form: Form, name: str) -> bool:
    """Whether somebody chose what stands in the field above what another device wrote."""
    return "1" in form.get(f"{name}.keep", ())


def _parts(exercise: Exercise, start: str, form: Form, *, has_rows: bool = False) -> set[str]:
    parts = {name[len(start) :].partition(".")[0] for name in form if name.startswith(start)}
    parts = {part for part in parts if exercises.PART.fullmatch(part)}
    if not exercise.has_rows and not has_rows:
        return parts & {ANSWER}
    return set(sorted(parts)[:MOST_ROWS])


def _answer(exercise: Exercise, start: str, form: Form) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    for name, shape in exercises.SHAPES[exercise.kind].items():
        given = form.get(start + name, ())
        first = given[0] if given else ""
        if shape.type is FieldType.TEXT:
            found[name] = _cut(first, shape.most)
        elif shape.type is FieldType.NUMBER:
            found[name] = _number(given, shape.most)
        elif shape.type is FieldType.FLAG:
            found[name] = first == "1"
        elif shape.type is FieldType.KEYS:
            known = {option.key for option in exercise.options}
            found[name] = [key for key in given if key in known]
        elif shape.type is FieldType.DAY:
            found[name] = first
        else:
            found[name] = {
                column.key: _cut("".join(form.get(f"{start}{name}.{column.key}", ())[:1]), shape.most)
                for column in exercise.columns
            }
    try:
        return exercises.check_answer(exercise.kind, found)
    except AnswerRefused:
        found = {name: value for name, value in found.items() if name != "date"}  # a day in words
        try:
            return exercises.check_answer(exercise.kind, found)
        except AnswerRefused:
            return None


def _number(given: Sequence[str], most: int) -> int | None:
    text = given[0].strip() if given else ""
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        return None
    return int(text) if int(text) <= most else None


def _cut(text: str, most: int) -> str:
    """A text of so many characters at most, as a browser counts; line ends are single."""
    text = text.replace("\r\n", "\n")
    while len(text.encode("utf-16-le", "surrogatepass")) // 2 > most:
        text = text[: most - 1] if len(text) > most else text[:-1]
    return text
