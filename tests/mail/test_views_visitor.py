"""The visitor's pages: nothing typed is lost, nothing stays behind, and all of it works without scripts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.cases.actions import codes as case_codes
from helpline.cases.actions import life
from helpline.cases.models import LinkedContact
from helpline.groups import queries as groups
from helpline.groups.models import Interest
from helpline.mail import actions, terms, visit
from helpline.mail.models import Correspondence, Letter, Postbox
from helpline.programmes import doors
from helpline.programmes.models import Channel, Programme
from helpline.programmes.queries import forget
from helpline.vault.models import DataKey
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.groups import make_group
from tests.factories.mail import LETTER

pytestmark = pytest.mark.django_db
AT = "/helpwanted/post/"


@pytest.fixture
def browser(helpwanted: Programme) -> Client:
    return Client(enforce_csrf_checks=True)


def fields_of(page: Any) -> dict[str, str]:
    """What stands in the hidden fields of a page's form."""
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()))
    return {name: value for name, value in found.items() if name not in ("scripted", "proof")}


def send(browser: Client, text: str = LETTER, **more: str) -> Any:
    return browser.post(f"{AT}send/", fields_of(browser.get(AT)) | {"letter": text} | more)


def code_on(browser: Client) -> str:
    found = re.search(r"data-code>([a-z-]+)<", browser.get(f"{AT}code/").content.decode())
    assert found
    return found[1]


def test_from_the_letter_to_the_answer_without_scripts(browser: Client, noor: User) -> None:
    page = browser.get(AT)
    assert page["Cache-Control"] == "no-store"
    assert "<title>Contact</title>" in page.content.decode()
    assert send(browser).url == f"{AT}code/"
    words = code_on(browser)
    assert code_on(browser) == words, "the page that shows the words can be loaded again"
    assert browser.get(f"{AT}letters/").url == f"{AT}code/"
    browser.post(f"{AT}code/", fields_of(browser.get(f"{AT}code/")))
    assert LETTER in browser.get(f"{AT}letters/").content.decode()
    assert words not in browser.get(f"{AT}letters/").content.decode()
    kept = Correspondence.objects.get()
    actions.take(correspondence=kept, by=noor)
    letter = actions.answer(
        correspondence=kept, text="Dit <b>kun</b> je doen: http://x.example", request_id=kept.pk, by=noor
    )
    elsewhere = Client(enforce_csrf_checks=True)
    asked = fields_of(elsewhere.get(f"{AT}back/")) | {"code": words.replace("-", " ").upper()}
    assert elsewhere.post(f"{AT}back/", asked).url == f"{AT}letters/"
    page = elsewhere.get(f"{AT}letters/").content.decode()
    assert "Dit &lt;b&gt;kun&lt;/b&gt; je doen" in page
    assert 'href="http://x.example' not in page
    kept.refresh_from_db()
    assert kept.read_up_to >= letter.number
    assert browser.get(f"{AT}letters/").url == f"{AT}back/", "the first browser has it no longer"


@pytest.mark.parametrize("text", ["woord " * 3000, "   "])
def test_a_letter_that_is_none_stands_in_its_form_again(browser: Client, text: str) -> None:
    answer = send(browser, text)
    assert answer.status_code == 422
    assert text.strip() in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_form_without_its_token_gives_the_letter_back(browser: Client) -> None:
    fields = fields_of(browser.get(AT)) | {"letter": LETTER}
    for wrong in ({"form": "anders"}, {"csrfmiddlewaretoken": "anders"}):
        answer = browser.post(f"{AT}send/", fields | wrong)
        assert answer.status_code == 422
        assert LETTER in answer.content.decode()
    assert not Letter.objects.exists()


def test_when_it_is_too_busy_the_letter_comes_back(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "MOST_UNPROVED_IN_AN_HOUR", 0)
    answer = send(browser)
    assert answer.status_code == 429
    assert LETTER in answer.content.decode()


def test_a_visit_that_is_over_asks_for_the_words_and_keeps_the_letter(browser: Client) -> None:
    send(browser)
    words = code_on(browser)
    browser.post(f"{AT}code/", fields_of(browser.get(f"{AT}code/")))
    fields = fields_of(browser.get(f"{AT}letters/")) | {"letter": "Nog iets."}
    Correspondence.objects.update(visitor_seen_at=timezone.now() - terms.VISIT)
    answer = browser.post(f"{AT}more/", fields)
    assert answer.status_code == 422
    assert "Nog iets." in answer.content.decode()
    answer = browser.post(f"{AT}back/", fields_of(answer) | {"code": words, "letter": "Nog iets."})
    assert "Nog iets." in answer.content.decode()
    browser.post(f"{AT}more/", fields_of(answer) | {"letter": "Nog iets."})
    assert Letter.objects.count() == 2


def test_a_wrong_code_says_so_and_nothing_more(browser: Client) -> None:
    fields = fields_of(browser.get(f"{AT}back/"))
    answer = browser.post(f"{AT}back/", fields | {"code": "appel boom huis kat vis"})
    assert answer.status_code == 422
    assert not answer.cookies.get(visit.cookie_name("helpwanted"))


