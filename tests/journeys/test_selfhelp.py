"""Self-help as people use it: nothing kept, a file of one's own, without scripts, by keyboard; and judged by axe.

What is filled in carries a mark, and no request of the browser may ever carry that mark.
"""

import base64
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.cast import COUNSELLOR, MANAGER, Stage, Visitor
from tests.journeys.judge import Judge
from tests.journeys.workbooks import (
    CHAPTER,
    EMPTY,
    LOOKS,
    MODULE,
    ROOM,
    SEEN,
    TICKS,
    TOP,
    Wire,
    goes_to,
    keeps,
    letter,
    reads,
    works_with_a_file,
    writes,
)
from tests.selfhelp.modules.test_recordings import silence
from tests.services.browser import DESK, PHONE

pytestmark = pytest.mark.browser

MARK = "kanarie7f3a"
PAGES = [
    f"{TOP}/", f"{TOP}/nu/", f"{MODULE}/", f"{MODULE}/wat-gevoelens-doen/", f"{MODULE}/je-lijf-eerst/",
    f"{MODULE}/van-gevoel-naar-doen/", f"{MODULE}/wat-je-kunt-doen/", f"{MODULE}/terugkijken/",
    f"{ROOM}/keeping/", f"{ROOM}/plan/", f"{ROOM}/workbook/", f"{ROOM}/paper/feelings/", f"{ROOM}/talk/feelings/",
]  # fmt: skip
#: one picture of each kind for the docs
PICTURES = {
    f"{TOP}/": "selfhelp", f"{MODULE}/": "selfhelp-module", TICKS: "selfhelp-exercise",
    f"{ROOM}/plan/": "selfhelp-plan", f"{ROOM}/keeping/": "selfhelp-keeping",
}  # fmt: skip


