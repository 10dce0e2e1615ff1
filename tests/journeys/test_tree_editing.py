"""An editor builds a tree by keyboard, breaks it and mends it; a second editor publishes it."""

from collections.abc import Generator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.cast import ADMINISTRATOR, Stage
from tests.journeys.judge import Judge
from tests.services import sizes
from tests.services.browser import DESK

pytestmark = pytest.mark.browser

EDITOR = "editor@demo.test"
TABLET = (768, 1024)


class Form:
    """The form of a tree, and what an editor's hands do in it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def block(self, number: int) -> Locator:
        # by XPath, which the browser knows: `:text-is` asks every block's every element for its words, for seconds
        badge = f"section//*[contains(@class, 'tree-number-badge') and normalize-space() = '{number}']"
        return self.page.locator(f"xpath=//*[@data-streamfield-child][{badge}]")

    def field(self, number: int, name: str) -> Locator:
        return self.block(number).locator(f"[name$='-value-{name}']").first

    def jump(self, number: int) -> None:
        self.page.keyboard.press("Alt+j")
        expect(self.page.locator("[data-tree-jump]")).to_be_focused()
        self.page.keyboard.type(str(number))
        self.page.keyboard.press("Enter")
        expect(self.field(number, "text-nl")).to_be_focused()

    def writes(self, number: int, name: str, words: str) -> None:
        for language, text in (("nl", words), ("en", f"{words} (en)")):
            self.field(number, f"{name}-{language}").fill(text)

    def answers(self, number: int, place: int, words: str, leads_to: str, kind: str = "") -> None:
        """Fill the answer at this place, from 0. kind: of the new block that it leads to; empty for one there is."""
        answers = self.block(number).locator("[name$='-value-label-nl']")
        if answers.count() <= place:
            self.field(number, "text-nl").focus()
            self.page.keyboard.press("Alt+a")
        expect(answers).to_have_count(max(place + 1, answers.count()))
        prefix = answers.nth(place).get_attribute("name")
        assert prefix
        self.page.locator(f"[name='{prefix}']").fill(words)
        self.page.locator(f"[name='{prefix.removesuffix('nl')}en']").fill(f"{words} (en)")
        self.target(number, place).click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(leads_to)
        lines = self.block(number).locator(".tree-target").nth(place).locator("[role=option]")
        (lines.filter(has_text=kind) if kind else lines).first.click()

    def target(self, number: int, place: int) -> Locator:
        return self.block(number).locator(".tree-target [role=combobox]").nth(place)

    def notes(self, number: int, words: str) -> Locator:
        return self.block(number).locator(".tree-note").filter(has_text=words)

    def saves(self) -> None:
        self.page.locator("button.action-save").first.click()
        expect(self.page.locator(".messages .success, .messages .error").first).to_be_visible()
        expect(self.page.locator("[data-tree-tools]")).to_be_visible()


def opens(page: Page, address: str) -> Form:
    page.goto(address, timeout=180_000)  # on a machine with other work to do
    expect(page.locator("[data-tree-tools]")).to_be_visible()
    return Form(page)


@pytest.fixture
def tree_page(stage: Stage, request: pytest.FixtureRequest) -> Generator[int]:
    """The number of a page with a draft: nothing, a small tree, or the demo's; afterwards it is as it was."""
    slug = "helpwanted" if request.param == "demo" else "stopitnow"
    given = stage.inside.ask("advice_draft", slug=slug, tree=request.param)
    yield given["page"]
    stage.people.leave()  # an open form may still be saving, and would be saved after the page was put back
    stage.inside.ask("advice_back", **given)


def builds(form: Form) -> None:
    """Danger now? If so, advice; else one more question, and advice."""
    page = form.page
    page.locator("[data-tree-new=question]").press("Enter")
    expect(form.field(1, "text-nl")).to_be_focused()
    form.writes(1, "text", "Is er nu gevaar?")
    form.answers(1, 0, "Ja", "Bel nu 112", kind="New advice")
    form.answers(1, 1, "Nee", "Wat is er gebeurd?", kind="New question")
    expect(form.target(1, 1)).to_have_value("3. Wat is er gebeurd?")
    form.jump(3)
    form.writes(3, "text", "Wat is er gebeurd?")
    form.answers(3, 0, "Iemand dreigt", "Praat met ons", kind="New advice")
    form.answers(3, 1, "Weet ik niet", "Praat", kind="Praat met ons")
    form.jump(4)
    form.writes(4, "text", "Praat met ons")


