"""By the clock: answers at every tick, mailboxes once a minute, and nothing at all without a mailbox. Pure."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from helpline.mail import ticking
from helpline.mail.bridge import work

NOW = datetime(2026, 7, 7, 8, 0, tzinfo=UTC)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    monkeypatch.setattr(ticking, "_fetch_not_before", datetime.min.replace(tzinfo=UTC))
    monkeypatch.setattr(work, "send_due", lambda *, now: done.append("sent") or 1)
    monkeypatch.setattr(work, "fetch_all", lambda *, now: done.append("fetched") or 2)
    return done


def test_without_a_mailbox_nothing_is_done(done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "bridges", dict)
    ticking.tick(now=NOW)
    said = StringIO()
    call_command("fetch_post", stdout=said)
    assert done == []
    assert "POST_IN" in said.getvalue()


def test_answers_leave_at_every_tick_and_mailboxes_wait_a_minute(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "bridges", lambda: {"helpwanted": object()})
    for seconds in (0, 5, 59, 60):
        ticking.tick(now=NOW + timedelta(seconds=seconds))
    assert done == ["sent", "fetched", "sent", "sent", "sent", "fetched"]
    said = StringIO()
    call_command("fetch_post", stdout=said)
    assert said.getvalue() == "Letters that came in: 2. Answers that left: 1.\n"
