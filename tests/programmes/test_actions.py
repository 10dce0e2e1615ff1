"""Changing programmes: saved with its audit entry or not at all."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from helpline.audit.models import Entry
from helpline.programmes import actions, queries
from helpline.programmes.errors import CodeIsKept
from helpline.programmes.models import Closure, Code, CodeList, OpeningHours, Programme
from tests.factories.programmes import make_closure, make_code, make_hours, make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]
STAFF = "staff:7"


def last_entry() -> Entry:
    entry = Entry.objects.order_by("-number").first()
    assert entry is not None
    return entry


def test_saving_hours_tells_the_audit_log_who_and_what() -> None:
    programme = make_programme()
    hours = OpeningHours(programme=programme, channel="chat", weekday=2, opens=time(9), closes=time(17))
    actions.save_row(row=hours, by=STAFF)
    entry = last_entry()
    assert (entry.actor, entry.action, entry.programme) == (STAFF, "programmes.hours_added", "helpwanted")
    assert entry.detail == {"channel": "chat", "weekday": 2, "opens": "09:00", "closes": "17:00"}
    hours.closes = time(18)
    actions.save_row(row=hours, by=STAFF)
    assert last_entry().action == "programmes.hours_changed"


def test_every_kind_of_row_can_be_told() -> None:
    actions.seed_programmes()
    programme = Programme.objects.get(slug="helpwanted")
    rows = [
        programme,
        programme.texts.first(),
        programme.code_lists.first(),
        make_closure(programme=programme, first=date(2026, 1, 1)),
    ]
    rows += list(Code.objects.filter(code_list__programme=programme))
    for row in rows:
        assert row is not None
        actions.save_row(row=row, by=STAFF)
    assert Entry.objects.filter(actor=STAFF).count() == len(rows)


@pytest.mark.parametrize("change", ["save", "remove", "retire", "confirm", "propose"])
def test_a_broken_audit_log_leaves_nothing_changed(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = make_programme()
    hours = make_hours(programme=programme, weekday=0, opens="10:00", closes="18:00")
    code = make_code(programme=programme, code="old")
    closure = make_closure(programme=programme, first=date(2026, 12, 25), confirmed=False)
    tries = {
        "save": lambda: actions.save_row(
            row=OpeningHours(programme=programme, channel="chat", weekday=1, opens=time(1), closes=time(2)),
            by=STAFF,
        ),
        "remove": lambda: actions.remove_row(row=hours, by=STAFF),
        "retire": lambda: actions.retire_code(code=code, last_date=date(2026, 1, 1), by=STAFF),
        "confirm": lambda: actions.confirm_closures(closures=[closure], by=STAFF),
        "propose": lambda: actions.propose_holidays(programme=programme, year=2027, by=STAFF),
    }

    def fails(**entry: object) -> None:
        raise RuntimeError

    def state() -> list[object]:
        return [list(model.objects.order_by("pk").values_list()) for model in (OpeningHours, Code, Closure)]

    before = state()
    monkeypatch.setattr("helpline.programmes.actions.audit.record", fails)
    with pytest.raises(RuntimeError):
        tries[change]()
    assert state() == before


def test_a_code_is_never_deleted() -> None:
    programme = make_programme()
    code = make_code(programme=programme, code="grooming")
    with pytest.raises(CodeIsKept):
        code.delete()
    with pytest.raises(CodeIsKept):
        Code.objects.filter(code="grooming").delete()
    with pytest.raises(ProtectedError):
        CodeList.objects.all().delete()
    with pytest.raises(ProtectedError):
        programme.delete()
    assert Code.objects.get() == code


def test_a_code_never_gets_another_name() -> None:
    code = make_code(programme=make_programme(), code="grooming")
    code.code = "other"
    with pytest.raises(ValidationError):
        code.full_clean()


@pytest.mark.parametrize("code", ["Grooming", "a-b", "", "a" * 41, "a\n"])
def test_a_code_is_small_letters_digits_and_underscores(code: str) -> None:
    code_list = make_code(programme=make_programme(), code="grooming").code_list
    with pytest.raises(ValidationError):
        Code(code_list=code_list, code=code, label_nl="a", label_en="a").full_clean()


def test_retiring_a_code() -> None:
    programme = make_programme()
    code = make_code(programme=programme, code="grooming")
    actions.retire_code(code=code, last_date=date(2026, 6, 30), by=STAFF)
    assert queries.codes(programme, "topics", date(2026, 7, 1)) == []
    assert last_entry().detail == {"code": "grooming", "last_date": "2026-06-30"}


def test_holidays_are_proposals_until_somebody_decides() -> None:
    programme = make_programme(always_open="chat")
    proposed = actions.propose_holidays(programme=programme, year=2027, by=STAFF)
    christmas = Closure.objects.get(first_date=date(2027, 12, 25))
    kings_day = Closure.objects.get(first_date=date(2027, 4, 27))
    assert (kings_day.reason_nl, kings_day.reason_en) == ("Koningsdag", "King's Day")
    assert not any(closure.confirmed for closure in proposed)
    assert queries.schedule(programme, "chat").closed == ()

    assert actions.confirm_closures(closures=[christmas], by=STAFF) == 1
    assert actions.confirm_closures(closures=[christmas], by=STAFF) == 0
    assert actions.decline_closures(closures=[kings_day], by=STAFF) == 1
    assert [closed.first_date for closed in queries.schedule(programme, "chat").closed] == [
        date(2027, 12, 25)
    ]

    assert actions.propose_holidays(programme=programme, year=2027, by=STAFF) == []
    assert actions.confirm_closures(closures=[kings_day], by=STAFF) == 1  # minds may be changed


def test_the_command_proposes_to_every_programme(capsys: pytest.CaptureFixture[str]) -> None:
    make_programme()
    make_programme(slug="stopitnow", name="Stop it Now")
    call_command("propose_holidays", "2027")
    assert capsys.readouterr().out.count("10 days proposed") == 2
    call_command("propose_holidays", "2027")
    assert capsys.readouterr().out.count("0 days proposed") == 2


def test_a_closure_cannot_end_before_it_starts() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_closure(programme=make_programme(), first=date(2026, 5, 2), last=date(2026, 5, 1))