def saves(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator("[data-save-file]").click()
    assert download.value.suggested_filename == "notities.json"
    path = folder / "notities.json"
    download.value.save_as(path)
    return path


def fills_in(visitor: Visitor) -> None:
    """A score, ticks, two rows of a diary, a plan."""
    page = goes_to(visitor, f"{MODULE}/")
    page.locator("[data-score=start] label", has_text=re.compile(r"^3$")).click()
    expect(page.locator("[data-advices] > p:visible")).to_have_count(1)
    page = goes_to(visitor, f"{MODULE}/je-lijf-eerst/")
    page.locator("input[value=jaw]").check()
    page.locator("[data-cell=moment]").first.fill(f"{MARK} een")
    page.locator("[data-key=feelings_diary] [data-add]").click()
    page.locator("[data-cell=moment]").nth(1).fill(f"{MARK} twee")
    page = goes_to(visitor, f"{MODULE}/wat-je-kunt-doen/")
    page.locator("[data-suggest]").nth(1).click()
    page.locator("[data-key=name_it] [data-field=date]").fill("2026-12-01")
    page.locator("[data-key=kind_words] textarea").fill(f"{MARK} drie")


def test_nothing_is_kept_and_nothing_is_sent_until_somebody_chooses(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    wire = Wire(visitor)
    page = goes_to(visitor, f"{MODULE}/wat-gevoelens-doen/")
    page.locator("[data-key=as_a_child] textarea").fill(MARK)
    page.locator("[data-key=as_a_child] textarea").blur()
    expect(page.locator(".sh-told")).to_contain_text("niet bewaard")
    page.keyboard.press("Enter")
    assert keeps(page) == EMPTY
    page = goes_to(visitor, f"{MODULE}/wat-gevoelens-doen/")
    expect(page.locator("[data-key=as_a_child] textarea")).to_have_value("")
    wire.says_nothing_of(MARK)


def test_a_file_of_ones_own_from_page_to_page_and_from_browser_to_browser(
    stage: Stage, tmp_path: Path
) -> None:
    visitor = stage.visitor("stopitnow")
    wire = Wire(visitor)
    works_with_a_file(visitor)
    fills_in(visitor)
    page = goes_to(visitor, f"{MODULE}/terugkijken/")
    expect(page.locator("[data-score-before]")).to_contain_text("3")
    page = goes_to(visitor, f"{ROOM}/plan/")
    expect(page.locator("[data-key=name_it] [data-field=what]")).to_have_value(
        "Tien minuten wandelen als ik spanning merk"
    )
    with page.expect_download() as calendar:
        page.locator("[data-calendar]").click()
    text = Path(calendar.value.path()).read_text()
    assert "DTSTART;VALUE=DATE:20261201" in text
    assert "wandelen" not in text
    page = goes_to(visitor, f"{ROOM}/workbook/")
    for words in (f"{MARK} een", f"{MARK} twee", f"{MARK} drie", "Klemmende kaken"):
        expect(page.locator("[data-workbook]")).to_contain_text(words)
    saved = saves(page, tmp_path)
    assert json.loads(saved.read_text())["programme"] == "sim"
    wire.says_nothing_of(MARK)

    # erased here, everywhere
    page.locator("[data-erase]").click()
    expect(page.locator("[data-workbook] > *")).to_have_count(0)
    assert keeps(page) == EMPTY

    # another browser opens the file
    other = stage.visitor("stopitnow")
    second = Wire(other)
    works_with_a_file(other)
    page = goes_to(other, f"{MODULE}/je-lijf-eerst/")
    page.locator("[data-open-file]").set_input_files(saved)
    expect(page.locator("[data-cell=moment]").first).to_have_value(f"{MARK} een")
    expect(page.locator("input[value=jaw]")).to_be_checked()
    second.says_nothing_of(MARK)


def test_two_files_that_differ_are_shown_both_and_a_broken_one_changes_nothing(
    stage: Stage, tmp_path: Path
) -> None:
    visitor = stage.visitor("stopitnow")
    files = []
    for words in ("van de telefoon", "van de laptop"):
        works_with_a_file(visitor)
        page = writes(visitor, words)
        (tmp_path / words).mkdir()
        files.append(saves(page, tmp_path / words))
        page.locator("[data-erase]").click()
        expect(letter(page)).to_have_value("")
    works_with_a_file(visitor)
    page = goes_to(visitor, CHAPTER)
    for file in files:
        page.locator("[data-open-file]").set_input_files(file)
        expect(page.locator("[data-keep-told]")).not_to_be_empty()
    exercise = page.locator("[data-key=kind_words]")
    expect(exercise.locator(".sh-others")).to_be_visible()
    shown = letter(page).input_value()
    other = ({"van de telefoon", "van de laptop"} - {shown}).pop()
    expect(exercise.locator(".sh-others")).to_contain_text(other)
    exercise.locator(".sh-others button").nth(1).click()
    expect(letter(page)).to_have_value(other)
    expect(exercise.locator(".sh-others")).to_have_count(0)
    page = reads(visitor, other)
    broken = tmp_path / "notities.json"
    broken.write_text('{"format": 1, "programme": "sim"')
    page.locator("[data-open-file]").set_input_files(broken)
    expect(page.locator("[data-keep-told]")).to_contain_text("niet gelezen")
    expect(letter(page)).to_have_value(other)

    # an answer to a question that has changed since stays readable, as what it is
    found = json.loads(files[0].read_text())
    found["modules"]["feelings"]["exercises"]["kind_words"]["answer"]["values"][0]["v"] = 7
    broken.write_text(json.dumps(found))
    page = goes_to(visitor, f"{ROOM}/workbook/")
    page.locator("[data-erase]").click()
    page.locator("[data-open-file]").set_input_files(broken)
    entry = page.locator(".sh-entry", has_text="van de telefoon")
    expect(entry.locator(".badge")).to_have_text("ouder")


def test_leaving_takes_what_the_tab_kept(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow")
    works_with_a_file(visitor)
    fills_in(visitor)
    visitor.leaves_now()
    # the address is the neutral page's at once; its words come when the server has heard
    expect(visitor.page.locator("main a").first).to_be_visible()
    assert keeps(visitor.page) == EMPTY
    page = goes_to(visitor, f"{MODULE}/je-lijf-eerst/")
    expect(page.locator("input[value=jaw]")).not_to_be_checked()


def test_without_scripts_a_file_is_made_and_filled_in_again(stage: Stage, tmp_path: Path) -> None:
    visitor = stage.visitor("stopitnow", scripts=False)
    page = visitor.page
    visitor.person.visit(f"{MODULE}/je-lijf-eerst/")
    expect(page.locator("#sheet .notice")).to_contain_text("geheugen van onze server")
    page.locator("input[value=jaw]").check()
    page.locator("textarea[name$='new1.cells.moment']").fill(f"{MARK} een")
    with page.expect_download() as download:
        page.locator("#sheet button").first.click()
    saved = tmp_path / "notities.json"
    download.value.save_as(saved)
    visitor.person.visit(f"{MODULE}/je-lijf-eerst/")
    page.locator("#sheet-file").set_input_files(saved)
    page.locator("#sheet button[formaction]").click()
    expect(page.locator("input[value=jaw]")).to_be_checked()
    expect(page.locator("textarea[name$='.cells.moment']").first).to_have_value(f"{MARK} een")
    visitor.person.visit(f"{ROOM}/workbook/")
    page.locator("#mine-file").set_input_files(saved)
    page.locator("main form[method=post] button").click()
    expect(page.locator("[data-workbook]")).to_contain_text(f"{MARK} een")
    assert stage.inside.ask("stands_in_the_database", words=MARK) == []


def test_an_exercise_is_done_by_keyboard_alone(stage: Stage) -> None:
    visitor = stage.visitor("stopitnow", size=DESK)
    page = goes_to(visitor, f"{MODULE}/")
    page.locator(".sh-chapters a").first.focus()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-score=start] input:focus")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-score=start] input:checked")).to_have_count(1)
    page = goes_to(visitor, f"{MODULE}/je-lijf-eerst/")
    page.locator("[data-add]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sh-row")).to_have_count(2)
    expect(page.locator(".sh-row").nth(1).locator("input:focus")).to_have_count(1)
    page.locator("[data-remove]").nth(1).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".sh-row")).to_have_count(1)
    expect(page.locator("[data-add]")).to_be_focused()


