from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from chat import visit
from chat.actions.terms import RETURN_CODE_TERM
from cms import views
from helpline.programmes import doors
from helpline.programmes.doors import Door, DoorState
from helpline.programmes.models import Programme
from tests.factories.chat import make_open_programme

pytestmark = pytest.mark.django_db

LATER = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)


def hang(channel: str, state: DoorState, order: int = 50) -> None:
    def address(programme: Programme) -> str:
        return f"/{programme.slug}/{channel}/"

    door = Door(channel, order, address, lambda programme, now: state, f"Door {channel}", "", "info")
    doors.register(door)


@pytest.fixture
def only_own_doors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "_doors", {})


def test_the_first_page_lists_the_programmes_and_says_nothing_in_its_title() -> None:
    make_open_programme()
    make_open_programme(slug="stopitnow")
    page = Client().get("/").text
    assert 'href="/helpwanted/"' in page
    assert 'href="/stopitnow/"' in page
    assert "<title>Informatie</title>" in page or "<title>Information</title>" in page


def test_a_house_without_programmes_says_so() -> None:
    assert Client().get("/").status_code == 200


@pytest.mark.parametrize("path", ["/nobody/", "/nobody/what-we-keep/", "/nobody/chat/"])
def test_an_unknown_programme_is_no_page(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_only_doors_that_exist_are_shown_open_ones_first(only_own_doors: None) -> None:
    make_open_programme()
    hang("phone", DoorState(open=False, opens_at=LATER, reason="closed"), order=1)
    hang("advice", DoorState(open=True), order=2)
    page = Client().get("/helpwanted/").text
    assert page.index("/helpwanted/advice/") < page.index("/helpwanted/phone/")
    assert page.count("door-first") == 1
    assert "/helpwanted/post/" not in page


def test_what_we_keep_says_the_terms_that_are_set(settings: object) -> None:
    make_open_programme()
    settings.CHAT_TERM_DAYS = 5  # type: ignore[attr-defined]
    page = (
        Client(headers={"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"})
        .get("/helpwanted/what-we-keep/")
        .text
    )
    assert "5 days after the chat ended" in page
    assert RETURN_CODE_TERM.days == views.RETURN_CODE_DAYS
    assert "stays 30 days" in page


def test_the_numbers_for_danger_stand_on_every_first_page() -> None:
    make_open_programme()
    for path in ("/", "/helpwanted/", "/helpwanted/chat/", "/nope/"):
        page = Client().get(path).text
        for number in ("tel:112", "tel:08000113", "tel:08002000"):
            assert number in page, path


# --- leaving --------------------------------------------------------------------------------------------------------


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    calls: list[str] = []

    def note(request: HttpRequest) -> None:
        calls.append(request.path)

    monkeypatch.setattr(doors, "_leave_callbacks", {"test": note})
    return calls


def test_leaving_needs_no_token_and_clears_the_browser(heard: list[str]) -> None:
    make_open_programme()
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        "/helpwanted/leave/", headers={"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}
    )
    assert response.status_code == 303
    assert response["Location"] == "/bye/"
    assert response["Clear-Site-Data"] == '"cookies", "storage"'
    assert heard == ["/helpwanted/leave/"]


def test_cookies_are_expired_by_name_too_for_browsers_that_do_not_heed_the_header(heard: list[str]) -> None:
    held = (visit.cookie_name("stopitnow"), settings.LANGUAGE_COOKIE_NAME)
    client = Client(headers={"Cookie": "; ".join(f"{name}=a" for name in (*held, "a(b)", ""))})
    response = client.post("/helpwanted/leave/")
    expired = {(morsel.key, morsel["path"]) for morsel in response.cookies.values() if morsel["max-age"] == 0}
    assert expired == {(name, "/") for name in held}


def test_the_script_has_the_cache_emptied_too(heard: list[str]) -> None:
    response = Client().post("/leave/", headers={"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"})
    assert response["Clear-Site-Data"] == '"cookies", "storage", "cache"'


def test_a_foreign_page_cannot_make_somebody_leave(heard: list[str]) -> None:
    response = Client().post("/leave/", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 303
    assert "Clear-Site-Data" not in response.headers
    assert heard == []


@pytest.mark.parametrize("path", ["/leave/", "/nobody/leave/", "/helpwanted/leave/"])
@pytest.mark.parametrize("method", ["get", "head", "put", "post"])
def test_who_leaves_never_meets_an_error(path: str, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(request: HttpRequest) -> None:
        raise RuntimeError

    monkeypatch.setattr(doors, "_leave_callbacks", {"broken": fail})
    response = getattr(Client(), method)(path)
    assert response.status_code == 303
    assert response["Location"] == "/bye/"


def test_the_page_after_leaving_names_nobody() -> None:
    make_open_programme()
    page = Client().get("/bye/").text.lower()
    for word in ("helpwanted", "stop it now", "hulp", "helpline", "chat"):
        assert word not in page


def test_the_style_page_is_for_builders_only(settings: object) -> None:
    assert Client().get("/styleguide/").status_code == 404


def test_a_browser_that_asks_for_an_icon_by_habit_gets_the_neutral_one() -> None:
    response = Client().get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith(".svg")
