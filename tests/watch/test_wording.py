"""Whatever a promise says, there are words for it in both languages, and for what is not kept something to do."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.utils import translation

from helpline import metrics
from helpline.watch import queries, wording
from helpline.watch.promises import Judged, State
from tests.house.tree import ROOT, text
from tests.watch.test_promises import CASES


@pytest.mark.parametrize(
    ("judged", "state", "reason"), CASES, ids=[f"{one.key}-{reason}" for one, _, reason in CASES]
)
def test_every_judgement_has_words(judged: Judged, state: State, reason: str) -> None:
    with translation.override("en"):
        english = wording.shown(judged)
    with translation.override("nl"):
        dutch = wording.shown(judged)
    for one, other in zip(
        (english.title, english.means, english.told, *english.todo),
        (dutch.title, dutch.means, dutch.told, *dutch.todo),
        strict=True,
    ):
        assert one.strip()
        assert one != other, "not translated"
        assert "%" not in one + other
    assert bool(english.todo) is (state is State.ACT)


def test_every_word_is_of_a_judgement() -> None:
    assert set(wording._TOLD) == {(judged.key, judged.reason) for judged, _, _ in CASES}


def test_the_promises_are_those_that_monitoring_knows() -> None:
    assert set(queries.JUDGES) == set(metrics.PROMISES)


def test_every_command_that_is_told_is_there() -> None:
    for _, _, commands in wording._TOLD.values():
        for command in commands:
            if command.startswith("manage.py "):
                _, name, *rest = command.split()
                parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
                parser.parse_args(rest)
            elif command.startswith("make "):
                assert re.search(rf"^{command.removeprefix('make ')}:", text(ROOT / "Makefile"), re.MULTILINE)


def test_every_icon_is_in_the_sprite() -> None:
    sprite = text(Path(ROOT / "cms/static/site/icons/sprite.svg"))
    for _, _, icon in wording._TITLES.values():
        assert f'id="{icon}"' in sprite
