"""An update under load drops no chat: small here, in full by `make prove`."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bench import update
from tests.services import sizes
from tests.services.nginx import DEPLOY
from tests.services.plugin import services_folder
from tests.services.production import Production
from tests.services.systemd import AT, Systemd

#: what an update does before it replaces the first process
BEFORE = [
    "python manage.py check --deploy --database default", "python manage.py migrate --noinput",
    "python manage.py collectstatic --noinput --verbosity 0",
]  # fmt: skip


@pytest.mark.slow
def test_the_script_replaces_each_process_loses_nothing_and_refuses_no_page(production: Production) -> None:
    collected = production.data / "static" / "site"
    collected.mkdir(parents=True, exist_ok=True)
    (collected / "new.0123456789ab.css").write_text("main { color: blue }")
    older = production.nginx.public / "static" / "site" / "old.0123456789ab.css"
    older.parent.mkdir(parents=True, exist_ok=True)
    older.write_text("main { color: red }")
    parties, each, pause = (40, 40, 4) if sizes.IS_FULL else (4, 12, 0.5)
    left_out = () if sizes.IS_FULL else ("check", "migrate", "collectstatic")
    outcome = update.run_in(production, parties=parties, each=each, pause=pause, left_out=left_out)
    assert outcome.broken == [], outcome.report()
    assert outcome.ran == BEFORE
    assert len(outcome.replaced) == 2
    assert outcome.reconnects >= outcome.people, "nobody had to come back: nothing was proved"
    assert outcome.pages[200] >= 10
    assert older.with_name("new.0123456789ab.css").stat().st_mode & 0o004, "nginx cannot read it"
    assert older.exists(), "a page that is open asks for it"


def test_a_process_that_does_not_come_back_ends_the_update() -> None:
    """The others go on with the old code, which is better than none."""
    asked: list[int] = []

    def restart(port: int) -> bool:
        asked.append(port)
        return False

    folder = services_folder()
    (folder / "data" / "static").mkdir(parents=True)
    with Systemd(
        folder / "m", {"HELPLINE_DATA": str(folder / "data")}, public=folder / "public", restart=restart,
        left_out=("check", "migrate", "collectstatic"),
    ) as machine:  # fmt: skip
        done = machine.run("update", "8001", "8002", SPREAD="0")
    assert (done.returncode, asked) == (1, [8001])
    assert "helpline-web@8001 does not answer" in done.stderr


def test_nothing_is_begun_where_a_folder_is_not_set(tmp_path: Path) -> None:
    with Systemd(tmp_path / "m", {"REDIS_PREFIX": "x"}) as machine:
        done = machine.run("update", "8001")
        assert machine.ran == []
    assert done.returncode != 0
    assert "HELPLINE_DATA is not in" in done.stderr


def test_what_the_unit_runs_is_what_is_replaced_here() -> None:
    text = (DEPLOY / "systemd" / "helpline-web@.service").read_text()
    runs = dict(re.findall(r"^(ExecStart\w*)=(.+)$", text, re.MULTILINE))
    # tests/services/house.py starts what this program does, and bench/update.py waits likewise
    assert runs["ExecStart"] == f"{AT}/deploy/bin/serve 127.0.0.1 %i"
    assert runs["ExecStartPost"] == f"{AT}/deploy/bin/wait-for %i"


def test_the_next_process_waits_until_nginx_takes_the_one_before_for_back() -> None:
    """Whoever refused nginx counts as gone for a while after it is back; were the next to stop then, none is left."""
    gone = [int(found) for found in re.findall(r"fail_timeout=(\d+)s", (DEPLOY / "render").read_text())]
    spread = re.search(r"\$\{SPREAD:-(\d+)\}", (DEPLOY / "bin" / "update").read_text())
    assert len(gone) == 1
    assert spread is not None
    assert gone[0] < update.FORGIVEN <= int(spread[1])


def test_the_report_tells_what_was_broken() -> None:
    outcome = update.Outcome(messages=1, broken=["a was acknowledged, and is lost"])
    assert "BROKEN: a was acknowledged" in outcome.report()
    assert "No message was lost" not in outcome.report()


def test_a_process_stays_with_the_release_it_was_started_from(tmp_path: Path) -> None:
    """It reads templates and late modules from its own folder when the link leads to the next release by then."""
    python = tmp_path / "releases" / "one" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$0" "$(/bin/pwd)" "$@"\n')
    python.chmod(0o755)
    program = tmp_path / "releases" / "one" / "deploy" / "bin" / "serve"
    program.parent.mkdir(parents=True)
    shutil.copy(DEPLOY / "bin" / "serve", program)
    (tmp_path / "app").symlink_to("releases/one")
    told = subprocess.run(  # noqa: S603 - our own words
        [tmp_path / "app" / "deploy" / "bin" / "serve", "127.0.0.1", "8001"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    told_words = told.stdout.split()
    assert told_words[:2] == [str(python), str(tmp_path / "releases" / "one")]
    assert told_words[2:] == ["manage.py", "serve", "--host", "127.0.0.1", "--port", "8001"]