@pytest.mark.parametrize("tree_page", ["nothing"], indirect=True)
def test_a_tree_is_built_with_targets_that_were_not_saved_broken_and_mended(
    stage: Stage, tree_page: int
) -> None:
    person, _session = stage.signed_in(ADMINISTRATOR, language="en", size=DESK)
    page = person.page
    form = opens(page, f"{stage.house.url}/beheer/cms/pages/{tree_page}/edit/")
    builds(form)
    # numbers and names follow what is typed
    form.field(4, "text-nl").fill("Praat nu met ons")
    expect(form.target(3, 0)).to_have_value("4. Praat nu met ons")
    # a finding stands beside its block while it is typed
    expect(form.notes(4, "says nothing to do")).to_be_visible()
    # what is removed is broken where it was named, and stays so, also when it was saved
    form.block(4).locator("[data-streamfield-action=DELETE]").first.click()
    expect(form.target(3, 0)).to_have_attribute("aria-invalid", "true")
    expect(form.target(3, 0)).to_have_value("Not there any more: “Praat nu met ons”")
    expect(form.notes(3, "leads to a part that is not there").first).to_be_attached()
    form.saves()
    form.jump(3)
    expect(form.target(3, 0)).to_have_attribute("aria-invalid", "true")
    form.answers(3, 0, "Iemand dreigt", "Praat met ons", kind="New advice")
    form.answers(3, 1, "Weet ik niet", "Praat", kind="Praat met ons")
    expect(form.target(3, 0)).to_have_value("4. Praat met ons")
    expect(form.notes(3, "not there")).to_have_count(0)


@pytest.mark.parametrize("tree_page", ["small"], indirect=True)
def test_an_editor_proposes_a_change_and_another_publishes_it(stage: Stage, tree_page: int) -> None:
    address = f"{stage.house.url}/beheer/cms/pages/{tree_page}/edit/"
    editor, _session = stage.signed_in(EDITOR, language="en", size=DESK)
    page = editor.page
    # the picture leads to the block
    page.goto(f"{stage.house.url}/beheer/cms/advice/{tree_page}/picture/")
    page.locator("a.tree-card").first.press("Enter")
    form = Form(page)
    expect(form.field(1, "text-nl")).to_be_focused()
    form.field(1, "text-nl").fill("Is er op dit moment gevaar?")
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("button[name=action-submit]").click()
    expect(page.locator(".messages .success").first).to_be_visible()
    # nobody publishes the own words
    opens(page, address)
    expect(page.locator("[data-workflow-action-name=approve]")).to_have_count(0)
    second, _session = stage.signed_in(ADMINISTRATOR, language="en", size=DESK)
    opens(second.page, address)
    second.page.locator("[data-workflow-action-name=approve]").first.click()
    expect(second.page.locator(".messages .success").first).to_be_visible()
    second.page.goto(f"{stage.house.url}/beheer/cms/advice/{tree_page}/changes/")
    expect(second.page.locator(".tree-well")).to_be_visible()


#: elements of the whole page: of Wagtail's own screen, the heads of the blocks, and the picture
MOST_ELEMENTS = 30_000


@pytest.mark.parametrize("tree_page", ["demo"], indirect=True)
def test_a_big_tree_is_drawn_where_it_is_opened_and_the_rest_is_saved_as_it_was(
    stage: Stage, tree_page: int
) -> None:
    before = stage.inside.ask("advice_nodes", page=tree_page)
    assert len(before) > 100
    editor, _session = stage.signed_in(EDITOR, language="en", size=DESK)
    page = editor.page
    form = opens(page, f"{stage.house.url}/beheer/cms/pages/{tree_page}/edit/")
    expect(page.locator(".tree-number-badge")).to_have_count(len(before))
    assert page.evaluate("document.querySelectorAll('*').length") < MOST_ELEMENTS
    # heads say what is in them, though nothing was drawn
    last = len(before)
    assert before[-1]["value"]["text"]["nl"][:40] in form.block(last).locator("h2").inner_text()
    expect(form.block(last).locator(".tree-from")).to_contain_text("comes from")
    # opening is no change
    posts = "new URLSearchParams(new FormData(document.querySelector('[data-edit-form]'))).toString()"
    untouched = page.evaluate(posts)
    for number in (1, last):
        form.jump(number)
    assert page.evaluate(posts) == untouched
    form.saves()
    assert stage.inside.ask("advice_nodes", page=tree_page) == before
    # a target leads to a block that was not drawn, and a change in one block is all that changes
    form.jump(1)
    form.block(1).locator(".tree-go:visible").first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Andere woorden")
    number = int(form.block(1).locator(".tree-go:visible").first.inner_text().split()[-1])
    expect(form.field(number, "text-nl")).to_have_value("Andere woorden")
    form.saves()
    after = stage.inside.ask("advice_nodes", page=tree_page)
    before[number - 1]["value"]["text"]["nl"] = "Andere woorden"
    assert after == before


