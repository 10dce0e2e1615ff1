"""The units: every work by the clock has a timer, every command exists, systemd takes them, and they are closed."""

import re
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands

from helpline import environment
from tests.services import programs
from tests.services.nginx import DEPLOY
from tests.services.postgres import ROOT

UNITS = DEPLOY / "systemd"
AT = "/srv/helpline/app"
#: what runs by the clock, and the timer's name
BY_TIMER = {
    "nightly": "nightly", "verify_audit": "audit", "phone_held": "phone", "propose_holidays": "holidays",
}  # fmt: skip
#: what each process does by itself, every few seconds, or is a part of the night's work
DONE_BY_OTHERS = {
    "tick": "serve", "fetch_post": "serve", "erase": "nightly", "shuffle_facts": "nightly",
    "compare_facts": "nightly", "backup_made": "backup",
}  # fmt: skip
#: what a person calls, or what only the demo and the developers have
BY_HAND = {
    "serve", "seed", "createadmin", "demo", "demo_code", "phone_simulator", "chat_states", "advice_export",
    "advice_import", "figures", "planning", "promises", "privacy_tables",
}  # fmt: skip


class Unit(RawConfigParser):
    """A unit's file: names in their own letters; a name may come several times, the last one is kept."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",), interpolation=None)
        self.optionxform = str  # type: ignore[assignment, method-assign]
        self.read(path)


def services() -> list[Path]:
    return sorted(UNITS.glob("*.service"))


def test_every_command_of_the_house_is_run_by_somebody() -> None:
    """A new management command has to say who runs it: a timer, another command, or a person."""
    rooms = ("helpline", "chat", "cms", "selfhelp", "figures")
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in rooms}
    named = {*BY_TIMER, *DONE_BY_OTHERS, *BY_HAND}
    assert ours == named
    assert len(named) == len(BY_TIMER) + len(DONE_BY_OTHERS) + len(BY_HAND)


@pytest.mark.parametrize(("command", "name"), [*BY_TIMER.items(), ("", "backup")])
def test_what_runs_by_the_clock_has_a_timer_that_is_started(command: str, name: str) -> None:
    timer = Unit(UNITS / f"helpline-{name}.timer")
    assert timer["Timer"]["OnCalendar"]
    assert timer["Timer"]["Persistent"] == "yes", "a machine that was off makes it good"
    assert f"helpline-{name}.timer" in Unit(UNITS / "helpline.target")["Unit"]["Wants"].split()
    service = Unit(UNITS / f"helpline-{name}.service")
    assert service["Unit"]["OnFailure"] == "helpline-failed@%n.service"
    words = service["Service"]["ExecStart"].split()
    assert not command or words[:3] == [f"{AT}/.venv/bin/python", "manage.py", command]


def test_no_timer_runs_what_is_not_there() -> None:
    known = get_commands()
    for path in services():
        for line in re.findall(r"^Exec\w+=(.+)$", path.read_text(), re.MULTILINE):
            words = line.split()
            if words[1:2] == ["manage.py"]:
                assert words[2] in known, path.name
            else:
                program = ROOT / words[0].removeprefix(f"{AT}/")
                assert program.stat().st_mode & 0o100, path.name
    timers = {path.stem for path in UNITS.glob("*.timer")}
    assert timers == {f"helpline-{name}" for name in (*BY_TIMER.values(), "backup")}


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    copies = []
    for path in [*services(), *UNITS.glob("*.timer"), *UNITS.glob("*.target")]:
        copy = tmp_path / path.name
        copy.write_text(path.read_text().replace(AT, str(ROOT)))
        copies.append(copy)
    analyze = programs.find_program("systemd-analyze")
    judged = subprocess.run([analyze, "verify", *copies], capture_output=True, text=True, check=False)  # noqa: S603
    # what the machine's own units look like is not ours to say
    ours = [line for line in judged.stderr.splitlines() if str(tmp_path) in line or "helpline" in line]
    assert ours == []


def test_the_units_are_closed(tmp_path: Path) -> None:
    """systemd's own measure, 0 to 10: under 2 is as closed as a server that speaks to a network can be."""
    analyze = programs.find_program("systemd-analyze")
    for path in services():
        if path.name.startswith("helpline-failed"):
            continue
        judged = subprocess.run(  # noqa: S603 - our own words
            [analyze, "security", "--offline=yes", "--threshold=20", path],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert judged.returncode == 0, judged.stdout[-400:]


def test_no_unit_leaves_a_dump_of_its_memory_or_a_file_of_what_came_in() -> None:
    for path in [*services(), *UNITS.glob("*.d/*.conf")]:
        unit = Unit(path)["Service"]
        assert unit["LimitCORE"] == "0", path.name
        assert "TemporaryFileSystem" in unit or unit["PrivateTmp"] == "yes", path.name
    assert Unit(UNITS / "helpline-web@.service")["Service"]["TemporaryFileSystem"].startswith("/tmp:")


def test_a_backup_cannot_hold_the_keys() -> None:
    unit = Unit(UNITS / "helpline-backup.service")["Service"]
    assert unit["ReadWritePaths"] == "/var/backups/helpline"
    script = (DEPLOY / "bin" / "backup").read_text()
    code = "\n".join(line for line in script.splitlines() if not line.startswith("#"))
    assert "KEY_FOLDER" not in code
    assert "SECRET" not in code
    named = set(re.findall(r"\$\{?([A-Z_]{4,})", code)) - {"DAYS"}
    assert named <= set(environment.VARIABLES), "a variable that the house does not know"
