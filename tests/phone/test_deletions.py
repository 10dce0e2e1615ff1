"""What the provider keeps of a call is deleted there: tried again, counted, and never silently given up."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from helpline.phone import deletions, erasers
from helpline.phone.models import ProviderRecord, Tally
from helpline.phone.provider import ProviderError
from helpline.phone.rules import DELETE_AGAIN
from tests.factories.phone import new_sid
from tests.phone.conftest import Clock
from tests.phone.fakes import FakeProvider

pytestmark = pytest.mark.django_db
AWAY = ProviderError(permanent=False)
NEVER = ProviderError(permanent=True, status=403)


def to_delete(clock: Clock, n: int = 1) -> list[str]:
    sids = [new_sid() for _ in range(n)]
    for sid in sids:
        ProviderRecord.objects.create(sid=sid, due_at=clock.at)
    return sids


def test_what_is_due_is_deleted_and_counted_and_then_forgotten(clock: Clock, asked: FakeProvider) -> None:
    sids = to_delete(clock, 3)
    assert deletions.delete_due() == 3
    assert sorted(told["call_sid"] for _name, told in asked.asked) == sorted(sids)
    assert deletions.delete_due() == 0
    assert Tally.objects.get(what="deleted").n == 3
    erase = {eraser.kind: eraser for eraser in erasers.ERASERS}["provider_record"]
    assert erase.due(clock.at) == 0  # still known for a day: what comes late is late
    assert erase.due(clock.forward(days=1)) == 3
    assert erase.erase(clock.at, 10) == 3
    assert not ProviderRecord.objects.exists()


def test_a_provider_that_is_away_is_asked_once_and_again_later(clock: Clock, asked: FakeProvider) -> None:
    to_delete(clock, 3)
    asked.refusal = AWAY
    assert deletions.delete_due() == 0
    assert len(asked.asked) == 1
    asked.refusal = None
    assert deletions.delete_due() == 2
    clock.forward(seconds=DELETE_AGAIN[0].total_seconds())
    assert deletions.delete_due() == 1


def test_what_is_refused_for_days_is_given_up_loudly(clock: Clock, asked: FakeProvider) -> None:
    to_delete(clock)
    asked.refusal = NEVER
    for _ in range(len(DELETE_AGAIN) + 1):
        deletions.delete_due()
        clock.forward(days=1)
    assert ProviderRecord.objects.get().given_up
    assert Tally.objects.get(what="given_up").n == 1
    told = StringIO()
    with pytest.raises(SystemExit):
        call_command("phone_held", here=True, stdout=told)
    assert "Given up, for a person to look at: 1" in told.getvalue()
    asked.refusal = None
    told = StringIO()
    call_command("phone_held", again=True, stdout=told)
    assert "Tried anew: 1" in told.getvalue()
    assert "2 calls" in told.getvalue()
    assert deletions.report(ask=False).waiting == 0


def test_without_an_account_nobody_is_asked(
    clock: Clock, asked: FakeProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_delete(clock)
    monkeypatch.setattr(settings, "PHONE", None)
    assert deletions.delete_due() == 0
    assert not asked.asked
