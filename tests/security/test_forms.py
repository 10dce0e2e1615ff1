"""No page of another site can send a form or a script's request for somebody: every address that takes POST."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from helpline.mail.models import Letter
from helpline.requests.models import ProfessionalRequest
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.phone import ACCOUNT
from tests.factories.selfhelp import make_whole_programme
from tests.security import visitors
from tests.security.walk import Route, routes
from tests.services.filling import once_a_file

pytestmark = pytest.mark.django_db

TEMPLATES = Path(django_settings.BASE_DIR) / "templates"
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
site = once_a_file(lambda: make_whole_programme().pk)
OTHERWISE = visitors.SHOW_AGAIN | visitors.KEEP_NOTHING | visitors.HARMLESS


def path_of(route: Route) -> str:
    words = {
        "channel": "chat",
        "field": "topics",
        "name": "close",
        "organisation": "csg",
        "ending": "csv",
        "year": 1,
    }
    uuid = visitors.WORDS["leg_id"]
    some: dict[str, object] = {}
    for name in route.arguments:
        is_number = f"<int:{name}>" in route.pattern
        some[name] = 1 if is_number else {**visitors.WORDS, **words}.get(name, uuid)
    return reverse(route.name, kwargs=some)


@pytest.mark.usefixtures("quick_refusals")
def test_a_post_without_our_token_is_refused_everywhere(site: int) -> None:
    stranger = Client(enforce_csrf_checks=True)
    # signed in, so that it is not the door that refuses
    staff = browser_of(make_desk_user(name="Niemand"), enforce_csrf_checks=True)
    for route in routes():
        if route.name in OTHERWISE or route.name.startswith(visitors.SIGNED) or route.name == "wagtail_serve":
            continue
        answer = (staff if route.is_staffs else stranger).post(path_of(route))
        assert (answer.status_code, answer.content) == (403, b"errors/form_expired.html"), (
            f"{route.name} takes a POST without the token of a form. If it must, say why in "
            "tests/security/visitors.py."
        )


def test_whoever_takes_a_post_otherwise_is_named() -> None:
    exempt = {each.name for each in routes() if each.is_exempt and not each.name.startswith(visitors.SIGNED)}
    # the roads of the safe are answered before any view: selfhelp/modules/safe/lane.py
    assert exempt == OTHERWISE


def test_the_provider_must_sign(site: int, settings: Settings) -> None:
    settings.PHONE = ACCOUNT
    for route in routes():
        if route.name.startswith(visitors.SIGNED):
            answer = Client().post(path_of(route), {"CallSid": "CA" + "0" * 32})
            assert (answer.status_code, answer.content) == (403, b""), route.name
            assert Client().get(path_of(route)).status_code == 405, route.name


def test_what_was_typed_is_shown_again_and_nothing_kept(site: int) -> None:
    for name in sorted(visitors.SHOW_AGAIN):
        route = next(each for each in routes() if each.name == name)
        client = Client(enforce_csrf_checks=True)
        client.post(path_of(route), {"text": "een brief", "name": "Iemand", "code": "a-b-c-d-e"})
        assert not Letter.objects.exists(), name
        assert not ProfessionalRequest.objects.exists(), name


def test_a_page_of_another_site_is_turned_away_from_what_keeps_nothing(site: int) -> None:
    for name in sorted(visitors.KEEP_NOTHING):
        route = next(each for each in routes() if each.name == name)
        foreign = {"sec-fetch-site": "cross-site"}
        assert Client().post(path_of(route), headers=foreign).status_code == 403, name


def test_every_form_that_posts_carries_the_token() -> None:
    missing = []
    for file in sorted(TEMPLATES.rglob("*.html")):
        for form in FORM.findall(file.read_text()):
            posts = re.search(r'\bmethod="post"', form, re.IGNORECASE)
            if posts and "csrf_token" not in form and not EXEMPT_FORM.search(form):
                missing.append(f"{file.relative_to(TEMPLATES)}: {form.splitlines()[0]}")
    assert not missing, "\n".join(missing)


#: a form that leads to an address that needs none (`visitors.py`), or to the way out, which is open to everybody
#: the page of our own fault gives back what was sent, and the token is among it
EXEMPT_FORM = re.compile(r"selfhelp_modules:|selfhelp_safe:|cms:leave|cms:search|name, value in again")
