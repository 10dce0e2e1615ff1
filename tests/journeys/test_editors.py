"""Editors at work: one writes and proposes, another publishes; and their screens of ours, judged by axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import give_axe
from tests.journeys.cast import Stage
from tests.journeys.judge import Judge
from tests.services import sizes

pytestmark = pytest.mark.browser

EDITOR, SECOND_EDITOR = "editor@demo.test", "editor2@demo.test"
TITLE = "Een proef van twee redacteuren"
FORBIDDEN = "wraak" + "porno"
# only what is ours within Wagtail's page: the rest is Wagtail's to mend
JUDGE_OURS = """
async (ours) => {
  const found = await axe.run({ include: [[ours]] }, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"],
  });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} ${node.failureSummary}`));
}
"""


def judged(judge: Judge, page: Page, ours: str, name: str) -> None:
    give_axe(page)
    judge.faults += [f"{name}: {fault}" for fault in page.evaluate(JUDGE_OURS, ours)]


def test_what_is_typed_is_checked_and_two_editors_publish_it(stage: Stage) -> None:
    roos, _session = stage.signed_in(EDITOR)
    page = roos.page
    draft = stage.inside.ask("draft", slug="helpwanted", title=TITLE)
    roos.visit(f"/beheer/cms/pages/{draft}/edit/")
    daan, _session = stage.signed_in(SECOND_EDITOR)
    daan.visit(f"/beheer/cms/pages/{draft}/edit/")
    # Wagtail's picture of who else has the page open says so to who cannot see it, too
    beside = daan.page.locator("button.w-editing-sessions__session")
    expect(beside).to_have_accessible_name(re.compile("^Roos"))
    page.locator("#id_summary").fill(f"Dit gaat over {FORBIDDEN}.")
    note = page.locator("[data-contentpath=summary] .checks-note")
    expect(note).to_contain_text("naaktbeelden verspreiden zonder toestemming")
    expect(page.locator(".checks-count-blocks")).to_be_visible()

    page.get_by_role("tab", name=re.compile("Controles")).click()
    page.locator("[data-field=summary] [data-checks-go]").first.click()
    expect(page.locator("#id_summary")).to_be_focused()

    _more(page, "action-submit")
    expect(page.locator(".messages .error")).to_contain_text("gebruiken we niet")
    page.evaluate(SAVED_BY_ITSELF)
    page.locator("#id_summary").fill("Rustige woorden.")
    expect(page.locator("[data-contentpath=summary] .checks-note")).to_have_count(0)
    _more(page, "action-submit")
    expect(page.locator(".messages .success")).to_be_visible()

    daan.visit("/beheer/cms/")
    waiting = daan.page.locator("[data-group=waiting]")
    waiting.get_by_role("link", name=TITLE).click()
    daan.page.wait_for_load_state("load")
    daan.page.locator("[data-workflow-action-name=approve]").first.click()
    expect(daan.page.locator(".messages .success")).to_be_visible()
    visitor = stage.visitor()
    visitor.person.visit("/helpwanted/een-proef-van-twee-redacteuren/")
    expect(visitor.page.get_by_role("heading", name=TITLE)).to_be_visible()


def _more(page: Page, name: str) -> None:
    """The action that stands behind the arrow beside "save"."""
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator(f"footer button[name={name}]").first.click()
    page.wait_for_load_state("load")


# A form that comes back with an error saves itself half a second later, with what it held then. Whoever is faster than
# that, as nobody is who reads the error, may be overtaken by it.
SAVED_BY_ITSELF = """
() => new Promise((resolve) => {
  document.addEventListener("w-autosave:success", resolve, { once: true });
  setTimeout(resolve, 10000);
})
"""


@pytest.mark.parametrize("dark", sizes.of_all([False, True], part=[False]))
def test_our_screens_within_wagtail(stage: Stage, dark: bool) -> None:
    """Also: none of these screens is refused anything by the content policy (the person is watched for it)."""
    judge = Judge(stage)
    roos, _session = stage.signed_in(EDITOR, dark=dark)
    page = roos.page
    roos.visit("/beheer/cms/")
    judged(judge, page, ".todo", "what needs you")
    judged(judge, page, ".house-account", "account")
    for kind in ("tip", "organisation"):
        roos.visit(f"/beheer/cms/snippets/directory/{kind}/")
        page.locator("main table a[href*='/edit/']").first.click()
        page.wait_for_load_state("load")
        field = page.locator("#id_title_en, #id_name_en")
        field.fill("Revenge porn")
        expect(page.locator(".checks-note").first).to_be_visible()
        page.locator("[data-checks]").scroll_into_view_if_needed()
        judged(judge, page, ".checks", f"checks of a {kind}")
        judged(judge, page, ".checks-note", f"note at a field of a {kind}")
    judge.close()
