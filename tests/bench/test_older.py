"""An earlier release comes out of the history, and where there is none that is said."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench import older, update

MIGRATION = "helpline/room/migrations/0002_more.py"


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 - our own words


def committed(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    git(folder, "add", ".")
    git(folder, "commit", "-m", "More")


@pytest.fixture
def history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house of three commits; the second brought a migration and a package."""
    folder = tmp_path / "house"
    folder.mkdir()
    git(folder, "init", "--quiet")
    first = {
        "tools/compile_messages.py": "open('compiled', 'w').close()",
        "requirements/app.txt": "one==1 \\\n",
    }
    committed(folder, first)
    committed(folder, {MIGRATION: "", "requirements/app.txt": "one==1 \\\ntwo==2 \\\n"})
    committed(folder, {"README.md": "words"})
    monkeypatch.setattr(older, "ROOT", folder)
    return folder


def test_the_release_before_the_newest_migration_is_unpacked(history: Path, tmp_path: Path) -> None:
    release = older.unpack(older.before_the_newest_migration(), tmp_path / "old")
    assert release.migrations == ["room/0002_more"]
    assert (release.code / "compiled").exists(), (
        "a house that is not compiled speaks no Dutch, and does not start"
    )
    assert not (release.code / MIGRATION).exists()
    assert (release.code / ".venv").resolve() == Path(sys.prefix).resolve(), (
        "it needs no package that is not here"
    )
    assert (history / MIGRATION).exists()


def test_what_is_not_there_is_told(history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(older.NoHistory, match="nowhere"):
        older.unpack("nowhere", tmp_path / "old")
    git(tmp_path, "clone", "--quiet", "--depth=1", history.as_uri(), "shallow")
    monkeypatch.setattr(older, "ROOT", tmp_path / "shallow")
    with pytest.raises(older.NoHistory, match="the history begins at"):
        older.before_the_newest_migration()
    # an archive that lies in a clone of something else
    archive = history / "archive"
    archive.mkdir()
    monkeypatch.setattr(older, "ROOT", archive)
    with pytest.raises(older.NoHistory, match="is no clone"):
        older.before_the_newest_migration()


def test_without_a_history_the_same_release_is_proved_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(older, "ROOT", tmp_path)
    monkeypatch.setattr(update, "play", lambda **size: update.Outcome(messages=size["each"]))
    told = update.play_newest(parties=2, each=3).report()
    assert "3 messages" in told
    assert "From this very release: an earlier one is not to be had" in told


def test_a_statement_that_the_tables_refused_is_told() -> None:
    """As a process writes it: the error by its name, and nothing of the row."""
    told = update.errors_in("started\n  django.db.utils.IntegrityError\n  django.db.utils.IntegrityError\n")
    assert told == "2 times django.db.utils.IntegrityError"
    assert update.errors_in("The database did not do what the chat asked: NotNullViolation\n")
    assert update.errors_in("ConnectionResetError\n") == ""
