"""The programmes as they are written down fit the fields of pages and the codes of counters."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from selfhelp.modules import written
from selfhelp.modules.exercises import EXERCISES, KEY
from selfhelp.modules.models import LONGEST_KEY
from selfhelp.modules.written import WrittenProgramme

PROGRAMMES = list(written.programmes())
MODULES = [(programme, module) for programme in PROGRAMMES for module in programme.modules]
KINDS = {str(kind) for kind in EXERCISES}

each_module = pytest.mark.parametrize(
    ("programme", "module"), MODULES, ids=[f"{p.folder}-{p.language}-{m['key']}" for p, m in MODULES]
)


def asked(blocks: Any) -> list[Mapping[str, Any]]:
    return [block for block in blocks if block["type"] in KINDS]


def exercises_of(module: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    chapters = [*module["chapters"], module["closing"]]
    return [each for chapter in chapters for each in asked(chapter.get("body", ()))]


def keys_of(programme: WrittenProgramme) -> Iterator[str]:
    yield programme.programme["key"]
    for module in programme.modules:
        yield module["key"]
        yield from (chapter["key"] for chapter in module["chapters"])


@each_module
def test_its_names_and_words_have_the_right_length(programme: Any, module: Any) -> None:
    keys = [each["key"] for each in exercises_of(module)]
    assert len(set(keys)) == len(keys)
    assert all(KEY.fullmatch(key) for key in keys)
    assert len(module["title"]) <= 60
    assert len(module["summary"]) <= 160
    assert len(module["score_question"]) <= 200
    for name in ("score_low", "score_high"):
        assert len(module[name]) <= 60
    for each in exercises_of(module):
        assert len(each["title"]) <= 200
        assert len(each.get("help", "")) <= 300
        for option in each.get("options", ()):
            assert len(option["label"]) <= 200
            assert each["type"] != "quiz" or 0 < len(option["explanation"]) <= 300


@pytest.mark.parametrize("programme", PROGRAMMES, ids=[f"{p.folder}-{p.language}" for p in PROGRAMMES])
def test_keys_are_short_enough_to_be_counted(programme: WrittenProgramme) -> None:
    for key in keys_of(programme):
        assert KEY.fullmatch(key), key
        assert len(key) <= LONGEST_KEY, key
    modules = [module["key"] for module in programme.modules]
    assert len(set(modules)) == len(modules)
    assert len({module["number"] for module in programme.modules}) == len(modules)
