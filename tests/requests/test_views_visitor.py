"""The forms for professionals, as a browser without scripts uses them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from helpline.programmes.models import Programme
from helpline.requests import actions, sealing
from helpline.requests.kinds import Kind, kinds_of, materials_of
from helpline.requests.models import Intake, ProfessionalRequest
from tests.factories.programmes import make_programme
from tests.factories.requests import LESSON, sent

pytestmark = pytest.mark.django_db
LESSON_FORM, MATERIALS_FORM = "/helpwanted/requests/lesson/", "/helpwanted/requests/materials/"


@pytest.fixture
def browser(helpwanted: Programme) -> Client:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def fields(kind: str = Kind.LESSON, **changes: object) -> Any:
    return sent(kind, opened_at=timezone.now() - timedelta(minutes=1), **changes)


def kept() -> list[sealing.Answers]:
    return [sealing.open_answers(asked) for asked in ProfessionalRequest.objects.all()]


@pytest.mark.parametrize(("kind", "address"), [(Kind.LESSON, LESSON_FORM), (Kind.MATERIALS, MATERIALS_FORM)])
def test_a_form_tells_first_what_is_kept(browser: Client, kind: str, address: str) -> None:
    assert reverse("requests:form", args=["helpwanted", kind]) == address
    page = browser.get(address).content.decode()
    told = page.index("for 30 days at most")
    for sentence in (
        "Only colleagues who handle requests",
        "never in our figures",
        "Do you need help yourself",
    ):
        assert told <= page.index(sentence) < page.index('<form method="post" action="' + address)
    assert '<a href="/helpwanted/">Here you stay anonymous</a>' in page
    assert "<title>Information</title>" in page


def test_every_text_field_is_not_spell_checked_and_says_what_it_is_for(browser: Client) -> None:
    for address in (LESSON_FORM, MATERIALS_FORM):
        page = browser.get(address).content.decode()
        found = re.findall(r"<(?:textarea|input type=\"(?:text|email|tel)\")[^>]*>", page)
        assert len(found) > 5
        for field in found:
            assert "autocomplete=" in field
            assert 'spellcheck="false"' in field or 'name="website"' in field
    purposes = {"name", "organization", "work email", "street-address"}
    assert purposes <= set(re.findall(r'autocomplete="([^"]+)"', page))


def test_a_lesson_is_asked_for(browser: Client) -> None:
    answer = browser.post(LESSON_FORM, fields())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/helpwanted/requests/thanks/")
    assert kept() == [{name: text for name, text in LESSON.items() if text} | {"how_many": 26}]
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "It has arrived" in page
    for word in (*LESSON.values(), "lesson", "material"):
        assert not word or word not in page.lower()


def test_materials_are_asked_for(browser: Client) -> None:
    assert browser.post(MATERIALS_FORM, fields(Kind.MATERIALS)).status_code == 303
    (answers,) = kept()
    assert answers["materials"] == ["poster", "card"]
    assert answers["address"] == "Voorbeeldstraat 1\n0000 AA Nergenshuizen"
    assert "remark" not in answers


def test_no_cookie_outlives_the_visit(browser: Client) -> None:
    for answer in (browser.get(LESSON_FORM), browser.post(LESSON_FORM, fields())):
        assert set(answer.cookies) <= {settings.CSRF_COOKIE_NAME}
        for cookie in answer.cookies.values():
            assert not cookie["max-age"]
            assert not cookie["expires"]
            assert cookie["httponly"]
    assert browser.get(LESSON_FORM).headers["Cache-Control"] == "no-store"


BAD: list[tuple[str, dict[str, object], str]] = [
    ("no name", {"name": " "}, "Fill in your name."),
    ("no school", {"organisation": ""}, "Fill in the name of your school"),
    ("no mail", {"email": ""}, "Fill in your e-mail address at work."),
    ("half a mail", {"email": "iemand@school"}, "not a complete e-mail address"),
    ("letters in a number", {"phone": "bel maar"}, "no letters"),
    ("no place", {"place": ""}, "the town where the lesson is"),
    ("no group", {"group": ""}, "for which group"),
    ("no number", {"how_many": "een hele klas"}, "for example 25"),
    ("nobody", {"how_many": "0"}, "between 1 and 9999"),
    ("everybody", {"how_many": "10000"}, "between 1 and 9999"),
    ("no period", {"period": ""}, "when you would like"),
    ("too much", {"remark": "x" * 501}, "at most 500 characters"),
    ("a machine", {"website": "https://example.org"}, "Empty this field"),
]


@pytest.mark.parametrize(("change", "sentence"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_mistake_is_named_and_nothing_typed_is_lost(
    browser: Client, change: dict[str, object], sentence: str
) -> None:
    typed = fields(**change)
    answer = browser.post(LESSON_FORM, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not ProfessionalRequest.objects.exists()
    assert page.count(sentence) == 2, "once at the top and once beside the field"
    for name, text in typed.items():
        if str(text).strip():
            assert str(text) in page, name
    assert "?lang=" not in page, "another language would lose what was typed"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"materials": []}, "Choose what we should send"),
        ({"materials": ["poster", "nonsense"]}, "not in the list any more"),
        ({"address": ""}, "address to which we can send"),
        ({"how_many": ""}, "how many of each"),
    ],
)
def test_mistakes_with_materials(browser: Client, change: dict[str, object], sentence: str) -> None:
    page = browser.post(MATERIALS_FORM, fields(Kind.MATERIALS, **change)).content.decode()
    assert sentence in page
    assert "Voorbeeldstraat 1" in page or "address" in change
    if "materials" not in change:
        assert page.count(" checked") == 2
    assert not ProfessionalRequest.objects.exists()


def test_500_characters_are_counted_as_people_do(browser: Client) -> None:
    assert browser.post(LESSON_FORM, fields(remark="regel\r\n" * 83 + "ab")).status_code == 303


def test_the_list_of_mistakes_leads_to_the_fields(browser: Client) -> None:
    page = browser.post(MATERIALS_FORM, fields(Kind.MATERIALS, name="", materials=[])).content.decode()
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    targets = re.findall(r'<li><a href="#([^"]+)"', page)
    assert len(targets) == 2
    assert set(targets) <= ids


def test_whoever_is_faster_than_hands_is_asked_to_press_again(browser: Client) -> None:
    typed = sent(opened_at=timezone.now())
    answer = browser.post(LESSON_FORM, typed)
    page = answer.content.decode()
    assert (answer.status_code, "very fast" in page) == (422, True)
    assert str(typed["opened"]) in page, "the same form, so that waiting helps"
    assert "Voorbeeldschool" in page


@pytest.mark.parametrize("token", ["", "nonsense", "old"])
def test_an_old_form_is_given_a_new_token(browser: Client, token: str) -> None:
    typed = sent(opened_at=timezone.now() - timedelta(hours=25))
    if token != "old":
        typed["opened"] = token
    answer = browser.post(LESSON_FORM, typed)
    page = answer.content.decode()
    assert (answer.status_code, "open for a long time" in page) == (422, True)
    (fresh,) = re.findall(r'name="opened" value="([^"]+)"', page)
    assert fresh != typed["opened"]
    assert "Voorbeeldschool" in page


def test_a_form_of_another_site_is_refused_and_keeps_what_was_typed(helpwanted: Programme) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = browser.post(LESSON_FORM, fields())
    page = answer.content.decode()
    assert (answer.status_code, "blocks cookies" in page, "Voorbeeldschool" in page) == (422, True, True)
    assert not ProfessionalRequest.objects.exists()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
    assert browser.post(LESSON_FORM, fields(csrfmiddlewaretoken=token)).status_code == 303
    foreign = browser.post(
        LESSON_FORM, fields(csrfmiddlewaretoken=token), headers={"origin": "https://elsewhere.example"}
    )
    assert foreign.status_code == 422


def test_pressing_twice_is_asking_once(browser: Client) -> None:
    typed = fields()
    for _ in range(2):
        assert browser.post(LESSON_FORM, typed).status_code == 303
    assert ProfessionalRequest.objects.count() == 1


def test_a_flood_meets_a_polite_page_that_loses_nothing(browser: Client, helpwanted: Programme) -> None:
    hour_at = timezone.now().replace(minute=0, second=0, microsecond=0)
    for ahead in (timedelta(0), timedelta(hours=1)):  # the hour may pass while this runs
        Intake.objects.update_or_create(
            programme=helpwanted, defaults={"hour_at": hour_at + ahead, "taken": actions.MOST_PER_HOUR}
        )
        answer = browser.post(LESSON_FORM, fields())
        if answer.status_code == 429:
            break
    page = answer.content.decode()
    assert (answer.status_code, "Try again in an hour" in page, "Voorbeeldschool" in page) == (
        429,
        True,
        True,
    )
    assert not ProfessionalRequest.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/helpwanted/requests/nonsense/",
        "/nowhere/requests/lesson/",
        "/nowhere/requests/thanks/",
        "/third/requests/lesson/",
        "/third/requests/thanks/",
    ],
)
def test_what_is_not_offered_is_no_page(browser: Client, address: str) -> None:
    third = make_programme(slug="third", name="Third")
    assert kinds_of(third) == []
    assert browser.get(address).status_code == 404
    assert browser.post(address, fields()).status_code in (404, 405)


def test_dutch_is_the_language_of_the_house(helpwanted: Programme) -> None:
    answer = Client().post(LESSON_FORM, fields(name=""))
    page = answer.content.decode()
    for sentence in (
        "Vul je naam in.",
        "hoogstens 30 dagen",
        "Hier blijf je anoniem",
        "Vraag een gastles aan",
    ):
        assert sentence in page


def test_what_is_shipped_is_whole() -> None:
    for slug in ("helpwanted", "stopitnow"):
        programme = Programme(slug=slug)
        assert kinds_of(programme) == [Kind.LESSON, Kind.MATERIALS]
        codes = [material.code for material in materials_of(programme)]
        assert len(codes) == len(set(codes)) > 2
        assert all(material.label_nl and material.label_en for material in materials_of(programme))


def test_other_rooms_place_a_form_and_the_ways_to_it(helpwanted: Programme) -> None:
    template = Template(
        "{% load professional_requests %}{% request_links programme %}{% request_form programme 'materials' %}"
        "{% request_form programme 'lesson' %}{% request_form programme 'nonsense' %}"
    )
    context = Context({"programme": helpwanted, "csrf_token": "theToken"})
    page = template.render(context)
    assert page.count(f'href="{LESSON_FORM}"') == page.count(f'action="{LESSON_FORM}"') == 1
    assert page.count('value="theToken"') == 2
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 15
    third = make_programme(slug="third", name="Third")
    assert template.render(Context({"programme": third, "request": RequestFactory().get("/")})).strip() == ""
