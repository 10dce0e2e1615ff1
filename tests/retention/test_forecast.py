"""What would go and when: nothing is changed by asking."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from helpline.accounts.roles import Role
from helpline.retention.forecast import HORIZONS, Line, forecast
from helpline.retention.models import LedgerLine
from helpline.terms import Eraser
from tests.cases.asking import answer, ask
from tests.factories.cases import make_case
from tests.factories.chat import make_staff
from tests.factories.programmes import make_programme

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)


def test_each_horizon_holds_the_ones_before_it() -> None:
    ends = [NOW + timedelta(days=days) for days in (-1, 3, 20, 90)]
    eraser = Eraser("thing", lambda now: sum(end <= now for end in ends), lambda now, limit: 0)
    LedgerLine.objects.create(kind="thing", on_date=NOW.date() - timedelta(days=3), erased=4)
    LedgerLine.objects.create(kind="thing", on_date=NOW.date() - timedelta(days=40), erased=9)
    assert HORIZONS == (0, 1, 7, 30)
    assert forecast(NOW, erasers=[eraser]) == [Line("thing", (1, 1, 2, 3), 4)]


def test_a_case_is_foretold_and_stays(capsys: pytest.CaptureFixture[str]) -> None:
    programme = make_programme()
    case = make_case(programme=programme, by=make_staff(programme), now=NOW)
    (line,) = [line for line in forecast(case.expires_at - timedelta(days=5)) if line.kind == "case"]
    assert line.going == (0, 0, 1, 1)
    call_command("erase", "--dry-run")
    assert "case " in capsys.readouterr().out
    case.refresh_from_db()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SHIFT_LEAD, 200), (Role.COUNSELLOR, 403), (Role.EDITOR, 403)]
)
def test_who_sees_the_page(role: str, status: int) -> None:
    user = make_staff(make_programme(), role=role)
    assert ask(user, "retention:overview", {}) == status
    if status == 200:
        assert "180" in answer(user, "retention:overview", {}, None).content.decode()