@pytest.mark.parametrize("tree_page", ["demo"], indirect=True)
def test_closed_blocks_show_their_comments_open_twenty_at_a_time_and_where_something_is_wrong(
    stage: Stage, tree_page: int
) -> None:
    commented, wrong = 90, 70
    stage.inside.ask("advice_comment", page=tree_page, number=commented, text="Is dit nog zo?")
    editor, _session = stage.signed_in(EDITOR, language="en", size=DESK)
    page = editor.page
    form = opens(page, f"{stage.house.url}/beheer/cms/pages/{tree_page}/edit/")
    # a comment stands beside its field, so that block was drawn, and stays closed
    expect(page.locator("#comments")).to_contain_text("Is dit nog zo?")
    expect(form.field(commented, "text-nl")).to_be_attached()
    expect(form.field(commented, "text-nl")).to_be_hidden()
    expect(form.field(commented - 1, "text-nl")).to_have_count(0)
    # what did not arrive whole is refused beside its block, which is open then though nobody opened it
    broken = form.block(wrong).locator("input[name$='-folded']")
    name = broken.get_attribute("name")
    broken.evaluate("field => { field.value = '{'; }")
    page.locator("button.action-save").first.click()
    expect(page.locator(".messages .error").first).to_be_visible()
    expect(form.block(wrong).get_by_text("This part did not arrive whole")).to_be_visible()
    expect(page.locator(f"[name='{name}']")).to_have_count(1)
    expect(form.field(wrong - 1, "text-nl")).to_have_count(0)
    # twenty more at a time, from the first on; each has a wait of its own, for a machine with other work to do
    page.locator("[data-tree-close]").click()
    page.locator("[data-tree-open]").click()
    for number in range(1, 21):
        expect(form.field(number, "text-nl")).to_be_visible()
    expect(form.field(21, "text-nl")).to_have_count(0)


@pytest.mark.parametrize("tree_page", ["small"], indirect=True)
def test_blocks_that_were_never_opened_are_copied_moved_and_removed(stage: Stage, tree_page: int) -> None:
    before = stage.inside.ask("advice_nodes", page=tree_page)
    editor, _session = stage.signed_in(EDITOR, language="en", size=DESK)
    page = editor.page
    form = opens(page, f"{stage.house.url}/beheer/cms/pages/{tree_page}/edit/")
    count = len(before)
    form.block(count).locator("[data-streamfield-action=DELETE]").click()
    expect(page.locator(".tree-number-badge:visible")).to_have_count(count - 1)
    form.block(2).locator("[data-streamfield-action=MOVE_UP]").click()
    expect(form.block(2).locator("h2")).to_contain_text(before[0]["value"]["text"]["nl"])
    form.block(3).locator("[data-streamfield-action=DUPLICATE]").click()
    expect(form.field(4, "text-nl")).to_be_visible()  # a copy is opened
    form.saves()
    after = stage.inside.ask("advice_nodes", page=tree_page)
    made = after.pop(3)
    assert after == [before[1], before[0], *before[2:-1]]
    assert made["id"] not in [node["id"] for node in before]
    own = [option["id"] for option in before[2]["value"]["options"]]
    for place, option in enumerate(made["value"]["options"]):
        assert option["id"] not in own  # so that no two answers have one name
        assert option["value"] == before[2]["value"]["options"][place]["value"]


@pytest.mark.parametrize("tree_page", ["small"], indirect=True)
@pytest.mark.parametrize("dark", sizes.of_all([False, True], part=[True]))
def test_the_screens_are_judged(stage: Stage, tree_page: int, dark: bool) -> None:
    judge = Judge(stage, "dark" if dark else "light")
    editor, _session = stage.signed_in(EDITOR, language="nl" if dark else "en", dark=dark, size=DESK)
    page = editor.page
    for size in (DESK, TABLET):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for name in ("picture", "changes", "scenarios", "scenarios/new", "preview", "files"):
            page.goto(f"{stage.house.url}/beheer/cms/advice/{tree_page}/{name}/")
            expect(page.locator(".tree-screen")).to_be_visible()
            judge.look(page, f"{name}, {size[0]} px")
    page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
    opens(page, f"{stage.house.url}/beheer/cms/pages/{tree_page}/edit/#node-danger")
    expect(Form(page).field(1, "text-nl")).to_be_focused()
    # What scrolled halfway under the bar at the top would be judged as small.
    page.locator("[data-tree-tools]").evaluate(
        "tools => tools.scrollIntoView({block: 'center', behavior: 'instant'})"
    )
    judge.keep(editor, "tree-form")
    judge.close()
