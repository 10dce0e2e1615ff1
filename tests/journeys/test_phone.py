"""Calls at the desk: the simulator plays the provider, the double plays the SDK, all the rest is the house's own."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.cast import SECOND, Counsellor, Stage, both_houses
from tests.journeys.judge import Judge

pytestmark = pytest.mark.browser


class Phone:
    """What a counsellor does with the phone of the desk."""

    def __init__(self, somebody: Counsellor) -> None:
        self.page: Page = somebody.page
        self.call: Locator = self.page.locator("#call")

    def is_available(self) -> None:
        switch = self.page.locator("#phone-presence [role=switch]").first
        switch.click()
        expect(switch).to_have_attribute("aria-checked", "true")

    def somebody_calls(self) -> None:
        self.page.locator("#call-comes-in").click()
        expect(self.page.locator("#phone-next button")).to_have_count(1)

    def is_connected(self) -> None:
        expect(self.call.locator("[data-call=mute]")).to_be_visible()
        expect(self.call.locator("[data-call=hang-up]")).to_be_visible()

    def does(self, name: str) -> None:
        self.call.locator(f"[data-call={name}]").click()

    def is_over(self) -> None:
        expect(self.call).to_be_hidden()


@both_houses
def test_a_call_takes_nothing_from_who_is_writing(stage: Stage) -> None:
    noor, visitor = stage.conversation()
    visitor.writes("mag ik iets vragen?")
    noor.reads("mag ik iets vragen?")
    phone = Phone(noor)
    phone.is_available()
    phone.somebody_calls()

    composer = noor.talk.locator("textarea")
    composer.fill("Natuurlijk, ver")
    noor.page.keyboard.press("Alt+c")
    noor.page.keyboard.type("tel ")
    phone.is_connected()
    noor.page.keyboard.type("het maar.")
    expect(composer).to_be_focused()
    expect(composer).to_have_value("Natuurlijk, vertel het maar.")
    expect(noor.talk).to_be_visible()
    expect(noor.page.locator("form[data-register]")).to_be_visible()

    judge = Judge(stage)
    judge.look(noor.page, "the desk in a call")
    assert judge.faults == []

    noor.page.keyboard.press("Enter")
    visitor.reads("Natuurlijk, vertel het maar.")
    phone.does("hold")
    expect(phone.call).to_have_attribute("data-status", "hold")
    expect(phone.call.locator("[data-part=status]")).to_contain_text("zo terug")
    phone.does("hold")
    phone.is_connected()
    phone.does("mute")
    expect(phone.call.locator("[data-call=mute]")).to_have_attribute("aria-pressed", "true")
    phone.does("hang-up")
    noor.page.locator("#dialog-hang-up button[value=yes]").click()
    phone.is_over()
    expect(noor.talk).to_be_visible()


def test_a_call_is_registered_and_counted(stage: Stage) -> None:
    noor = stage.counsellor()
    phone = Phone(noor)
    phone.is_available()
    phone.somebody_calls()
    noor.page.keyboard.press("c")
    phone.is_connected()
    noor.page.locator("form[data-register]").wait_for()
    noor.page.keyboard.press("g")
    noor.page.keyboard.press("Enter")
    phone.is_over()
    # it was a wrong number: registered with one press, as a chat would be
    noor.page.locator("#registration button[value=wrong_number]").click()
    expect(noor.page.locator("form[data-register]")).to_have_count(0)
    expect(noor.page.locator("#phone-presence [data-part=sum]").first).to_contain_text("1 aangenomen")


def test_a_call_is_handed_over_and_another_desk_is_asked_in(stage: Stage) -> None:
    noor, sam = stage.counsellor(), stage.counsellor(SECOND)
    phone, other = Phone(noor), Phone(sam)
    other.is_available()
    phone.is_available()
    phone.somebody_calls()
    noor.page.keyboard.press("c")
    phone.is_connected()

    phone.does("outside")
    noor.page.locator("#outside-form button[type=submit]").click()
    expect(phone.call.locator("[data-part=others]")).to_contain_text("Veilig Thuis")
    expect(phone.call.locator("[data-call=drop]")).to_be_visible()
    phone.does("drop")
    expect(phone.call.locator("[data-call=drop]")).to_be_hidden()

    phone.does("hand-over")
    noor.page.locator("#hand-over-to label").filter(has_text="Sam").click()
    noor.page.locator("#hand-over-form button[type=submit]").click()
    sam.page.locator("#phone-offers .button-main").click()
    other.is_connected()
    expect(phone.call.locator("[data-call=leave]")).to_be_visible()
    phone.does("leave")
    phone.is_over()
    other.is_connected()
    sam.page.locator("form[data-register]").wait_for()


def test_sound_and_devices_are_tried_before_anybody_calls(stage: Stage) -> None:
    noor = stage.counsellor()
    noor.page.locator("#phone-settings").click()
    dialog = noor.page.locator("#dialog-phone")
    noor.page.locator("#phone-try-microphone").click()
    expect(noor.page.locator("#phone-told")).not_to_be_empty()
    for _ in range(600):  # the content policy lets nobody wait inside the page
        if noor.page.evaluate("document.getElementById('phone-level').value > 0.01"):
            break
        noor.page.wait_for_timeout(100)
    else:
        raise AssertionError("the microphone is not heard")
    expect(noor.page.locator("#phone-input option")).not_to_have_count(1)
    dialog.get_by_text("Een vaste telefoon").click()
    dialog.locator("button[value=yes]").click()
    expect(dialog).to_be_visible()  # without its number it is no desk phone
    dialog.locator("#phone-number").fill("+31 85 000 00 21")
    dialog.locator("button[value=yes]").click()
    expect(dialog).to_be_hidden()
