"""A shift: counsellors who drop out, hand over, take back; a lead who reads along; registrations that are not lost."""

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.cast import LEAD, SECOND, Stage, hardest_house
from tests.journeys.judge import Judge

pytestmark = pytest.mark.browser


@hardest_house
def test_a_laptop_that_dies_costs_nobody_a_place(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.writes("ben je er nog?")
    noor.reads("ben je er nog?")
    queued_at = stage.inside.ask("newest")["queued_at"]
    stage.loses(noor)
    visitor.is_told("counsellor_away")
    stage.inside.ask("age_grace")
    visitor.is_told("back_in_queue")
    visitor.is_waiting()
    assert stage.inside.ask("newest")["queued_at"] == queued_at

    sam = stage.counsellor(SECOND)
    sam.is_available()
    sam.opens()
    sam.reads("ben je er nog?")
    sam.writes("Ik ben Sam, ik lees even terug.")
    visitor.reads("Ik ben Sam")


@hardest_house
def test_a_counsellor_who_is_back_in_time_goes_on(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    noor.writes("ik zoek het even op")
    stage.loses(noor)
    visitor.is_told("counsellor_away")
    again = stage.counsellor()
    visitor.is_told("counsellor_back")
    again.opens()
    again.reads("ik zoek het even op")
    again.writes("daar ben ik weer")
    visitor.reads("daar ben ik weer")


@hardest_house
def test_handing_over_and_taking_back(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    sam = stage.counsellor(SECOND, on="helpwanted")
    visitor.writes("ik wil liever met iemand anders")
    expect(noor.page.locator("#team")).to_contain_text("Sam")
    noor.does("transfer")
    noor.page.locator("#transfer-to label").filter(has_text="Sam").click()
    noor.page.locator("#transfer-note").fill("rustig aan, net begonnen")
    noor.page.locator("#transfer-form button[type=submit]").click()
    expect(noor.talk.locator("[data-part=alarm]")).to_contain_text("Sam")
    sam.page.locator("#offers .button-main").click()
    sam.opens()
    sam.reads("ik wil liever met iemand anders")
    sam.reads("rustig aan, net begonnen")
    visitor.is_told("transferred")
    expect(visitor.page.locator("#log")).not_to_contain_text("rustig aan")
    sam.writes("hoi, met Sam")
    visitor.reads("hoi, met Sam")

    # offered again, and taken back before anybody accepted
    sam.does("transfer")
    sam.page.locator("#transfer-to label").filter(has_text="Noor").click()
    sam.page.locator("#transfer-form button[type=submit]").click()
    expect(noor.page.locator("#offers li")).to_have_count(1)
    sam.page.locator("#mine .row-actions button").first.click()
    expect(noor.page.locator("#offers li")).to_have_count(0)
    assert stage.inside.ask("newest")["counsellor"] == SECOND
    sam.writes("ik blijf bij je")
    visitor.reads("ik blijf bij je")


@hardest_house
def test_a_lead_reads_along_whispers_and_takes_over(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.writes("ik weet niet of ik nog wil leven")
    fatima = stage.counsellor(LEAD)
    fatima.page.locator("#shift [data-part=open]").first.click()
    expect(fatima.talk).to_be_visible()
    fatima.reads("ik weet niet of ik nog wil leven")
    fatima.writes("vraag er rechtstreeks naar")  # a lead who reads along whispers
    noor.reads("vraag er rechtstreeks naar")
    expect(visitor.page.locator("#log")).not_to_contain_text("rechtstreeks")
    fatima.does("take-over")
    expect(fatima.talk.locator("[data-do=panel]")).to_be_visible()
    # what was taken over stands once, and its key is the same in the list and above the chat
    expect(fatima.page.locator("#mine li [data-part=key]")).to_have_text("1")
    expect(fatima.talk.locator("[data-part=key]")).to_have_text("1")
    expect(fatima.page.locator("#talks .talk")).to_have_count(1)
    fatima.shows_the_panel()
    expect(visitor.page.locator(".danger-sent").last).to_be_visible()
    fatima.writes("Ik neem het over, je bent niet alleen.")
    visitor.reads("Ik neem het over")
    expect(visitor.page.locator("#log")).not_to_contain_text("rechtstreeks")
    assert stage.inside.ask("newest")["counsellor"] == LEAD


@hardest_house
def test_what_was_registered_stands_on_another_computer(stage: Stage) -> None:
    noor, _visitor = stage.conversation()
    noor.answers({"target_group": "parent", "topics": ["grooming"]})
    noor.page.reload()
    noor.opens()
    form = noor.page.locator("form[data-register]")
    expect(form.locator("[data-field=target_group] select")).to_have_value("parent")
    elsewhere = stage.counsellor()
    elsewhere.opens()
    form = elsewhere.page.locator("form[data-register]")
    expect(form.locator("[data-field=target_group] select")).to_have_value("parent")
    chosen = form.locator("[data-field=topics]")
    assert "grooming" in (
        chosen.evaluate(
            "field => [...field.querySelectorAll('input:checked, option:checked')].map(each => each.value).join()"
        )
    )


def test_not_a_counselling_chat_is_registered_in_one_go(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    noor.does("end")
    noor.page.locator("#closings button[value=joke]").click()
    expect(visitor.page.locator("#ended")).to_be_visible()
    expect(noor.page.locator("#mine li")).to_have_count(0)
    (fact,) = stage.inside.ask("facts")
    assert fact["kind"] == "joke"


def test_closing_with_one_click_makes_way_unseen(stage: Stage) -> None:
    """It stands on top of an empty registration, and goes below it without anything moving under the pointer."""
    noor, _visitor = stage.conversation()
    form = noor.page.locator("form[data-register]")
    kinds = noor.page.locator("form[data-non-counselling]")
    form.wait_for()

    def place(part: Locator) -> float:
        box = part.bounding_box()
        assert box
        return box["y"]

    assert place(kinds) < place(form)
    gender = form.locator("[data-field=gender]")
    before = place(gender)
    noor.answers({"gender": "girl"})
    assert place(gender) == before
    assert place(kinds) < place(form)
    # out of sight it moves, and what is in sight stays
    topics = form.locator("[data-field=topics] legend")
    before = topics.evaluate("each => { each.scrollIntoView(); return each.getBoundingClientRect().y }")
    expect(noor.page.locator("form[data-register] ~ form[data-non-counselling]")).to_have_count(1)
    assert abs(place(topics) - before) < 1
    noor.page.reload()
    noor.opens()
    form.wait_for()
    assert place(kinds) > place(form)


def test_signing_in_with_two_factors_and_out_again(stage: Stage) -> None:
    person = stage.people.arrive(stage.house, size=(1280, 800))
    person.visit("/staff/")
    person.page.locator("input[name=email]").fill(SECOND)
    person.page.locator("input[name=passphrase]").fill("vier lampen langs de kade")
    person.page.locator("main form button[type=submit]").click()
    person.page.locator("input[name=code]").fill(stage.inside.ask("code_of", email=SECOND))
    person.page.locator("main form button[type=submit]").click()
    expect(person.page.locator("#presence li").first).to_be_visible()
    person.page.locator("form[action$='/sign-out/'] button").click()
    person.visit("/staff/")
    expect(person.page.locator("input[name=email]")).to_be_visible()


def test_looking_something_up_costs_nobody_the_chat(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    noor.page.get_by_role("link", name="Contacten", exact=True).click()
    line = noor.page.locator("#desk-beside")
    expect(line).to_contain_text("1 chat gaat door")
    visitor.writes("ben je er nog")
    expect(line).to_contain_text("1 nieuw bericht")
    noor.person.context.set_offline(True)
    expect(line).to_contain_text("Geen verbinding met de dienst")
    noor.person.context.set_offline(False)
    expect(line).to_contain_text("1 nieuw bericht")
    line.get_by_role("link").click()
    noor.opens(1)
    noor.reads("ben je er nog")


def test_a_counsellor_plays_the_visitor_in_a_practice_chat(stage: Stage) -> None:
    noor = stage.counsellor(on="helpwanted")
    with noor.person.context.expect_page() as opened:
        noor.page.locator("[data-do=practice]").click()
    page = opened.value
    expect(page.get_by_role("heading", level=1)).to_have_text("Jij speelt de bezoeker")
    page.set_viewport_size({"width": 360, "height": 740})
    judge = Judge(stage)
    judge.look(page, "practice")
    judge.close()
    page.get_by_role("link", name="Beginnen").press("Enter")
    expect(page.locator("#wait")).to_be_visible()
    noor.page.bring_to_front()
    expect(noor.page.locator("#waiting li")).to_contain_text("oefening")
