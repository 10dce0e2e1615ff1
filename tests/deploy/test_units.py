"""The units: every work by the clock has a timer, every command exists, systemd takes them, and they are closed."""

import os
import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands

from helpline import environment
from helpline.vault.keystore import MIRRORED
from tests.services import programs
from tests.services.guide import SETTINGS
from tests.services.nginx import DEPLOY
from tests.services.postgres import ROOT
from tests.services.systemd import AT

UNITS = DEPLOY / "systemd"
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
    "keys_anew",
}  # fmt: skip


class Unit(RawConfigParser):
    """A unit's file: names in their own letters; a name may come several times, the last one is kept."""

    def __init__(self, *paths: Path) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",), interpolation=None)
        self.optionxform = str  # type: ignore[assignment, method-assign]
        self.read(paths)


def services() -> list[Path]:
    return sorted(path for path in UNITS.glob("*.service") if path.is_file())


def drop_ins(path: Path) -> list[Path]:
    """What systemd reads behind a unit's file: of each name the one nearest to the unit, in the order of the names."""
    name = path.name
    starts = [name[: at + 1] for at, letter in enumerate(path.stem) if letter == "-"]
    near = [UNITS / f"{start}.service.d" for start in starts] + [UNITS / f"{name}.d"]
    found = {each.name: each for folder in near for each in sorted(folder.glob("*.conf"))}
    return [found[each] for each in sorted(found)]


def effective(path: Path) -> Unit:
    """A unit with its drop-ins."""
    return Unit(path, *drop_ins(path))


def installed(folder: Path) -> dict[str, str]:
    """All units in a folder, as they would be in /etc/systemd/system; the environment in which systemd looks there."""
    shutil.copytree(UNITS, folder)
    for path in folder.rglob("*.*"):
        if path.is_file():
            path.write_text(path.read_text().replace(AT, str(ROOT)))
    return os.environ | {"SYSTEMD_UNIT_PATH": f"{folder}:"}


def test_every_command_of_the_house_is_run_by_somebody() -> None:
    """A new management command has to say who runs it: a timer, another command, or a person."""
    rooms = ("helpline", "chat", "cms", "selfhelp", "figures")
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in rooms}
    named = {*BY_TIMER, *DONE_BY_OTHERS, *BY_HAND}
    assert ours == named
    assert len(named) == len(BY_TIMER) + len(DONE_BY_OTHERS) + len(BY_HAND)


@pytest.mark.parametrize(("command", "name"), [*BY_TIMER.items(), ("", "backup"), ("", "mirror")])
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
    assert timers == {f"helpline-{name}" for name in (*BY_TIMER.values(), "backup", "mirror")}


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    folder = tmp_path / "units"
    looking = installed(folder)
    units = [path for kind in ("service", "timer", "target") for path in sorted(folder.glob(f"*.{kind}"))]
    judged = subprocess.run(  # noqa: S603 - our own words
        [programs.find_program("systemd-analyze"), "verify", *units],
        env=looking, capture_output=True, text=True, check=False,
    )  # fmt: skip
    # what the machine's own units look like is not ours to say
    ours = [line for line in judged.stderr.splitlines() if str(folder) in line or "helpline" in line]
    assert ours == []


@pytest.mark.parametrize(
    ("name", "at_most"),
    # systemd's own measure, 0 to 100: under 20 is as closed as a server that speaks to a network can be
    [*((path.name.replace("@", "@8001"), 20) for path in services() if "failed" not in path.name),
     ("helpline-failed@helpline-nightly.service.service", 60)],
)  # fmt: skip
def test_the_units_are_closed_as_systemd_reads_them(tmp_path: Path, name: str, at_most: int) -> None:
    judged = subprocess.run(  # noqa: S603 - our own words
        [programs.find_program("systemd-analyze"), "security", "--offline=yes", f"--threshold={at_most}", name],
        env=installed(tmp_path / "units"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout[-400:] + judged.stderr


def test_no_unit_leaves_a_dump_of_its_memory_or_a_file_of_what_came_in() -> None:
    units = {path.name: effective(path)["Service"] for path in services()}
    units |= {path.name: Unit(path)["Service"] for path in UNITS.glob("nginx.service.d/*.conf")}
    for name, unit in units.items():
        assert unit["LimitCORE"] == "0", name
        assert "TemporaryFileSystem" in unit or unit["PrivateTmp"] == "yes", name
    assert units["helpline-web@.service"]["TemporaryFileSystem"].startswith("/tmp:")


def test_what_a_unit_may_not_is_said_once_for_all_of_them() -> None:
    common = UNITS / "helpline-.service.d" / "hardening.conf"
    for path in services():
        own = {name for name in Unit(path)["Service"] if name in Unit(common)["Service"]}
        assert not own, f"{path.name} says again what all units are told: {own}"
        assert common in drop_ins(path) or path.name == "helpline-failed@.service"
    # who tells somebody is a stranger's program, and must not be able to read the keys
    assert "User" not in effective(UNITS / "helpline-failed@.service")["Service"]


def test_a_backup_cannot_hold_the_keys() -> None:
    unit = effective(UNITS / "helpline-backup.service")["Service"]
    assert unit["ReadWritePaths"] == "/var/backups/helpline"
    script = (DEPLOY / "bin" / "backup").read_text()
    code = "\n".join(line for line in script.splitlines() if not line.startswith("#"))
    assert "KEY_FOLDER" not in code
    assert "SECRET" not in code
    named = set(re.findall(r"\$\{?([A-Z_]{4,})", code)) - {"BACKUP_DAYS"}
    assert named <= set(environment.VARIABLES), "a variable that the house does not know"


def test_the_mirror_stands_and_follows_within_minutes() -> None:
    """A copy that lags keeps what was destroyed here, and lacks the keys of the day that has just begun."""
    when = Unit(UNITS / "helpline-mirror.timer")["Timer"]["OnCalendar"]
    assert re.fullmatch(r"\*-\*-\* \*:00/5:\d\d", when)
    unit = effective(UNITS / "helpline-mirror.service")
    assert unit["Service"]["ExecStart"] == f"{AT}/deploy/bin/mirror-keys ${{MIRROR_TO}}"
    place = unit["Unit"]["ConditionPathExists"]
    assert unit["Service"]["EnvironmentFile"] == f"-{place}"
    kept = SETTINGS["KEY_FOLDER"]
    writes = unit["Service"]["ReadWritePaths"].split()
    assert [each for each in writes if kept in each] == [f"-{kept}/{MIRRORED}"], "it reads the keys"
