"""docs/operate.md names what there is: files, commands, timers, variables."""

import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import get_commands

from helpline import environment
from tests.services.nginx import DEPLOY
from tests.services.postgres import ROOT

TEXT = (ROOT / "docs" / "operate.md").read_text()


def test_what_the_guide_names_is_there() -> None:
    for path in re.findall(r"`?(?:cp )?(deploy/(?:bin|systemd|render)[a-z./-]*[a-z])", TEXT):
        assert (ROOT / path).exists() or list(ROOT.glob(f"{path}*")), path
    for command in re.findall(r"(?:manage\.py|bin/manage) ([a-z_]+)", TEXT):
        assert command in get_commands(), command
    timers = set(re.findall(r"^\| `(helpline-[a-z]+)` \|", TEXT, re.MULTILINE))
    assert timers == {path.stem for path in (DEPLOY / "systemd").glob("*.timer")}
    for name in re.findall(r"^ +([A-Z_]+)=", TEXT, re.MULTILINE):
        assert name in environment.VARIABLES, name


def test_the_example_of_the_settings_is_a_production_start() -> None:
    lines = re.findall(r"^ {7}([A-Z_]+)=(\S+)$", TEXT, re.MULTILINE)
    found = environment.read(dict(lines))
    assert found.is_production
    assert found.is_https
    hosts = re.findall(
        r"^(?:HELPWANTED|STOPITNOW|STAFF)_HOST=(\S+)$", (DEPLOY / "values.example").read_text(), re.MULTILINE
    )
    assert {*hosts, "127.0.0.1"} == set(found.allowed_hosts)


@pytest.mark.parametrize("path", sorted((DEPLOY / "bin").iterdir()), ids=lambda path: path.name)
def test_the_programs_can_be_read_by_a_shell(path: Path) -> None:
    assert path.stat().st_mode & 0o111
    if path.read_text().startswith("#!/bin/sh"):
        judged = subprocess.run(["/bin/sh", "-n", path], capture_output=True, text=True, check=False)  # noqa: S603
        assert judged.returncode == 0, judged.stderr
