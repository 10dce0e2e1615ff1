"""The staff's screens: who may, what they show, and what each button does."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from helpline.requests import actions
from helpline.requests.kinds import Kind
from helpline.requests.models import ProfessionalRequest
from helpline.requests.states import RequestState
from helpline.vault.models import DataKey
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.requests import make_request

pytestmark = pytest.mark.django_db
LIST = "/staff/requests/"
SECRETS = ("Iemand van School", "iemand@school.example", "010 000 00 00", "Voorbeeldschool", "Nergenshuizen")


def page_of(name: str, asked: ProfessionalRequest) -> str:
    return reverse(f"requests_staff:{name}", args=[asked.pk])


@pytest.fixture
def noor(helpwanted: Programme) -> User:
    return make_desk_user(helpwanted, role=Role.PROGRAMME_MANAGER, name="Noor")


@pytest.fixture
def browser(noor: User) -> Client:
    return browser_of(noor)


@pytest.fixture
def asked(helpwanted: Programme) -> ProfessionalRequest:
    return make_request(programme=helpwanted, now=timezone.now())


def opened() -> QuerySet[Entry]:
    """What the log says about requests."""
    return Entry.objects.filter(action__startswith="request.")


def press(browser: Client, name: str, asked: ProfessionalRequest, **fields: object) -> str:
    """Press a button; returns the page it leads to."""
    answer = browser.post(page_of(name, asked), fields, follow=True)
    assert answer.redirect_chain, answer.content
    return str(answer.content.decode())


def test_the_list_shows_what_waits_and_nothing_of_what_was_asked(
    browser: Client, asked: ProfessionalRequest
) -> None:
    page = browser.get(LIST).content.decode()
    assert page_of("show", asked) in page
    for words in ("Guest lesson", "Waits for somebody", "Erased in 30 days", "No mail is sent"):
        assert words in page
    assert not any(secret in page for secret in SECRETS)
    assert not opened().exists(), "looking at the list is not opening one"


def test_an_empty_list_says_so(browser: Client) -> None:
    assert "No request waits" in browser.get(LIST).content.decode()


def test_what_waits_longest_comes_first(browser: Client, helpwanted: Programme, noor: User) -> None:
    now = timezone.now()
    done = make_request(programme=helpwanted, state=RequestState.DONE, by=noor, now=now)
    taken = make_request(programme=helpwanted, state=RequestState.TAKEN, by=noor, now=now - timedelta(days=9))
    new = make_request(programme=helpwanted, now=now)
    old = make_request(programme=helpwanted, now=now - timedelta(days=29))
    page = browser.get(LIST).content.decode()
    places = [page.index(page_of("show", each)) for each in (old, new, taken, done)]
    assert places == sorted(places)
    for words in ("Erased tomorrow", "You handle it", "Handled", "Erased in 7 days"):
        assert words in page


def test_opening_one_shows_everything_and_is_recorded(
    browser: Client, noor: User, asked: ProfessionalRequest
) -> None:
    page = browser.get(page_of("show", asked)).content.decode()
    assert all(secret in page for secret in SECRETS)
    assert 'href="mailto:iemand@school.example?subject=Your%20request%20to%20Helpwanted"' in page
    assert "How many" in page
    entry = opened().get()
    assert (entry.action, entry.actor, entry.subject) == ("request.opened", noor.audit_id, "")


def test_codes_are_shown_in_words(browser: Client, helpwanted: Programme) -> None:
    odd = make_request(programme=helpwanted, now=timezone.now(), materials=["poster"], older="een oud veld")
    page = browser.get(page_of("show", odd)).content.decode()
    assert "older" in page, "what the form does not know any more is not hidden"
    assert "een oud veld" in page
    ProfessionalRequest.objects.all().delete()
    number = uuid4()
    actions.accept(
        programme=helpwanted,
        kind=Kind.MATERIALS,
        answers={"materials": ["poster", "gone"]},
        form_number=number,
        now=timezone.now(),
    )
    page = browser.get(reverse("requests_staff:show", args=[number])).content.decode()
    assert "Posters for a classroom" in page
    assert "gone" in page


def test_from_waiting_to_handled_and_back(browser: Client, asked: ProfessionalRequest) -> None:
    assert "Give it back" in press(browser, "take", asked)
    assert "waits for a colleague again" in press(browser, "give_back", asked)
    press(browser, "take", asked)
    assert "erased within a week" in press(browser, "finish", asked)
    asked.refresh_from_db()
    assert asked.erase_on_date == timezone.localdate() + timedelta(days=7)
    assert "It is handled" in press(browser, "reopen", asked)
    asked.refresh_from_db()
    assert asked.state == RequestState.TAKEN


def test_two_colleagues_at_once(browser: Client, helpwanted: Programme, asked: ProfessionalRequest) -> None:
    sam = make_desk_user(helpwanted, role=Role.SHIFT_LEAD, name="Sam")
    other = browser_of(sam)
    press(other, "take", asked)
    assert "A colleague was faster" in press(browser, "take", asked)
    page = browser.get(page_of("show", asked)).content.decode()
    assert "Take it over from Sam" in page
    assert "A colleague was faster" in press(browser, "finish", asked)
    assert "A colleague was faster" in press(browser, "take_over", asked, handler="nonsense")
    assert "You handle this request now" in press(browser, "take_over", asked, handler=sam.pk)
    assert "A colleague was faster" in press(other, "give_back", asked)


def test_erasing_asks_once(browser: Client, asked: ProfessionalRequest) -> None:
    page = browser.get(page_of("delete", asked)).content.decode()
    assert "cannot be brought back" in page
    assert not any(secret in page for secret in SECRETS)
    assert "The request is erased" in press(browser, "delete", asked)
    assert not ProfessionalRequest.objects.exists()
    assert not DataKey.objects.exists()
    assert browser.post(page_of("take", asked)).status_code == 404


def test_what_nobody_can_read_can_still_be_erased(browser: Client, asked: ProfessionalRequest) -> None:
    DataKey.objects.all().delete()
    page = browser.get(page_of("show", asked)).content.decode()
    assert "cannot be read any more" in page
    assert "mailto:" not in page
    press(browser, "delete", asked)
    assert not ProfessionalRequest.objects.exists()


def test_on_the_day_of_its_erasure_it_is_not_there(browser: Client, helpwanted: Programme) -> None:
    due = make_request(programme=helpwanted, now=timezone.now() - timedelta(days=30))
    assert browser.get(page_of("show", due)).status_code == 404
    assert page_of("show", due) not in browser.get(LIST).content.decode()


POSTS = ("take", "take_over", "give_back", "finish", "reopen", "delete")


def test_another_programme_s_request_is_not_there(
    helpwanted: Programme, stopitnow: Programme, asked: ProfessionalRequest
) -> None:
    stranger = browser_of(make_desk_user(stopitnow, role=Role.PROGRAMME_MANAGER))
    assert stranger.get(page_of("show", asked)).status_code == 404
    assert stranger.get(page_of("delete", asked)).status_code == 404
    assert page_of("show", asked) not in stranger.get(LIST).content.decode()
    for name in POSTS:
        assert stranger.post(page_of(name, asked)).status_code == 404
    asked.refresh_from_db()
    assert asked.state == RequestState.WAITING
    assert not opened().exists()


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.EDITOR, Role.THERAPIST])
def test_other_roles_see_nothing(helpwanted: Programme, asked: ProfessionalRequest, role: str) -> None:
    client = browser_of(make_desk_user(helpwanted, role=role))
    assert client.get(LIST).status_code == 403
    assert client.get(page_of("show", asked)).status_code == 403
    for name in POSTS:
        assert client.post(page_of(name, asked)).status_code == 403


def test_an_administrator_is_nobody_here(asked: ProfessionalRequest) -> None:
    client = browser_of(make_desk_user(administrator=True))
    assert client.get(LIST).status_code == 403
    assert client.get(page_of("show", asked)).status_code == 403


def test_nobody_comes_in_without_signing_in(asked: ProfessionalRequest) -> None:
    for address in (LIST, page_of("show", asked), page_of("delete", asked)):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("accounts:sign_in"))
    assert Client().post(page_of("delete", asked)).status_code == 302
    assert ProfessionalRequest.objects.exists()


def test_the_screen_says_whom_a_mail_reaches(browser: Client, settings: Settings) -> None:
    settings.EMAIL_IS_ON, settings.REQUESTS_OFFICE_MAIL = True, "bureau@example.org"
    page = browser.get(LIST).content.decode()
    assert "bureau@example.org gets a mail" in page
    assert "No mail is sent" not in page


def test_the_place_stands_in_the_menu_and_on_the_first_page(browser: Client) -> None:
    assert f'href="{LIST}"' in browser.get(reverse("accounts:landing")).content.decode()


def test_several_programmes_are_told_apart(helpwanted: Programme, stopitnow: Programme) -> None:
    both = make_desk_user(helpwanted, stopitnow, role=Role.PROGRAMME_MANAGER)
    make_request(programme=stopitnow, now=timezone.now())
    assert "Stop it Now" in browser_of(both).get(LIST).content.decode()
