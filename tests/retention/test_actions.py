import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from helpline.retention import actions
from helpline.retention.models import LedgerLine, NightlyRun
from helpline.terms import Eraser, NightlyJob
from helpline.vault.actions import new_data_key
from helpline.vault.keystore import store
from helpline.vault.models import DataKey

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # the 24th in Amsterdam


@pytest.fixture(autouse=True)
def _own_key_folder(settings: object, tmp_path: Path) -> None:
    settings.KEY_FOLDER = tmp_path / "keys"  # type: ignore[attr-defined]


class Heap:
    """Items of one kind, in memory; `breaks_after` lets erasing fail after so many items."""

    def __init__(self, kind: str, size: int, breaks_after: int | None = None) -> None:
        self.size = size
        self.breaks_after = breaks_after
        self.eraser = Eraser(kind, lambda now: self.size, self._erase)

    def _erase(self, now: datetime, limit: int) -> int:
        if self.breaks_after is not None and self.breaks_after <= 0:
            raise OSError("row 7 of Jan de Vries")
        erased = min(self.size, limit)
        self.size -= erased
        if self.breaks_after is not None:
            self.breaks_after -= erased
        return erased


def ledger() -> dict[str, int]:
    return dict(LedgerLine.objects.values_list("kind", "erased"))


def test_everything_due_is_erased_in_batches_and_counted() -> None:
    chats, contacts = Heap("chat", 450), Heap("contact", 3)
    counts = actions.erase(now=NOW, erasers=[chats.eraser, contacts.eraser])
    assert counts == {"chat": 450, "contact": 3, "day_key": 0}
    assert (chats.size, contacts.size) == (0, 0)
    assert ledger() == {"chat": 450, "contact": 3}
    assert LedgerLine.objects.filter(on_date="2026-11-24").count() == 2


def test_counting_changes_nothing() -> None:
    heap = Heap("chat", 5)
    assert actions.due(NOW, erasers=[heap.eraser]) == {"chat": 5}
    assert heap.size == 5
    assert ledger() == {}


def test_a_run_that_broke_off_is_taken_up_and_counted_once() -> None:
    chats, contacts = Heap("chat", 450, breaks_after=200), Heap("contact", 3)
    with pytest.raises(actions.SomeFailed) as failure:
        actions.erase(now=NOW, erasers=[chats.eraser, contacts.eraser])
    assert failure.value.names == ["chat"]
    assert ledger() == {"chat": 200, "contact": 3}
    chats.breaks_after = None
    actions.erase(now=NOW, erasers=[chats.eraser, contacts.eraser])
    assert ledger() == {"chat": 450, "contact": 3}


def test_the_log_of_a_failure_tells_no_content(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(actions.SomeFailed):
        actions.erase(now=NOW, erasers=[Heap("chat", 1, breaks_after=0).eraser])
    assert caplog.messages == ["erasing chat failed: OSError"]


def test_day_keys_die_last_also_when_a_kind_fails() -> None:
    new_data_key(term_class="chat", expires_at=NOW, now=NOW)
    seen: list[int] = []

    def erase(now: datetime, limit: int) -> int:
        seen.append(len(store().day_keys()))
        raise OSError

    with pytest.raises(actions.SomeFailed):
        actions.erase(now=NOW + timedelta(days=1), erasers=[Eraser("chat", lambda now: 1, erase)])
    assert seen == [1]
    assert store().day_keys() == []
    assert ledger() == {"day_key": 1}


def test_old_lines_of_the_ledger_go() -> None:
    LedgerLine.objects.create(kind="chat", on_date=NOW.date() - timedelta(days=1200), erased=3)
    LedgerLine.objects.create(kind="chat", on_date=NOW.date() - timedelta(days=900), erased=4)
    actions.erase(now=NOW, erasers=[])
    assert ledger() == {"chat": 4}


def test_a_night_is_done_once() -> None:
    done: list[str] = []
    jobs = [NightlyJob("a", lambda now: done.append("a")), NightlyJob("b", lambda now: done.append("b"))]
    assert actions.run_nightly(now=NOW, jobs=jobs) == ["a", "b"]
    assert actions.run_nightly(now=NOW + timedelta(hours=1), jobs=jobs) == []
    assert actions.run_nightly(now=NOW, jobs=jobs, again=True) == ["a", "b"]
    assert actions.run_nightly(now=NOW + timedelta(days=1), jobs=jobs) == ["a", "b"]
    assert done == ["a", "b"] * 3


def test_a_job_that_fails_does_not_keep_the_others_and_is_done_later() -> None:
    broken = True

    def sometimes(now: datetime) -> None:
        if broken:
            raise OSError

    jobs = [NightlyJob("a", sometimes), NightlyJob("b", lambda now: None)]
    with pytest.raises(actions.SomeFailed, match="a"):
        actions.run_nightly(now=NOW, jobs=jobs)
    assert list(NightlyRun.objects.values_list("job", flat=True)) == ["b"]
    broken = False
    assert actions.run_nightly(now=NOW, jobs=jobs) == ["a"]


def test_the_commands_run_over_the_whole_house() -> None:
    out = StringIO()
    row, _ = new_data_key(term_class="chat", expires_at=NOW, now=NOW)
    DataKey.objects.filter(id=row.id).update(expires_on_date="2020-01-01")
    call_command("erase", "--dry-run", stdout=out)
    assert re.search(r"^data_key +1 ", out.getvalue(), re.MULTILINE)
    out = StringIO()
    call_command("erase", stdout=out)
    assert "data_key: 1\n" in out.getvalue()
    assert not DataKey.objects.filter(id=row.id).exists()
    out = StringIO()
    call_command("nightly", stdout=out)
    assert out.getvalue().startswith("erase\n")
    assert "audit_checkpoint\n" in out.getvalue()
    out = StringIO()
    call_command("nightly", stdout=out)
    assert out.getvalue() == ""


def test_the_command_says_what_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpline.vault.erasers.ERASERS", [Heap("chat_x", 1, breaks_after=0).eraser])
    with pytest.raises(CommandError, match="chat_x"):
        call_command("erase", stdout=StringIO())


def test_the_command_tells_the_terms() -> None:
    out = StringIO()
    call_command("erase", "--terms", stdout=out)
    assert "chat: 7 days after end\n" in out.getvalue()
