"""A peer group from its beginning to the count of who came, by the counsellor who runs it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.cast import COUNSELLOR, Stage
from tests.journeys.judge import Judge

pytestmark = pytest.mark.browser


def test_a_group_gathers_starts_and_counts_who_came(stage: Stage) -> None:
    judge = Judge(stage)
    noor, _session = stage.signed_in(COUNSELLOR)
    page = noor.page
    noor.visit("/staff/groups/")
    judge.look_on_both(page, "peer groups")
    programme = page.get_by_label("Programma")
    if programme.count():
        programme.select_option(label="Stop it Now")
    # what could tell who somebody is does not get in, here neither
    page.get_by_label("Werktitel").fill("Dinsdag, bel 06 12345678")
    page.get_by_label("Plaatsen").fill("4")
    page.get_by_role("button", name="Een groep beginnen").press("Enter")
    expect(page.locator("h1")).to_have_text("Dinsdag, bel [telefoonnummer]")

    # entered the day after, so that it is known who came
    page.locator("summary", has_text="Een bijeenkomst plannen").press("Enter")
    page.get_by_label("Dag").fill((timezone.localdate() - timedelta(days=1)).isoformat())
    page.get_by_label("Tijd").fill("19:30")
    page.get_by_role("button", name="Deze bijeenkomst plannen").press("Enter")
    expect(page.locator(".gr-row").first).to_contain_text("19:30")

    for alias, waits in (("Wilg", False), ("Es", True)):
        panel = page.locator("details", has=page.locator("summary", has_text="Iemand toevoegen"))
        if panel.get_attribute("open") is None:
            panel.locator("summary").press("Enter")
        panel.get_by_label("Alias", exact=True).fill(alias)
        panel.get_by_label("Op de wachtlijst zetten").set_checked(waits)
        panel.get_by_role("button", name="Deze persoon toevoegen").press("Enter")
        expect(page.locator(".gr-row").filter(has_text=alias)).to_be_visible()
    waiting = page.locator(".gr-row").filter(has=page.get_by_text("Es", exact=True))
    expect(waiting).to_contain_text("Op de wachtlijst")
    waiting.get_by_role("button", name="Doet mee").press("Enter")
    expect(waiting).not_to_contain_text("Op de wachtlijst")
    page.get_by_role("button", name="De groep start").press("Enter")
    judge.look_on_both(page, "a peer group")
    stage.people.pictures(noor, "groups")

    page.get_by_role("link", name="Wie was er?").press("Enter")
    page.get_by_label("Wilg").check()
    judge.look_on_both(page, "who came")
    page.get_by_role("button", name="Bewaren wie er was").press("Enter")
    expect(page.locator(".gr-row").first).to_contain_text("1 was er")
    expect(page.locator(".gr-row").filter(has_text="Wilg")).to_contain_text("was er één keer")
    expect(waiting).not_to_contain_text("was er")
