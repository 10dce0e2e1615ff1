"""The screens of the team: who may see them, what they say, and that nothing typed is lost."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from helpline.team import actions, queries
from helpline.team.models import TipSheet
from tests.factories.accounts import make_user
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.django_db
TALK = "/staff/team/helpwanted/"


@pytest.fixture
def noor(helpwanted: Programme) -> User:
    return make_desk_user(helpwanted, role=Role.COUNSELLOR, name="Noor")


@pytest.fixture
def browser(noor: User) -> Client:
    return browser_of(noor)


def test_the_talk_and_its_part(browser: Client, noor: User, helpwanted: Programme) -> None:
    assert "Nobody has said anything" in browser.get(TALK, headers={"Accept-Language": "en"}).content.decode()
    answer = browser.post(f"{TALK}say", {"text": "Bel 06 12345678 & tot zo"})
    assert answer.status_code == 302
    part = browser.get(f"{TALK}part").content.decode()
    assert "[telefoonnummer] &amp; tot zo" in part
    assert "<html" not in part
    assert browser.get("/staff/team/").headers["Location"] == TALK


def test_what_is_too_long_comes_back(browser: Client, helpwanted: Programme) -> None:
    answer = browser.post(f"{TALK}say", {"text": "lang " * 120})
    assert answer.status_code == 422
    assert "lang lang" in answer.content.decode()


def test_a_note_goes_to_the_shift_lead_alone(browser: Client, noor: User, helpwanted: Programme) -> None:
    answer = browser.post(
        f"{TALK}note", {"text": "Het was een zwaar gesprek.", "wants_talk": "on"}, follow=True
    )
    assert "Het was een zwaar gesprek." in answer.content.decode()
    (note,) = queries.own_debriefs(noor)
    assert browser.post(reverse("team:seen", args=[note.id])).status_code == 403
    colleague = browser_of(make_desk_user(helpwanted, role=Role.COUNSELLOR, name="Kim"))
    assert "zwaar gesprek" not in colleague.get(f"{TALK}notes/").content.decode()
    lead = browser_of(make_desk_user(helpwanted, role=Role.SHIFT_LEAD, name="Sam"))
    assert "zwaar gesprek" in lead.get(f"{TALK}notes/").content.decode()
    assert lead.post(reverse("team:withdraw", args=[note.id])).status_code == 403
    assert lead.post(reverse("team:seen", args=[note.id])).status_code == 302
    assert "Sam" in browser.get(f"{TALK}notes/").content.decode()
    assert browser.post(reverse("team:withdraw", args=[note.id])).status_code == 302
    assert browser.post(reverse("team:withdraw", args=[note.id])).status_code == 404


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("path", ["", "part", "notes/"])
def test_who_may_look(role: str, path: str, helpwanted: Programme, stopitnow: Programme) -> None:
    browser = browser_of(make_desk_user(helpwanted, role=role))
    is_team = role in (Role.COUNSELLOR, Role.SHIFT_LEAD)
    assert browser.get(f"{TALK}{path}").status_code == (200 if is_team else 403)
    assert browser.get(f"/staff/team/stopitnow/{path}").status_code == 403
    assert browser.get(f"/staff/team/nobody/{path}").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client: Client, helpwanted: Programme) -> None:
    for path in (TALK, f"{TALK}part", f"{TALK}notes/"):
        assert client.get(path).status_code == 302
    for path in (f"{TALK}say", f"{TALK}note"):
        assert client.post(path, {"text": "x"}).status_code == 302
    assert queries.today(helpwanted) is None


def test_a_tip_sheet_belongs_to_an_answer_that_exists(helpwanted: Programme) -> None:
    browser = browser_of(make_user(administrator=True, roles=[(helpwanted, Role.PROGRAMME_MANAGER)]))
    sheet = {
        "programme": helpwanted.pk, "field": "topics", "code": "nowhere", "title_nl": "Dreigen",
        "title_en": "Threats",
        "text_nl": "- Niet betalen", "text_en": "- Do not pay", "reviewed_on_date": "2026-11-01",
    }  # fmt: skip
    address = "/beheer/techniek/team/tipsheet/add/"
    answer = browser.post(address, sheet)
    assert answer.status_code == 200
    assert not TipSheet.objects.exists()
    assert browser.post(address, {**sheet, "code": "blackmail"}).status_code == 302
    with translation.override("en"):
        (found,) = queries.sheets(helpwanted)
    assert (found.title, found.parts, found.reviewed_on_date) == (
        "Threats",
        (("points", ("Do not pay",)),),
        date(2026, 11, 1),
    )
    assert Entry.objects.filter(action="tip_sheet.saved").exists()


def test_what_was_said_is_escaped(browser: Client, noor: User, helpwanted: Programme) -> None:
    actions.say(programme=helpwanted, text="<script>alert(1)</script>", by=noor)
    assert "<script>alert" not in browser.get(TALK).content.decode()
