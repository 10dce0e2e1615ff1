"""Whatever a promise says, there are words for it in both languages, and for what is not kept something to do."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.utils import translation

from helpline import metrics
from helpline.retention.registry import nightly_jobs
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
            assert "manage.py" not in command, "without the settings that is another house"
            if command.startswith("/srv/helpline/app/deploy/bin/manage "):
                _, name, *rest = command.split()
                parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
                parser.parse_args(rest)
            elif command.startswith("make "):
                assert re.search(rf"^{command.removeprefix('make ')}:", text(ROOT / "Makefile"), re.MULTILINE)
            elif command.startswith("systemctl "):
                units = [word for word in command.split() if "." in word]
                assert units
                assert all((ROOT / "deploy" / "systemd" / unit).is_file() for unit in units), command


def test_no_command_that_is_told_only_says_that_all_is_well() -> None:
    """`backup_made` believes whoever runs it: beside a missing backup it would make a green line and no copy."""
    assert not [
        each for _, _, commands in wording._TOLD.values() for each in commands if "backup_made" in each
    ]


def test_the_night_s_work_is_told_in_words() -> None:
    assert {job.name for job in nightly_jobs()} <= wording._JOBS.keys()
    late = Judged("night", State.ACT, "missing", {"n": 1, "jobs": ("shuffle_facts",)})
    with translation.override("nl"):
        assert "de cijfers door elkaar schudden (shuffle_facts)" in wording.shown(late).told


def test_every_icon_is_in_the_sprite() -> None:
    sprite = text(Path(ROOT / "cms/static/site/icons/sprite.svg"))
    for _, _, icon in wording._TITLES.values():
        assert f'id="{icon}"' in sprite
