"""A visitor's workbook: everything that was answered in one programme, as versioned JSON. Pure.

    {"format": 1, "programme": "<key>",
     "modules": {"<module>": {"scores":    {"start" | "close": REGISTER},
                              "exercises": {"<exercise>": {"<part>": REGISTER}},
                              "ticks":     {"<chapter>": REGISTER}}},
     "plan": {"<part>": REGISTER}}

    REGISTER = {"seen": {"<writer>": n}, "values": [VALUE, ...]}
    VALUE = {"dot": ["<writer>", n], "kind": "...", "v": 1, "answer": {...}, "asked": {"title": "...", "labels": {...}}}

Two devices that were apart are merged without losing an answer. Each place is a register of its own: it holds what
was written last, and, when two devices wrote without knowing of each other, both. `seen` says what each of those
writings knew. Merging two registers, for every writing (its dot is who wrote, and the how-manieth it was):

    known to one side only                    it stays as it is there: written, or replaced
    known to both, replaced on one side       it is replaced
    written on both sides                     it stays; the whole one, when one side keeps it without its words; should
                                              the two differ otherwise (a broken file), both stay

So merging gives the same whatever the order and however often. Clocks are not asked: those of visitors are often
wrong. A register with two values is a conflict; it stays visible until somebody chooses, which is a new writing that
knew of both. An erased answer leaves its `seen`, so that an older copy does not bring it back.

A writer is a random name for one opened page, never for a device or a person, so two tabs never make the same dot.
The browser does the same in `static/selfhelp/workbook.js`; both are held to `tests/selfhelp/modules/vectors/`.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfhelp.modules import exercises
from selfhelp.modules.exercises import ANSWER, KEY, PART, Exercise, Kind
from selfhelp.modules.incoming import (
    LONGEST_TITLE,
    WRITER,
    NotAWorkbook,
    count_of,
    each,
    name_of,
    object_with,
    refuse_constant,
    value_of,
    whole,
)

FORMAT = 1
#: bytes of the canonical form; what a browser sends of it is padded and encrypted and stays below the house's limit
MOST_BYTES = 120_000
START, CLOSE = "start", "close"


Workbook = dict[str, Any]
Register = dict[str, Any]
Value = dict[str, Any]


class OtherProgramme(ValueError):
    """Two workbooks of different programmes are not one."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an answer stands. group: "scores", "exercises", "ticks" or "plan"; a plan of one's own has no module.

    key: "start" or "close", an exercise, a chapter, or nothing for a plan. part: a row, or ANSWER.
    """

    module: str
    group: str
    key: str
    part: str = ANSWER

    @classmethod
    def score(cls, module: str, which: str) -> "Place":
        return cls(module, "scores", which)

    @classmethod
    def exercise(cls, module: str, key: str, part: str = ANSWER) -> "Place":
        return cls(module, "exercises", key, part)

    @classmethod
    def tick(cls, module: str, chapter: str) -> "Place":
        return cls(module, "ticks", chapter)

    @classmethod
    def plan(cls, part: str) -> "Place":
        return cls("", "plan", "", part)


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a place. More than one value is a conflict."""

    place: Place
    values: tuple[Value, ...]

    @property
    def is_conflict(self) -> bool:
        return len(self.values) > 1


def empty(programme: str) -> Workbook:
    """A workbook in which nothing was answered."""
    return {"format": FORMAT, "programme": programme, "modules": {}, "plan": {}}


# --- reading and writing it as text ---


def read(text: str) -> Workbook:
    """The workbook in a text, in its one form. Raises NotAWorkbook. Nothing in it is believed unchecked."""
    if len(text) > 2 * MOST_BYTES:
        raise NotAWorkbook("it is too large")
    try:
        found = json.loads(text, parse_constant=refuse_constant, parse_float=whole)
    except (ValueError, RecursionError):
        raise NotAWorkbook("it is no JSON") from None
    return check(found)


def check(found: object) -> Workbook:
    """The workbook in its one form. Raises NotAWorkbook."""
    book = object_with(found, {"format", "programme", "modules", "plan"})
    if book["format"] != FORMAT or isinstance(book["format"], bool):
        raise NotAWorkbook("its format is not known")
    programme = name_of(KEY, book["programme"])
    read_registers: dict[Place, Register] = {}
    for module, groups in each(KEY, book["modules"]):
        groups = object_with(groups, {"scores", "exercises", "ticks"})
        for which, register in each(re.compile(f"{START}|{CLOSE}"), groups["scores"]):
            read_registers[Place.score(module, which)] = _register(register, Kind.SCORE)
        for key, parts in each(KEY, groups["exercises"]):
            for part, register in each(PART, parts):
                read_registers[Place.exercise(module, key, part)] = _register(register, None)
        for chapter, register in each(KEY, groups["ticks"]):
            read_registers[Place.tick(module, chapter)] = _register(register, Kind.TICK)
    for part, register in each(PART, book["plan"]):
        read_registers[Place.plan(part)] = _register(register, Kind.PLAN)
    checked = _assemble(programme, read_registers)
    if len(canonical(checked)) > MOST_BYTES:
        raise NotAWorkbook("it is too large")
    return checked


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces and ASCII only: the same text from Python and from a browser."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


