"""The demo's programmes as FORM.md asks for them: what stands in a file, before any page is made of it."""

import re
from collections.abc import Iterator

import pytest

from cms.checks.terms import shipped_finder
from selfhelp.modules import written
from selfhelp.modules.exercises import EXERCISES, Kind
from selfhelp.modules.models import EMERGENCY, LONGEST_KEY
from selfhelp.modules.written import Words, WrittenProgramme

PROGRAMMES = list(written.programmes())
MODULES = [(programme, module) for programme in PROGRAMMES for module in programme.modules]
each_programme = pytest.mark.parametrize(
    "programme", PROGRAMMES, ids=[f"{each.folder}-{each.language}" for each in PROGRAMMES]
)
each_module = pytest.mark.parametrize(
    "module",
    [module for _programme, module in MODULES],
    ids=[f"{programme.folder}-{programme.language}-{module['key']}" for programme, module in MODULES],
)

FIELDS = {
    "number", "key", "slug", "title", "working_title", "summary", "helps", "minutes", "score_question",
    "score_low", "score_high", "advice_low", "advice_middle", "advice_high", "chapters", "closing",
}  # fmt: skip
PROGRAMME_FIELDS = {"site", "key", "slug", "title", "summary", "intro", "enough", "emergency_door"}
#: type of a part -> the fields it must have, the fields it may have
PARTS: dict[str, tuple[set[str], set[str]]] = {
    "heading": ({"text"}, set()),
    "text": ({"html"}, set()),
    "steps": ({"items"}, {"title"}),
    "important": ({"title", "text"}, set()),
    "questions": ({"items"}, set()),
    "audio": ({"title", "transcript"}, set()),
    "organisations": ({"keys"}, set()),
    "tips": ({"keys"}, set()),
    "ways": (set(), set()),
    "scale": ({"low", "high", "low_label", "high_label"}, set()),
    "checklist": ({"options"}, {"other"}),
    "table": ({"columns", "lines"}, set()),
    "writing": ({"lines"}, set()),
    "timeline": ({"lines"}, set()),
    "balance": ({"now_label", "change_label"}, set()),
    "plan": ({"suggestions"}, set()),
    "quiz": ({"options"}, {"several"}),
}
KINDS = frozenset(str(kind) for kind in EXERCISES)
KEY = re.compile(r"[a-z][a-z0-9_]*")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: what a text may not hold: any tag but these few
STRANGE_TAG = re.compile(r'<(?!/?(?:p|ul|ol|li|b|i)>|/a>|a page="[a-z0-9-]+">)')


def chapters_of(module: Words) -> list[Words]:
    """The chapters of a module, with the reflection as the last."""
    return [*module["chapters"], module["closing"]]


def parts_of(module: Words) -> list[Words]:
    return [part for chapter in chapters_of(module) for part in chapter["body"]]


def asking(parts: list[Words]) -> list[Words]:
    return [part for part in parts if part["type"] in KINDS]


