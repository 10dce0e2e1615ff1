from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from helpline.audit import checkpoints, queries
from helpline.audit.actions import SYSTEM, record
from helpline.audit.chain import Value
from helpline.audit.errors import EntriesAreAppendOnly, EntryRefused
from helpline.audit.models import ChainHead, Entry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 23, 30, 5, 42, tzinfo=UTC)  # half past midnight of the 24th in Amsterdam


@pytest.fixture(autouse=True)
def _own_key_folder(settings: object, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"  # type: ignore[attr-defined]


def some(count: int = 3) -> list[Entry]:
    return [record(by="staff:12", action="chat.assigned", detail={"n": n}, now=NOW) for n in range(count)]


def tamper(sql: str, *parameters: object) -> None:
    """Do what a database owner could: take the trigger away, change, and put nothing back (the test rolls back)."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER ALL")
        else:
            cursor.execute("DROP TRIGGER audit_entry_no_update")
            cursor.execute("DROP TRIGGER audit_entry_no_delete")
        cursor.execute(sql, parameters)


def test_entries_are_numbered_and_chained() -> None:
    before = ChainHead.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    first, second, third = some()
    assert [first.number, second.number, third.number] == [before + 1, before + 2, before + 3]
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert queries.verify().broken_at is None


def test_day_only_keeps_the_day_of_the_house_and_not_the_moment() -> None:
    record(by="staff:12", action="contacts.registered", programme="helpwanted", day_only=True, now=NOW)
    entry = Entry.objects.latest("number")
    assert entry.at == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)  # midnight in Amsterdam
    assert queries.verify().broken_at is None


def test_an_entry_falls_with_what_it_tells_about() -> None:
    before = Entry.objects.count()
    with transaction.atomic():
        some(1)
        transaction.set_rollback(True)
    assert Entry.objects.count() == before
    some(1)
    assert queries.verify().broken_at is None


@pytest.mark.parametrize(
    "value",
    [
        "Jan de Vries",
        "jan@example.org",
        "0612345678",
        "tel:0612345678",
        "x" * 41,
        "Jan",
        612345678,
        1.5,
        None,
        ["a"],
    ],
)
def test_free_text_and_long_numbers_are_refused(value: Value) -> None:
    with pytest.raises(EntryRefused):
        record(by=SYSTEM, action="chat.ended", detail={"how": value})


@pytest.mark.parametrize(
    "value", ["ended_by_visitor", "staff:12", "2026-11-23", "09:30", "chat.lead", "", True, -3, 40]
)
def test_codes_days_and_small_numbers_are_kept(value: Value) -> None:
    record(by=SYSTEM, action="chat.ended", detail={"how": value})
    assert Entry.objects.latest("number").detail == {"how": value}


@pytest.mark.parametrize(
    "wrong", [{"by": "jan"}, {"by": ""}, {"action": "Chat"}, {"action": "chat"}, {"programme": "Help Wanted"},
              {"subject": "a visitor"}, {"detail": {"a key": 1}}]
)  # fmt: skip
def test_an_entry_consists_of_codes(wrong: dict[str, str]) -> None:
    with pytest.raises(EntryRefused):
        record(**{"by": SYSTEM, "action": "chat.ended", **wrong})  # type: ignore[arg-type]


def test_entries_are_not_changed_or_deleted_through_the_models() -> None:
    entry = some(1)[0]
    entry.actor = "staff:1"
    for change in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(EntriesAreAppendOnly):
            change()
    with pytest.raises(EntriesAreAppendOnly):
        Entry.objects.update(actor="staff:1")


@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_too(sql: str) -> None:
    some(1)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_postgresql_refuses_to_empty_the_table() -> None:
    if connection.vendor == "sqlite":
        sql = "DELETE FROM audit_entry WHERE 1"  # SQLite knows no TRUNCATE; its own short cut for it is this
        some(1)
    else:
        sql = "TRUNCATE audit_entry"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def verify_audit(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_the_length_and_the_head() -> None:
    last = some()[-1]
    assert verify_audit() == f"entries: {last.number}\nhead: {last.number}:{last.hash}\nwhole\n"


def test_the_command_names_the_changed_entry() -> None:
    entry = some()[1]
    tamper("UPDATE audit_entry SET actor = 'staff:99' WHERE number = %s", entry.number)
    with pytest.raises(CommandError, match=f"entry {entry.number}: it was changed"):
        verify_audit()


def test_a_cut_shows_against_the_checkpoint_of_the_night() -> None:
    entries = some()
    checkpoints.keep(NOW)
    tamper("DELETE FROM audit_entry WHERE number = %s", entries[2].number)
    ChainHead.objects.update(number=entries[1].number, hash=entries[1].hash)
    with pytest.raises(CommandError, match="entries at the end are missing"):
        verify_audit()


def test_a_cut_shows_against_a_head_noted_elsewhere() -> None:
    entries = some()
    noted = f"{entries[2].number}:{entries[2].hash}"
    assert "whole" in verify_audit("--expect", noted)
    tamper("DELETE FROM audit_entry WHERE number = %s", entries[2].number)
    ChainHead.objects.update(number=entries[1].number, hash=entries[1].hash)
    assert "whole" in verify_audit()
    with pytest.raises(CommandError, match="missing"):
        verify_audit("--expect", noted)


def test_a_checkpoint_is_kept_once_and_readable_only_by_the_server() -> None:
    some()
    verify_audit("--checkpoint")
    checkpoints.keep(NOW)
    assert len(list(checkpoints.kept())) == 1
    assert checkpoints.file().stat().st_mode & 0o777 == 0o600


def test_nonsense_is_not_a_checkpoint() -> None:
    with pytest.raises(CommandError, match="Not a checkpoint"):
        verify_audit("--expect", "12:abc")