# --- what stands in it ---


def places(book: Workbook) -> Iterator[Found]:
    """Everything that was answered, by place. What was erased is not among it."""
    for place, register in _registers(book):
        if register["values"]:
            yield Found(place, tuple(register["values"]))


def find(book: Workbook, place: Place) -> tuple[Value, ...]:
    """What stands at a place: nothing, one value, or several that are a conflict."""
    register = _find(book, place)
    return tuple(register["values"]) if register else ()


def parts_of(book: Workbook, module: str, key: str) -> list[str]:
    """The parts of an exercise that are answered, sorted."""
    answered = book["modules"].get(module, {}).get("exercises", {}).get(key, {})
    return sorted(part for part, register in answered.items() if register["values"])


def ticked(book: Workbook, module: str) -> frozenset[str]:
    """The chapters of a module that were ticked as read."""
    ticks = book["modules"].get(module, {}).get("ticks", {})
    return frozenset(chapter for chapter, register in ticks.items() if register["values"])


def conflicts(book: Workbook) -> list[Found]:
    """The places where two devices wrote different things, until somebody chooses."""
    return [found for found in places(book) if found.is_conflict]


def older(book: Workbook, asked: Mapping[str, Mapping[str, Exercise]]) -> list[Found]:
    """Answers to exercises that were removed or changed. asked: what is asked now, by module and exercise.

    Of a conflict that is partly older the older values are given.
    """
    found = []
    for place, values in ((there.place, there.values) for there in places(book)):
        if place.group != "exercises":
            continue
        exercise = asked.get(place.module, {}).get(place.key)
        left = tuple(value for value in values if exercise is None or not _fits(exercise, value))
        if left:
            found.append(Found(place, left))
    return found


def _fits(exercise: Exercise, value: Value) -> bool:
    return exercises.fits(exercise, value["kind"], value["v"], value["answer"])


# --- writing in it ---


def put(
    book: Workbook,
    place: Place,
    *,
    kind: str,
    version: int,
    answer: Mapping[str, Any],
    writer: str,
    title: str = "",
    labels: Mapping[str, str] | None = None,
    beside: Sequence[Value] = (),
) -> Workbook:
    """A workbook in which this answer stands at the place, instead of all that stood there.

    The same answer again changes nothing. An empty answer erases. title and labels: the words it was asked with.
    beside: values of a conflict that stay, because nobody chose yet. Raises AnswerRefused.
    """
    checked = exercises.check_answer(kind, answer)
    if exercises.is_empty(checked) and not beside:
        return erase(book, place)
    standing = find(book, place)
    if len(standing) == 1 and _says(standing[0]) == (str(kind), version, checked):
        return book
    name_of(WRITER, writer)
    before = _find(book, place) or {"seen": {}, "values": []}
    count = before["seen"].get(writer, 0) + 1
    value = {
        "dot": [writer, count],
        "kind": str(kind),
        "v": version,
        "answer": checked,
        "asked": {"title": title[:LONGEST_TITLE], "labels": dict(sorted((labels or {}).items()))},
    }
    dots = [value["dot"] for value in beside]
    stay = [standing for standing in before["values"] if standing["dot"] in dots]
    written = [] if exercises.is_empty(checked) else [value]
    after = {
        "seen": dict(sorted({**before["seen"], writer: count}.items())),
        "values": _each_once([*written, *stay]),
    }
    return _with(book, place, after)


def erase(book: Workbook, place: Place) -> Workbook:
    """A workbook in which nothing stands at the place; an older copy does not bring it back."""
    before = _find(book, place)
    if before is None or not before["values"]:
        return book
    return _with(book, place, {"seen": before["seen"], "values": []})