def texts_in(value: object) -> Iterator[str]:
    """Every text that stands in a file, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def check_parts(parts: list[Words]) -> None:
    for part in parts:
        must, may = PARTS[part["type"]]
        if part["type"] in KINDS:
            must, may = must | {"key", "title"}, may | {"help", "version"}
        given = set(part) - {"type"}
        assert must <= given <= must | may, (part, given ^ must)
        for text in texts_in(part):
            assert not STRANGE_TAG.search(text), text


@each_programme
def test_a_programme_has_every_field(programme: WrittenProgramme) -> None:
    assert set(programme.programme) == PROGRAMME_FIELDS
    assert len(programme.modules) >= 3
    if programme.emergency is not None:
        assert set(programme.emergency) == {"slug", "title", "summary", "body"}
        check_parts(programme.emergency["body"])
        assert asking(programme.emergency["body"]), "a plan of one's own"
        assert any(part["type"] == "ways" for part in programme.emergency["body"])


@each_module
def test_a_module_has_every_field_and_no_other(module: Words) -> None:
    assert set(module) == FIELDS
    assert 2 <= len(module["chapters"]) <= 5
    assert all(set(chapter) == {"key", "slug", "title", "body"} for chapter in module["chapters"])
    assert set(module["closing"]) == {"slug", "title", "body"}
    check_parts(parts_of(module))


@each_module
def test_what_it_helps_with_is_short_lines(module: Words) -> None:
    assert 2 <= len(module["helps"]) <= 5
    for line in module["helps"]:
        assert "\n" not in line
        assert not line.endswith("."), line


@each_module
def test_a_module_asks_of_every_chapter_enough_and_of_more_than_one_kind(module: Words) -> None:
    found = [
        part
        for chapter in module["chapters"]
        for part in asking(chapter["body"])
        if part["type"] != Kind.PLAN
    ]
    assert len(found) >= 3
    assert len({part["type"] for part in found}) >= 3
    assert asking(module["closing"]["body"]), "a reflection"
    plans = [part for part in parts_of(module) if part["type"] == Kind.PLAN]
    assert plans
    assert all(2 <= len(plan["suggestions"]) <= 4 for plan in plans)


@each_module
def test_a_quiz_explains_every_answer_and_says_whether_several_are_right(module: Words) -> None:
    for part in parts_of(module):
        if part["type"] == Kind.QUIZ:
            assert all(option.get("explanation") for option in part["options"]), part["key"]
            right = sum(option.get("right", False) for option in part["options"])
            assert part.get("several", False) == (right > 1), part["key"]
            assert right >= 1, part["key"]


@each_programme
def test_keys_and_addresses_are_used_once(programme: WrittenProgramme) -> None:
    numbers = [module["number"] for module in programme.modules]
    assert len(set(numbers)) == len(numbers)
    groups = [programme.modules, *(chapters_of(module) for module in programme.modules)]
    for group in groups:
        slugs = [each["slug"] for each in group]
        keys = [each.get("key", "closing") for each in group]
        assert len(set(slugs)) == len(slugs)
        assert len(set(keys)) == len(keys)
        assert all(SLUG.fullmatch(slug) for slug in slugs)
        assert all(KEY.fullmatch(key) and len(key) <= LONGEST_KEY for key in keys)
    assert EMERGENCY not in {module["key"] for module in programme.modules}
    for module in programme.modules:
        names = [part["key"] for part in asking(parts_of(module))]
        assert len(set(names)) == len(names), module["key"]
        assert all(KEY.fullmatch(name) and len(name) <= 40 for name in names)


@each_programme
def test_a_plan_can_be_told_from_the_others_in_the_step_plan(programme: WrittenProgramme) -> None:
    """In the step plan the title of a plan stands beside those of other modules, under the name of its module."""
    for module in programme.modules:
        titles = [part["title"] for part in parts_of(module) if part["type"] == Kind.PLAN]
        assert len(set(titles)) == len(titles), module["key"]


@each_programme
def test_no_text_uses_a_word_to_avoid(programme: WrittenProgramme) -> None:
    files = [programme.programme, programme.emergency or {}, *programme.modules]
    for text in texts_in([dict(file) for file in files]):
        found = shipped_finder().find(text, programme.language)
        assert not found, (text, found[0].words)


def test_a_translation_asks_the_same_under_the_same_keys() -> None:
    """What was answered in one language is read in the other."""
    dutch = {
        (programme.folder, module["key"]): module
        for programme, module in MODULES
        if programme.language == "nl"
    }
    for programme, module in MODULES:
        original = dutch[programme.folder, module["key"]]
        assert module["number"] == original["number"]
        assert _shape(module) == _shape(original), (programme.folder, programme.language, module["key"])


def _shape(module: Words) -> list[tuple[str, list[tuple[object, ...]]]]:
    return [
        (chapter.get("key", "closing"), [_asked(part) for part in asking(chapter["body"])])
        for chapter in chapters_of(module)
    ]


def _asked(part: Words) -> tuple[object, ...]:
    names = [each["key"] for each in [*part.get("options", ()), *part.get("columns", ())]]
    return part["key"], part["type"], part.get("version", 1), names