def test_deleting_is_asked_once_and_final(browser: Client) -> None:
    send(browser)
    browser.post(f"{AT}code/", fields_of(browser.get(f"{AT}code/")))
    answer = browser.post(f"{AT}delete/", fields_of(browser.get(f"{AT}delete/")))
    assert answer.url == f"{AT}deleted/"
    assert browser.get(f"{AT}deleted/").status_code == 200
    assert not DataKey.objects.exists()


def test_leaving_quickly_ends_the_visit_on_the_server(browser: Client) -> None:
    send(browser)
    cookie = browser.cookies[visit.cookie_name("helpwanted")].value
    browser.post("/helpwanted/leave/")
    browser.cookies[visit.cookie_name("helpwanted")] = cookie
    assert browser.get(f"{AT}letters/").url == f"{AT}back/"
    assert Letter.objects.count() == 1


def test_a_cookie_ends_after_half_an_hour_and_with_the_window(browser: Client) -> None:
    send(browser)
    cookie = browser.cookies[visit.cookie_name("helpwanted")]
    assert not cookie["max-age"]
    assert not cookie["expires"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    Correspondence.objects.update(visitor_seen_at=timezone.now() - timedelta(minutes=30))
    assert browser.get(f"{AT}code/").url == f"{AT}back/"


def test_a_cases_code_links_the_letter_and_a_wrong_one_gives_it_back(
    browser: Client, helpwanted: Programme, noor: User
) -> None:
    case = life.open_case(programme=helpwanted, alias=life.propose_alias(helpwanted), by=noor)
    words = case_codes.make_code(case=case, by=noor)
    answer = send(browser, case_code="appel boom huis kat vis")
    assert answer.status_code == 422
    assert LETTER in answer.content.decode()
    assert send(browser, case_code=words).status_code == 302 or Letter.objects.exists()
    kept = Correspondence.objects.get()
    assert kept.case == case
    assert LinkedContact.objects.get().contact == kept.contact


def test_the_code_of_a_case_typed_where_letters_are_opened_leads_to_the_paper(
    browser: Client, helpwanted: Programme, noor: User
) -> None:
    case = life.open_case(programme=helpwanted, alias=life.propose_alias(helpwanted), by=noor)
    words = case_codes.make_code(case=case, by=noor)
    answer = browser.post(f"{AT}back/", fields_of(browser.get(f"{AT}back/")) | {"code": words})
    assert f'value="{words}"' in answer.content.decode()


def test_the_door_shuts_for_a_while_and_with_the_hours(browser: Client, helpwanted: Programme) -> None:
    now = timezone.now()
    (state,) = [state for door, state in doors.doors(helpwanted, now) if door.channel == Channel.POST]
    assert state.open
    Postbox.objects.create(programme=helpwanted, closed=True)
    (state,) = [state for door, state in doors.doors(helpwanted, now) if door.channel == Channel.POST]
    assert (state.open, state.reason) == (False, "full")
    page = browser.get(AT).content.decode()
    assert "<textarea" not in page
    helpwanted.opening_hours.filter(channel=Channel.POST).delete()
    forget()
    assert Channel.POST not in {door.channel for door, _state in doors.doors(helpwanted, now)}


def test_what_was_approved_elsewhere_comes_along_and_is_shown_first(
    browser: Client, helpwanted: Programme
) -> None:
    (door,) = [
        door for door, _state in doors.doors(helpwanted, timezone.now()) if door.channel == Channel.POST
    ]
    assert door.introduce is not None
    introduction = door.introduce(helpwanted, ["Mijn antwoorden"], {"age_band": ["12_18"]}, timezone.now())
    page = browser.post(introduction.address, introduction.fields)
    assert "Mijn antwoorden" in page.content.decode()
    assert not Letter.objects.exists()
    browser.post(f"{AT}send/", fields_of(page) | {"letter": ""})
    kept = Correspondence.objects.get()
    assert kept.brought == {"age_band": ["12_18"]}
    assert kept.letters.count() == 1


def test_english_is_whole(browser: Client) -> None:
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = browser.get(AT).content.decode()
    assert "Write to the helpline" in page
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    assert "Schrijf naar de hulplijn" in browser.get(AT).content.decode()


def test_who_would_like_to_join_a_group_says_so_in_the_letter(
    browser: Client, helpwanted: Programme, noor: User
) -> None:
    assert "wants_group" not in browser.get(AT).content.decode()
    # where there are no groups it is asked of nobody, and told by nobody
    send(browser, wants_group="1")
    assert not Interest.objects.exists()
    make_group(programme=helpwanted, by=noor)
    groups.forget()
    other = Client(enforce_csrf_checks=True)
    assert 'name="wants_group"' in other.get(AT).content.decode()
    refused = send(other, "   ", wants_group="1").content.decode()
    assert re.search(r'name="wants_group" value="1" checked', refused), "what was ticked stays ticked"
    send(other, wants_group="1")
    letter = Correspondence.objects.get(wants_group=True)
    interest = Interest.objects.get()
    assert (interest.letter_id, interest.contact_id) == (letter.pk, letter.contact_id)
    staff = browser_of(make_desk_user(helpwanted, role=Role.COUNSELLOR))
    assert "Would like to join a peer group" in staff.get(f"/staff/post/{letter.pk}/").content.decode()
