"""A module's exercises as a page shows them: blank, or with the answers of a workbook filled in. Pure.

Every control has a name that says which answer it belongs to, so that a form of any page can be read again without
knowing the page: `x.<module>.<exercise>.<part>.<field>`, for a cell `x.<module>.<exercise>.<part>.cells.<column>`, for
a score `score.<module>.<start or close>`, for a plan of one's own `p.<part>.<field>`. The same names stand as data
attributes for the browser's script.
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
        values = workbook.find(self.book, Place.exercise(self.module, exercise.key, part))
        fitting = [v for v in values if exercises.fits(exercise, v["kind"], v["v"], v["answer"])]
        return _row_of(part, name, fitting)


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


def write_form(
    book: Workbook, module: str, asked: Sequence[Exercise], form: Form, *, writer: str, new_part: NewPart
) -> Workbook:
    """The workbook with what a form says about these exercises. Only what differs is written.

    new_part: makes the name of a row that was not there yet. An exercise that the form does not have is left as it is.
    What is no answer is cut to one or left out: a visitor never loses a page over one field.
    """
    for exercise in asked:
        start = f"x.{module}.{exercise.key}."
        there = len(workbook.parts_of(book, module, exercise.key))
        for number, part in enumerate(sorted(_parts(exercise, start, form)), start=there):
            answer = _answer(exercise, f"{start}{part}.", form)
            name = new_part(number) if part.startswith(NEW_ROW) else part
            place = Place.exercise(module, exercise.key, name)
            is_chosen = keeps(form, f"{start}{part}")
            if answer is None or _is_as_shown(book, exercise, place, answer, is_chosen):
                continue
            book = workbook.put(
                book,
                place,
                kind=exercise.kind,
                version=exercise.version,
                answer=answer,
                writer=writer,
                title=exercise.title,
                labels=exercises.used_labels(exercise, answer),
                beside=() if is_chosen else workbook.find(book, place)[1:],
            )
    return book


def write_plans(book: Workbook, form: Form, *, writer: str, new_part: NewPart) -> Workbook:
    """The workbook with what a form says about steps that belong to no module."""
    for number, part in enumerate(
        sorted(_parts(OWN_PLAN, "p.", form, has_rows=True)), start=len(book["plan"])
    ):
        answer = _answer(OWN_PLAN, f"p.{part}.", form)
        place = Place.plan(new_part(number) if part.startswith(NEW_ROW) else part)
        is_chosen = keeps(form, f"p.{part}")
        if answer is None or _is_as_shown(book, OWN_PLAN, place, answer, is_chosen):
            continue
        beside = () if is_chosen else workbook.find(book, place)[1:]
        book = workbook.put(
            book, place, kind=Kind.PLAN, version=1, answer=answer, writer=writer, beside=beside
        )
    return book


def write_score(book: Workbook, module: str, which: str, form: Form, *, writer: str, title: str) -> Workbook:
    """The workbook with a score that a form gives; without one, as it was."""
    value = _number(form.get(f"score.{module}.{which}", ()), 10)
    place = Place.score(module, which)
    values = workbook.find(book, place)
    if value is None or (len(values) > 1 and values[0]["answer"]["value"] == value):
        return book
    return workbook.put(
        book, place, kind=Kind.SCORE, version=1, answer={"value": value}, writer=writer, title=title
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


def _is_as_shown(
    book: Workbook, exercise: Exercise, place: Place, answer: Mapping[str, Any], is_chosen: bool
) -> bool:
    """Whether the form says what it was shown with: then a conflict stays, and an older answer is not erased."""
    if is_chosen:
        return False
    values = workbook.find(book, place)
    fitting = [v for v in values if exercises.fits(exercise, v["kind"], v["v"], v["answer"])]
    shown = fitting[0]["answer"] if fitting else exercises.check_answer(exercise.kind, {})
    return dict(shown) == dict(answer)


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
