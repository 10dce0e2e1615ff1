"""Taking answers along: what is shown is what goes, only to doors that are open, and counted once."""

import html
import re

import pytest
from django.utils import timezone, translation

from chat import introduction
from cms.ways import ways_in
from figures.models import DayCounter, MonthCounter
from helpline.programmes.models import Programme
from selfhelp.advice import counting
from tests.factories.advice import make_advice
from tests.factories.chat import make_available, make_staff
from tests.selfhelp.advice.sample import bare
from tests.selfhelp.advice.walkers import Walker

pytestmark = pytest.mark.django_db

CODES = {
    "target_group": ["self"],
    "topics": ["blackmail"],
    "age_band": ["12_18"],
    "platforms": ["snapchat"],
}
TO_STOP = ("no", "me", "threat", "b", ("snap",))


@pytest.fixture
def programme() -> Programme:
    return make_advice(bare()).programme


@pytest.fixture
def on_duty(programme: Programme) -> Programme:
    make_available(user=make_staff(programme), programme=programme, now=timezone.now())
    return programme


def seal_in(page: str) -> str:
    found = re.search(r'name="introduction" value="([^"]+)"', page)
    return found[1] if found else ""


def shown_in(page: str) -> str:
    box = page.partition('id="along">')[2].partition("</div>")[0]
    return html.unescape(re.sub(r"<[^>]+>", "", box.replace("<br>", "\n"))).strip()


def test_what_is_shown_is_what_is_sealed(on_duty: Programme) -> None:
    walker = Walker()
    walker.walks(*TO_STOP)
    page = walker.get("take-along/")
    (sealed,) = introduction.brought(seal_in(page), on_duty, timezone.now()).texts
    assert sealed == shown_in(page)
    assert "• Who did this happen to? Me" in sealed
    page = walker.post("take-along/leave-out/", node="1", out="1")
    assert walker.where == "/helpwanted/advice/take-along/"
    (sealed,) = introduction.brought(seal_in(page), on_duty, timezone.now()).texts
    assert sealed == shown_in(page)
    assert "Who did this happen to?" not in sealed
    assert "stays here" in page
    page = walker.post("take-along/leave-out/", node="1", out="0")
    assert "Who did this happen to?" in shown_in(page)


def test_the_same_form_goes_on_to_the_chats_door_and_counts_once(on_duty: Programme) -> None:
    walker = Walker()
    walker.walks(*TO_STOP)
    seal = seal_in(walker.get("take-along/"))
    for _ in range(3):
        response = walker.client.post(
            walker.path("take-along/go/"), {"channel": "chat", "introduction": seal}
        )
        assert (response.status_code, response.headers["Location"]) == (307, "/helpwanted/chat/")
    counting.write()
    assert DayCounter.objects.get(name="advice_handovers").n == 1
    assert MonthCounter.objects.get(second_code="to_chat").n == 1
    door = walker.client.post("/helpwanted/chat/", {"introduction": seal}).text
    assert "What you chose goes along" in door


def test_the_codes_of_the_answers_go_along_and_of_those_left_out_none(on_duty: Programme) -> None:
    walker = Walker()
    walker.walks(*TO_STOP)
    page = walker.get("take-along/")
    codes = introduction.brought(seal_in(page), on_duty, timezone.now()).codes
    assert codes == CODES
    page = walker.post("take-along/leave-out/", node="1", out="1")
    codes = introduction.brought(seal_in(page), on_duty, timezone.now()).codes
    assert codes == {name: CODES[name] for name in CODES if name != "target_group"}


def test_the_doors_of_an_advice_lead_by_way_of_the_answers_but_not_in_danger(on_duty: Programme) -> None:
    walker = Walker()
    walker.walks(*TO_STOP)
    first = walker.get("outcome/").partition("door-first")[2].partition("</a>")[0]
    assert 'href="/helpwanted/advice/take-along/"' in first
    assert "First you see which of your answers go along" in first
    page = walker.get("take-along/")
    assert 'href="/helpwanted/chat/"' in page, "the chat without the answers"
    walker.walks("yes")
    first = walker.get("outcome/").partition("door-first")[2].partition("</a>")[0]
    assert 'href="/helpwanted/chat/"' in first


def test_the_editors_title_names_the_door_and_what_goes_along(on_duty: Programme) -> None:
    for language, title in (("nl", "Hulp kiezen"), ("en", "Choose help")):
        with translation.override(language):
            assert title in [way.name for way in ways_in(on_duty, timezone.now())]
    walker = Walker()
    walker.walks(*TO_STOP)
    assert "What I answered in “Choose help”:" in shown_in(walker.get("take-along/"))


def test_a_closed_door_is_not_offered(programme: Programme) -> None:
    walker = Walker()
    walker.walks(*TO_STOP)
    assert "Take your answers along" not in walker.get("outcome/")
    page = walker.get("take-along/")
    assert not seal_in(page)
    assert "No door is open just now." in page
    for channel in ("chat", "phone", "advice", "", "x" * 500):
        walker.post("take-along/go/", channel=channel)
        assert walker.where == "/helpwanted/advice/take-along/"
    counting.write()
    assert not DayCounter.objects.filter(name="advice_handovers").exists()


def test_what_is_not_on_the_path_cannot_be_left_out(on_duty: Programme) -> None:
    walker = Walker()
    walker.walks(*TO_STOP)
    for node in ("2", "99", "x", "-1", "9" * 30, ""):
        walker.post("take-along/leave-out/", node=node, out="1")
        assert walker.status == 200
    assert "stays here" not in walker.get("take-along/")