def without_words(book: Workbook) -> Workbook:
    """What is kept when only ticks are kept: scores, scales, ticks and choices, nothing in the visitor's own words.

    A register of which something would go altogether is left out as if it had never been there: were it kept, it would
    know a writing that it does not hold, and a merge would take that away from the whole workbook.
    """
    kept: dict[Place, Register] = {}
    for place, register in _registers(book):
        values = [less for value in register["values"] if (less := _without_words(value)) is not None]
        if len(values) == len(register["values"]):
            kept[place] = {"seen": register["seen"], "values": _each_once(values)}
    return _assemble(book["programme"], kept)


def _without_words(value: Value) -> Value | None:
    answer = exercises.without_words(value["kind"], value["answer"])
    return {**value, "answer": answer} if answer is not None else None


# --- merging ---


def merge(one: Workbook, other: Workbook) -> Workbook:
    """The workbook that has everything of both. Raises OtherProgramme."""
    if one["programme"] != other["programme"]:
        raise OtherProgramme("these are workbooks of two programmes")
    mine, theirs = dict(_registers(one)), dict(_registers(other))
    merged = {
        place: _merge_registers(mine.get(place), theirs.get(place)) for place in sorted({*mine, *theirs})
    }
    return _assemble(one["programme"], merged)


def _merge_registers(one: Register | None, other: Register | None) -> Register:
    if one is None or other is None:
        found = one or other
        assert found is not None
        return found
    values = [
        value
        for mine, theirs in ((one, other), (other, one))
        for value in mine["values"]
        if not _is_replaced(value["dot"], theirs)
    ]
    seen = {
        writer: max(one["seen"].get(writer, 0), other["seen"].get(writer, 0))
        for writer in sorted({*one["seen"], *other["seen"]})
    }
    return {"seen": seen, "values": _each_once(values)}


def _is_replaced(dot: list[Any], register: Register) -> bool:
    """Whether the register knew this writing and holds it no more."""
    writer, count = dot
    knows = register["seen"].get(writer, 0) >= count
    return knows and all(value["dot"] != dot for value in register["values"])


def _each_once(values: list[Value]) -> list[Value]:
    """The values in their order, each once, and none that is another one of them without its words."""
    by_text = {canonical(value): value for value in values}
    lesser = {
        canonical(less)
        for text, value in by_text.items()
        if (less := _without_words(value)) is not None and canonical(less) != text
    }
    left = [(value["dot"], text, value) for text, value in by_text.items() if text not in lesser]
    return [value for _dot, _text, value in sorted(left, key=lambda each: each[:2])]


def _says(value: Value) -> tuple[str, int, dict[str, Any]]:
    return value["kind"], value["v"], value["answer"]


# --- places and registers ---


def _registers(book: Workbook) -> Iterator[tuple[Place, Register]]:
    for module, groups in book["modules"].items():
        for which, register in groups["scores"].items():
            yield Place.score(module, which), register
        for key, parts in groups["exercises"].items():
            for part, register in parts.items():
                yield Place.exercise(module, key, part), register
        for chapter, register in groups["ticks"].items():
            yield Place.tick(module, chapter), register
    for part, register in book["plan"].items():
        yield Place.plan(part), register


def _find(book: Workbook, place: Place) -> Register | None:
    found: Register | None
    if place.group == "plan":
        found = book["plan"].get(place.part)
    else:
        group = book["modules"].get(place.module, {}).get(place.group, {})
        is_exercise = place.group == "exercises"
        found = group.get(place.key, {}).get(place.part) if is_exercise else group.get(place.key)
    return found


def _with(book: Workbook, place: Place, register: Register) -> Workbook:
    registers = dict(_registers(book))
    registers[place] = register
    return _assemble(book["programme"], registers)


def _assemble(programme: str, registers: Mapping[Place, Register]) -> Workbook:
    """The nested form. Registers that know nothing are left out."""
    book = empty(programme)
    for place in sorted(registers):
        register = registers[place]
        if not register["seen"]:
            continue
        if place.group == "plan":
            book["plan"][place.part] = register
            continue
        groups = book["modules"].setdefault(place.module, {"scores": {}, "exercises": {}, "ticks": {}})
        if place.group == "exercises":
            groups["exercises"].setdefault(place.key, {})[place.part] = register
        else:
            groups[place.group][place.key] = register
    return book


def _register(found: object, kind: Kind | None) -> Register:
    register = object_with(found, {"seen", "values"})
    seen = {writer: count_of(count) for writer, count in each(WRITER, register["seen"])}
    if not isinstance(register["values"], list):
        raise NotAWorkbook("a list is expected")
    values = [value_of(value, kind) for value in register["values"]]
    for value in values:  # whoever holds a writing knows it
        writer, count = value["dot"]
        seen[writer] = max(seen.get(writer, 0), count)
    return {"seen": dict(sorted(seen.items())), "values": _each_once(values)}
