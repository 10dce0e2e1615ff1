"""The promises of a real house: facts of the rooms, the page, the command, and what the operator's backup tells."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from helpline.audit import actions as audit
from helpline.audit import verifying
from helpline.audit.models import ChainHead, Entry, Verification
from helpline.drafts.models import Draft
from helpline.retention import actions as retention
from helpline.vault import folder, keystore
from helpline.vault.actions import new_data_key
from helpline.watch import actions, queries, readiness, updates
from helpline.watch.models import Backup
from helpline.watch.promises import State
from tests.factories.chat import make_open_programme

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"
    settings.BASE_DIR = tmp_path
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "app.txt").write_text("django==5.2")


def asked(root: Path, **change: object) -> None:
    """As `make audit` writes it."""
    told = {
        "on": timezone.localdate().isoformat(), "lock": updates.digest(b"django==5.2"), "packages": 1,
        "vulnerable": [], "skipped": [], **change,
    }  # fmt: skip
    (root / updates.FILE).write_text(json.dumps(told))


def states(now: datetime | None = None) -> dict[str, tuple[State, str]]:
    return {one.key: (one.state, one.reason) for one in queries.all_promises(now or timezone.now())}


def test_after_a_night_and_a_backup_all_is_kept_and_a_night_later_it_is_not(tmp_path: Path) -> None:
    make_open_programme()
    audit.record(by=audit.SYSTEM, action="test.entry")
    before = states()
    assert {key for key, (state, _) in before.items() if state is State.ACT} >= {
        "erasure",
        "night",
        "audit",
        "backup",
        "mirror",
    }
    retention.run_nightly()
    actions.backup_made(what="database")
    (tmp_path / "keys" / keystore.MIRRORED / "at").touch()
    asked(tmp_path)
    assert {state for state, _ in states().values()} <= {State.KEPT, State.OFF}
    out = StringIO()
    call_command("promises", stdout=out)
    assert "TO DO" not in out.getvalue()
    later = states(timezone.now() + timedelta(hours=31))
    assert {key for key, (state, _) in later.items() if state is State.ACT} == {
        "erasure", "night", "audit", "backup", "mirror", "figures",
    }  # fmt: skip


def test_the_command_ends_with_one_when_a_promise_is_not_kept() -> None:
    out = StringIO()
    with pytest.raises(CommandError, match="Not kept"):
        call_command("promises", stdout=out)
    assert "TO DO" in out.getvalue()
    assert "/deploy/bin/manage nightly" in out.getvalue()


def test_what_a_run_left_behind_is_told() -> None:
    retention.run_nightly()
    old = timezone.now() - timedelta(days=3)
    key, _ = new_data_key(term_class="draft", expires_at=old, now=old)
    found = {one.key: one for one in queries.all_promises(timezone.now())}
    assert found["erasure"].reason == "overdue"
    assert found["erasure"].values["kinds"] == ("data_key",)
    assert found["keys"].reason == "past"
    assert Draft.objects.count() == 0
    assert key.pk


def test_a_key_that_would_outlive_its_term_is_told() -> None:
    new_data_key(term_class="chat", expires_at=timezone.now() + timedelta(days=200))
    assert states()["keys"] == (State.ACT, "far")


def test_a_key_store_that_is_away_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OSError("/mnt/keys: input/output error")

    monkeypatch.setattr(keystore, "store", away)
    assert queries.keys(timezone.now()).reason == "away"


def test_another_key_folder_and_keys_that_are_missing_are_told(settings: Any, tmp_path: Path) -> None:
    expires_at = timezone.now() + timedelta(days=3)
    new_data_key(term_class="chat", expires_at=expires_at)
    new_data_key(term_class="post", expires_at=expires_at)
    folder.note()
    assert states()["keys"] == (State.KEPT, "kept")
    next((tmp_path / "keys" / "day").glob("chat-*.key")).unlink()
    assert states()["keys"] == (State.ACT, "missing")
    settings.KEY_FOLDER = tmp_path / "empty"
    assert states()["keys"] == (State.ACT, "other")
    assert readiness.keys() == "other"
    assert "other" not in readiness.GOOD


def test_a_log_that_was_changed_is_found_at_night_and_told() -> None:
    for number in range(3):
        audit.record(by=audit.SYSTEM, action="test.entry", detail={"n": number})
    ChainHead.objects.update(number=5)
    with pytest.raises(retention.SomeFailed, match="audit_checkpoint"):
        retention.run_nightly()
    assert states()["audit"] == (State.ACT, "broken")


def test_an_entry_that_comes_while_the_log_is_walked_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    audit.record(by=audit.SYSTEM, action="test.entry")
    read = verifying.queries._is_beyond_the_head

    def meanwhile() -> bool:
        audit.record(by=audit.SYSTEM, action="test.entry")
        return read()

    monkeypatch.setattr(verifying.queries, "_is_beyond_the_head", meanwhile)
    assert verifying.verify_and_keep().broken_at is None
    assert Verification.objects.get().length == 1


def test_an_entry_behind_the_head_is_found() -> None:
    audit.record(by=audit.SYSTEM, action="test.entry")
    audit.record(by=audit.SYSTEM, action="test.entry")
    first = Entry.objects.get(number=1)
    ChainHead.objects.update(number=1, hash=first.hash)
    assert verifying.verify_and_keep().reason == "head"


def test_a_backup_is_told_by_the_operators_program() -> None:
    out = StringIO()
    call_command("backup_made", "--at", "2026-11-25T03:00", stdout=out)
    assert Backup.objects.get().made_at == datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
    assert Entry.objects.get().action == "backup.made"
    call_command("backup_made", "--what", "media", stdout=out)
    assert states()["backup"] == (State.ACT, "late"), "pictures are no backup of the database"
    call_command("backup_made", "--what", "database", "media", stdout=out)
    assert states()["backup"] == (State.KEPT, "kept")


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13-45T03:00", "2999-01-01T00:00"])
def test_a_backup_of_no_moment_is_refused(wrong: str) -> None:
    with pytest.raises(CommandError):
        call_command("backup_made", "--at", wrong)
    assert not Backup.objects.exists()


def test_a_backup_and_its_entry_stand_or_fall_together(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**told: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(audit, "record", fails)
    with pytest.raises(RuntimeError):
        actions.backup_made(what="database")
    assert not Backup.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, "kept"),
        ({"lock": "0" * 64}, "others"),
        ({"vulnerable": ["django"]}, "vulnerable"),
        ({"on": "x"}, "never"),
    ],
)
def test_what_the_vulnerability_service_said_comes_from_the_file(
    tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    asked(tmp_path, **change)
    assert queries.pending_updates(timezone.now()).reason == reason


def test_the_page_is_shut_for_visitors() -> None:
    assert Client().get("/staff/promises/").status_code == 302
