"""In line with closed browsers: they are in nobody's way, and whoever comes back has the original place."""

import pytest
from playwright.sync_api import WebSocketRoute, expect

from tests.journeys.cast import SECOND, Counsellor, Stage, hardest_house

pytestmark = pytest.mark.browser


def says(counsellor: Counsellor, key: str) -> str:
    """A sentence of the desk, in the language of its page."""
    words: str = counsellor.page.evaluate(
        "key => JSON.parse(document.getElementById('desk-words').textContent)[key]", key
    )
    return words


class Board:
    """The board of a desk, which a test can keep from changing: so that a moment lasts as long as a click takes."""

    def __init__(self) -> None:
        self.stands_still = False

    def relay(self, page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        page.on_message(server.send)
        server.on_message(
            lambda frame: None if self.stands_still and '"board"' in str(frame) else page.send(frame)
        )


@hardest_house
def test_a_closed_browser_is_in_nobodys_way_and_comes_back_to_its_place(stage: Stage) -> None:
    noor = stage.counsellor(on="helpwanted", capacity=1)
    stage.inside.ask("on_duty", email=SECOND, slug="helpwanted", capacity=1)
    for _ in range(2):  # both have their hands full
        talking = stage.visitor()
        talking.person.visit("/helpwanted/chat/")
        talking.starts()
    gone, here = stage.visitor(), stage.visitor()
    gone.person.visit("/helpwanted/chat/")
    gone.starts()
    gone.is_waiting()
    first = stage.inside.ask("newest")["id"]
    here.person.visit("/helpwanted/chat/")
    here.starts()
    place = here.page.locator("#wait-place")
    expect(place).to_contain_text("2")
    expect(noor.page.locator("#waiting-count")).to_have_text("2")

    gone.page.close()
    stage.loses_sight_of(first)
    expect(place).to_have_text("Jij bent de eerste in de rij.")
    noor.page.reload()
    expect(noor.page.locator("#waiting-count")).to_have_text("1")
    expect(noor.page.locator("#waiting li").first).to_contain_text(says(noor, "mark_away"))
    expect(noor.page.locator("#waiting li").nth(1)).not_to_contain_text(says(noor, "mark_away"))
    expect(noor.page.locator("#take-next button")).to_have_count(1)

    gone.person.page = gone.person.context.new_page()
    gone.person.visit("/helpwanted/chat/")
    gone.page.wait_for_url("**/helpwanted/chat/talk/")
    gone.is_told("within_reach")
    expect(gone.page.locator("#wait-place")).to_have_text("Jij bent de eerste in de rij.")
    expect(place).to_have_text("Je bent nummer 2 in de rij. Iemand die al voor je in de rij stond, is terug.")
    expect(noor.page.locator("#waiting-count")).to_have_text("2")
    expect(noor.page.locator("#waiting li").first).not_to_contain_text(says(noor, "mark_away"))


def test_a_desk_says_what_is_true_when_nobody_can_be_had(stage: Stage) -> None:
    sam = stage.counsellor()
    board = Board()
    sam.page.route_web_socket("**/staff/desk/socket", board.relay)
    sam.comes_to_the_desk()
    middle = sam.page.locator("#talks-none .quiet")
    expect(middle).to_have_text(says(sam, "none_open"))
    sam.is_available()
    expect(middle).to_have_text(says(sam, "none_open_available"))
    sam.page.locator("#break-button").click()
    expect(middle).to_have_text(says(sam, "none_open_break"))
    sam.page.locator("#break-button").click()
    expect(middle).to_have_text(says(sam, "none_open_available"))

    # the last sign of life of the only one in line is minutes ago
    noor = stage.counsellor(SECOND, on="helpwanted", capacity=1)
    sam.page.locator("#presence [role=switch]").first.click()
    for _ in range(2):
        visitor = stage.visitor()
        visitor.person.visit("/helpwanted/chat/")
        visitor.starts()
    visitor.is_waiting()
    expect(sam.page.locator("#take-next button")).to_have_count(1)
    visitor.person.context.close()
    board.stands_still = True
    stage.loses_sight_of(stage.inside.ask("newest")["id"])
    # pressed in the moment before the desk knows
    sam.page.locator("#take-next button").first.click()
    expect(sam.page.locator("#toast")).to_have_text(says(sam, "why_nobody"))
    expect(sam.page.locator("#take-next button")).to_have_count(0)
    expect(sam.page.locator("#waiting-away")).to_be_visible()
    expect(sam.page.locator("#waiting-none")).to_be_hidden()
    expect(sam.page.locator("#waiting-count")).to_have_text("0")
    expect(noor.page.locator("#mine li")).to_have_count(1)