def test_to_the_emergency_plan_and_to_the_chat_with_a_sentence_that_was_shown(stage: Stage) -> None:
    stage.inside.ask("on_duty", email=COUNSELLOR, slug="stopitnow")
    visitor = stage.visitor("stopitnow")
    page = goes_to(visitor, TICKS)
    page.locator(".sh-now").click()
    page.wait_for_url(f"**{TOP}/nu/")
    chat = page.locator(".sh-people a[href$='/stopitnow/chat/']")
    goes_to(visitor, CHAPTER)
    while "open" not in chat.inner_text().lower():  # a server keeps a page for some seconds
        goes_to(visitor, CHAPTER)
    page = writes(visitor, MARK)
    wire = Wire(visitor)
    page.locator(".sh-people a[href$='/talk/feelings/']").click()
    sentence = page.locator(".sh-along").inner_text()
    assert "Herkennen en omgaan met gevoelens" in sentence
    page.locator(".sh-along-go button").first.click()  # the chat; the post is the other
    expect(page.locator(".door-form")).to_contain_text(sentence)
    visitor.starts()
    expect(visitor.own(sentence)).to_be_visible()
    wire.says_nothing_of(MARK)


def test_a_recording_plays_when_it_is_asked_and_leaving_is_silent(stage: Stage) -> None:
    path = stage.inside.ask("add_sound", content=base64.b64encode(silence(30)).decode())
    try:
        visitor = stage.visitor("stopitnow")
        wire = Wire(visitor)
        page = visitor.page
        visitor.person.visit(path)
        toggle = page.locator("[data-toggle]")
        while not toggle.count():  # a server keeps a page for some seconds
            visitor.person.visit(path)
        expect(toggle).to_have_text("Luisteren")
        expect(page.locator(".sh-transcript")).to_contain_text("Adem rustig in")
        assert not [url for url, _ in wire.sent if "/sound/" in url], "nothing is fetched before it is asked"
        toggle.focus()
        page.keyboard.press("Enter")
        expect(toggle).to_have_text("Pauze")
        expect(page.locator("[data-time]")).to_contain_text("/ 0:30")
        toggle.click()
        expect(toggle).to_have_text("Luisteren")
        page.locator("[data-place]").fill("20")
        expect(page.locator("[data-time]")).to_have_text("0:20 / 0:30")
        page.locator("[data-back]").click()
        expect(page.locator("[data-time]")).to_have_text("0:10 / 0:30")
        page.evaluate("window.sound = document.querySelector('audio')")
        toggle.click()
        page.wait_for_function("!window.sound.paused")
        assert page.evaluate("""() => {
          let silent = null;
          addEventListener("leaving", () => { silent = window.sound.paused && !window.sound.hasAttribute("src"); });
          document.querySelector("[data-leave] button").click();
          return silent;
        }""")
        page.wait_for_url("**/bye/")
        unscripted = stage.visitor("stopitnow", scripts=False)
        unscripted.person.visit(path)
        expect(unscripted.page.locator("audio[controls]")).to_be_visible()
        expect(unscripted.page.locator("[data-toggle]")).to_be_hidden()
    finally:
        stage.inside.ask("remove_sound")


@pytest.mark.parametrize("look", SEEN)
def test_every_page_is_judged(stage: Stage, look: str) -> None:
    """On a phone the pictures of `make pictures` are taken too."""
    dark, size = LOOKS[look]
    judge = Judge(stage, ("dark" if dark else "light") if size == PHONE else "")
    stage.inside.ask("on_duty", email=COUNSELLOR, slug="stopitnow")
    visitor = stage.visitor("stopitnow", dark=dark, size=size)
    for path in PAGES:
        visitor.person.visit(path)
        visitor.page.wait_for_load_state("networkidle")
        if path == TICKS:
            visitor.page.locator("[data-key=body_signs]").evaluate("(exercise) => exercise.scrollIntoView()")
        if path in PICTURES:
            judge.keep(visitor.person, PICTURES[path])
        else:
            judge.look(visitor.page, path)
    manager, _session = stage.signed_in(MANAGER, dark=dark, size=size)
    manager.visit("/staff/self-help/")
    expect(manager.page.locator(".sh-staff-table").first).to_be_visible()
    judge.look(manager.page, "most visited modules")
    judge.close()
