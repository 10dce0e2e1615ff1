"""The walk as its pages tell it: forms and links only, as in a browser without scripts."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helpline.programmes import queries as programmes
from selfhelp.advice import cookie
from selfhelp.advice import walk as walks
from tests.factories.advice import make_advice
from tests.selfhelp.advice.walkers import Walker
from tests.services.filling import once_a_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]

made = once_a_file(lambda: make_advice().pk)


def test_the_door_says_what_this_is_and_what_is_kept() -> None:
    walker = Walker()
    page = walker.get()
    assert walker.heading == "Choose help"
    assert "At most 3 questions, mostly fewer." in page
    assert "about 1 minute." in page
    assert "Nobody reads along" in page
    assert "tel:112" in page
    assert "<title>Information</title>" in page
    assert not walker.cookie, "who only looks holds nothing"


def test_a_walk_from_the_door_to_the_advice() -> None:
    walker = Walker()
    walker.starts()
    assert walker.where == "/helpwanted/advice/1/"
    assert walker.heading == "danger? (en)"
    walker.answers("no")
    assert (walker.where, walker.heading) == ("/helpwanted/advice/2/", "who? (en)")
    walker.answers("me")
    assert "You can choose more than one." in walker.page
    walker.answers("spread", "threat")
    assert (walker.where, walker.heading) == ("/helpwanted/advice/outcome/", "stop (en)")
    assert "Doe dit. (en)" in walker.page


def test_something_to_read_goes_on_with_one_button() -> None:
    walker = Walker()
    walker.walks("no", "other")
    assert walker.heading == "read (en)"
    assert "choice" not in walker.page
    walker.answers()
    assert walker.heading == "talk (en)"


def test_a_question_without_an_answer_says_so_and_counts_nothing() -> None:
    walker = Walker()
    walker.starts()
    walker.answers()
    assert "Choose an answer first." in walker.page
    assert walker.where == "/helpwanted/advice/1/?told=empty"
    assert 'aria-describedby="ask-error' in walker.page


def test_going_back_shows_what_was_chosen_and_changing_keeps_what_fits() -> None:
    walker = Walker()
    walker.walks("no", "me", "threat")
    walker.get("2/")
    assert 'value="me" autocomplete="off" checked' in walker.page
    walker.answers("other")
    assert walker.heading == "read (en)"
    walker.get("2/")
    walker.answers("me")
    assert walker.heading == "stop (en)", "what was answered before is not asked again"


def test_a_form_that_an_old_page_posts_does_no_harm() -> None:
    walker = Walker()
    walker.starts()
    first = walker.form()
    walker.answers("no")
    walker.answers("me")
    walker.post("answer/", **first, choice="no")
    assert walker.where == "/helpwanted/advice/3/", "the same answer again changes nothing"
    third = walker.form()
    walker.get("2/")
    walker.answers("other")
    walker.post("answer/", **third, choice="threat")
    assert "That page was an older one." in walker.page
    assert walker.heading == "read (en)"
    for broken in ({"node": "x"}, {"node": "99"}, {"version": "999"}, {"node": "-1"}, {"node": "9" * 40}):
        walker.post("answer/", **{**third, **broken}, choice="threat")
        assert walker.heading == "read (en)"


def test_a_place_beyond_the_path_leads_to_where_the_walk_stands() -> None:
    walker = Walker()
    walker.walks("no")
    for beyond in ("3/", "99/", "outcome/", "outcome/save/", "take-along/", "answer/", "start/", "easy/"):
        walker.get(beyond)
        assert walker.where == "/helpwanted/advice/2/", beyond
    walker.walks("yes")
    walker.get("2/")
    assert walker.where == "/helpwanted/advice/outcome/"
    assert walker.client.get("/helpwanted/advice/0/").status_code in (302, 303, 404)


def test_the_answers_are_listed_with_a_way_to_change_each() -> None:
    walker = Walker()
    walker.walks("no", "me", ("threat", "spread"))
    page = walker.get("answers/")
    for words in ("danger? (en)", "no (en)", "threat (en)", "spread (en)", "To your advice"):
        assert words in page
    assert page.index("danger?") < page.index("who?") < page.index("what?")
    assert 'href="/helpwanted/advice/2/"' in page


def test_stopping_forgets_everything() -> None:
    walker = Walker()
    walker.walks("no", "me")
    assert walker.cookie
    page = walker.post("stop/")
    assert not walker.cookie
    assert walker.client.cookies[cookie.name("helpwanted")]["max-age"] == 0
    assert "Your answers are erased" in page
    assert "Start again" in page
    walker.get("2/")
    assert walker.where == "/helpwanted/advice/?told=none"


def test_leaving_now_forgets_the_walk_too() -> None:
    walker = Walker()
    walker.walks("no")
    response = walker.client.post("/helpwanted/leave/")
    spent = {(each.key, each["path"]): each["max-age"] for each in response.cookies.values()}
    assert spent[cookie.name("helpwanted"), "/"] == 0


def test_a_walk_goes_on_where_it_was() -> None:
    walker = Walker()
    walker.walks("no", "me")
    page = walker.get()
    assert "Go on where you were" in page
    walker.get("answer/")
    assert walker.where == "/helpwanted/advice/3/"


@pytest.mark.parametrize("step", ["", "2/", "outcome/", "answers/", "now/", "take-along/"])
def test_half_an_hour_of_silence_is_noticed_by_the_server(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    walker = Walker()
    walker.walks("no", "me")
    monkeypatch.setattr(walks, "IDLE", 0)
    page = walker.get(step)
    if step != "now/":
        assert "More than half an hour went by" in page
        assert not walker.cookie
    assert walker.status == 200


@pytest.mark.parametrize("spoil", ["tamper", "truncate", "foreign", "oversize", "nonsense"])
def test_a_cookie_that_is_not_ours_starts_over_politely(spoil: str) -> None:
    walker = Walker()
    walker.walks("no", "me")
    value = walker.cookie
    spoilt: dict[str, Callable[[], str]] = {
        "tamper": lambda: value[:40] + ("A" if value[40] != "A" else "B") + value[41:],
        "truncate": lambda: value[: len(value) // 2],
        "foreign": lambda: cookie.sealed(cookie.opened(value, "helpwanted"), "stopitnow"),  # type: ignore[arg-type]
        "oversize": lambda: value * 40,
        "nonsense": lambda: "kanarie",
    }
    for step in ("", "2/", "outcome/", "answers/", "take-along/", "outcome/save/"):
        walker.cookie = spoilt[spoil]()
        page = walker.get(step)
        assert walker.status == 200
        assert "can no longer be read. You can start again." in page, step
        assert not walker.cookie
    walker.cookie = spoilt[spoil]()
    for name in ("answer/", "easy/", "take-along/leave-out/", "take-along/go/", "renew/"):
        walker.cookie = spoilt[spoil]()
        walker.post(name, node="1", version="1", choice="no")
        assert walker.status == 200
    assert walker.starts()
    assert walker.where == "/helpwanted/advice/1/"


def test_a_walk_of_another_programmes_version_is_no_walk() -> None:
    make_advice(slug="stopitnow")
    walker, other = Walker(), Walker(slug="stopitnow")
    walker.walks("no")
    other.walks("no")
    held = cookie.opened(walker.cookie, "helpwanted")
    assert held is not None
    other.cookie = cookie.sealed(held, "stopitnow")
    assert "can no longer be read" in other.get("2/")


def test_the_other_language_keeps_the_walk() -> None:
    walker = Walker(language="nl")
    walker.walks("no")
    assert walker.heading == "who?"
    walker.get("2/?lang=en")
    assert walker.heading == "who? (en)"


def test_no_address_tells_an_answer_and_nothing_is_stored() -> None:
    walker = Walker()
    for response in (
        walker.client.post(walker.path("start/")),
        walker.client.get(walker.path("1/")),
        walker.client.get(walker.path()),
    ):
        assert response.headers["Cache-Control"] == "no-store"
    walker.walks("no", "me", "threat")
    assert walker.where == "/helpwanted/advice/outcome/"


def test_a_question_asks_the_database_at_most_once() -> None:
    walker = Walker()
    walker.walks("no")
    programmes.forget()
    walker.get("2/")  # what every process keeps for seconds is read now
    with CaptureQueriesContext(connection) as asked:
        walker.get("2/")
    assert len(asked) <= 1
    with CaptureQueriesContext(connection) as asked:
        walker.client.post(walker.path("answer/"), {**walker.form(), "choice": "me"})
    assert len(asked) <= 1
