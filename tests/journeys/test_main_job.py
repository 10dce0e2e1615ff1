"""The main job: somebody asks for help, is answered, and counts in the figures without being anybody."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.cast import Stage, both_houses

pytestmark = pytest.mark.browser

ANSWERS = {
    "target_group": "self",
    "age_band": "12_18",
    "gender": "girl",
    "contact_of_year": "first",
    "topics": ["blackmail", "fear_of_spreading"],
    "police_before": "none",
    "actions_taken": ["listened", "do_not_pay"],
    "referrals": ["police"],
}


@both_houses
def test_from_the_first_page_to_the_figures(stage: Stage) -> None:
    balancer = stage.house.balancer
    if stage.house.engine == "postgres":
        balancer.lead_to(1)
    noor = stage.counsellor()
    noor.is_available()

    if stage.house.engine == "postgres":
        balancer.lead_to(0)
    visitor = stage.visitor()
    visitor.comes_to_the_chat()
    visitor.writes("iemand dreigt met een foto van mij")
    if stage.house.engine == "postgres":
        # from here on the counsellor is on the other server than the visitor
        balancer.lead_to(1)
        noor.comes_to_the_desk()
    noor.opens()
    visitor.is_told("joined")
    noor.reads("iemand dreigt met een foto van mij")
    noor.writes("Wat goed dat je het vertelt. Ik ben er voor je.")
    visitor.reads("Wat goed dat je het vertelt.")
    visitor.is_received("iemand dreigt", "read")
    visitor.writes("dankjewel")
    noor.reads("dankjewel")

    conversation = stage.inside.ask("newest")
    assert conversation["state"] == "talking"
    assert stage.inside.ask("said", conversation_id=conversation["id"]) == [
        "iemand dreigt met een foto van mij",
        "Wat goed dat je het vertelt. Ik ben er voor je.",
        "dankjewel",
    ]

    noor.answers(ANSWERS)
    noor.ends_the_chat()
    expect(visitor.page.locator("#ended")).to_be_visible()
    noor.registers()

    (fact,) = stage.inside.ask("facts")
    assert fact["programme"] == "helpwanted"
    assert fact["channel"] == "chat"
    assert fact["kind"] == "counselling"
    assert fact["month_date"] == timezone.localdate().replace(day=1).isoformat()
    assert {fact[key] for key in ("target_group", "age_band", "gender")} == {"self", "12_18", "girl"}
    assert set(fact["actions_taken"].split("|")) == {"listened", "do_not_pay"}
    assert set(fact["topics"].split("|")) == {"blackmail", "fear_of_spreading"}
    # nothing in the fact leads to the conversation, the contact or the people
    (contact,) = stage.inside.ask("contacts")
    kept = " ".join(fact.values())
    for trace in (
        conversation["id"],
        contact["id"],
        conversation["id"].replace("-", ""),
        "noor",
        "counsellor",
    ):
        assert trace not in kept.lower()

    visitor.page.locator("#ended a").click()
    visitor.page.locator("input[name=survey_heard]").first.check(force=True)
    visitor.page.locator("form[action$='/survey/'] button").click()
    expect(visitor.page.locator(".notice-good")).to_be_visible()
    assert sum(stage.inside.ask("month_counts", name="survey_heard").values()) == 1
    assert stage.inside.ask("day_counts", name="arrivals") == {"chat.answered": 1}
