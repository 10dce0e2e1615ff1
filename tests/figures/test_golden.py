"""Every number of the annual report 2021 comes out of facts and counters, through the command."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from figures.facts import withdraw_fact, write_fact
from figures.models import DayCounter, Fact

GOLDEN = json.loads((Path(__file__).parent / "golden-2021.json").read_text())
pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.both_engines]
#: the number of a module in the report, and its code in the counters
MODULES = {10: "sim.feelings", 6: "sim.fantasies"}


def figures(programme: str, year: int = 2021, *more: str) -> dict[str, Any]:
    out = io.StringIO()
    days = (f"--from={year}-01-01", f"--to={year}-12-31")
    call_command("figures", programme, *days, "--internal", "--format=json", *more, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def key(found: dict[str, Any], name: str) -> Any:
    return found["key_figures"][name]["value"]


def table(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(each for each in found["tables"] if each["name"] == name)


def by_code(found: dict[str, Any], name: str, what: str = "numbers") -> dict[str, Any]:
    """A table's rows by code; of a table without columns the one number."""
    each = table(found, name)
    codes = [code["code"] for code in each["rows"]["codes"]]
    lines = each[what]
    return dict(zip(codes, [line[0] if each["columns"] is None else line for line in lines], strict=True))


def ranking(found: dict[str, Any], name: str) -> list[str]:
    known = {
        code: n
        for code, n in by_code(found, name).items()
        if code not in ("unknown", "other") and n is not None
    }
    return sorted(known, key=lambda code: -known[code])


def test_stop_it_now_2021() -> None:
    golden = GOLDEN["stopitnow"]["2021"]
    found = figures("stopitnow", 2021, "--compare", "previous")
    assert key(found, "contacts") == golden["contacts"]
    channels = by_code(found, "contacts_by_channel")
    assert {"phone": channels["phone"], "mail": channels["post"]} == golden["contacts_by_channel"]
    assert key(found, "unique_persons") == golden["unique_persons"]
    assert round(key(found, "repeat_persons")) == golden["repeat_person_share_percent"]
    assert key(found, "calls_offered") == golden["calls_offered"]
    assert key(found, "calls_answered") == golden["calls_answered"]
    assert round(key(found, "calls_missed")) == golden["missed_percent"]
    assert round(key(found, "own_behaviour_persons")) == golden["own_behaviour_person_share_percent"]
    assert round(key(found, "own_behaviour_post")) == golden["own_behaviour_mail_share_percent"]
    ages = by_code(found, "ages", "percentages")
    known = {"up_to_18": "up_to_18", "19-25": "19_25", "26-35": "26_35", "36-45": "36_45"}
    assert {name: ages[code] for name, code in known.items()} == golden["age_known_percent"]
    assert {
        "planned": key(found, "appointments_planned"),
        "attended": key(found, "appointments_attended"),
        "attended_percent": round(key(found, "appointments_attended_share")),
        "treatment_started": key(found, "treatment_started"),
        "treatment_started_percent": round(key(found, "treatment_started_share")),
    } == golden["appointments"]
    assert {
        "visits": key(found, "self_help_visits"),
        "visits_per_day": round(key(found, "self_help_visits_per_day")),
        "returning_visits": key(found, "self_help_returns"),
        "growth_percent": round(found["key_figures"]["self_help_visits"]["growth_percent"]),
        "top_modules": [
            next(number for number, code in MODULES.items() if code == top)
            for top in ranking(found, "self_help_visits")[:2]
        ],
    } == golden["selfhelp"]
    campaign = {"clicks": key(found, "campaign_clicks"), "visits": key(found, "campaign_visits")}
    assert campaign == golden["campaign"]
    growth = found["key_figures"]["contacts"]["growth_percent"]
    assert round(growth) == GOLDEN["stopitnow"]["growth_percent"]["contacts"]


def test_stop_it_now_2020() -> None:
    golden = GOLDEN["stopitnow"]["2020"]
    found = figures("stopitnow", 2020)
    channels = by_code(found, "contacts_by_channel")
    assert {
        "contacts": key(found, "contacts"),
        "contacts_by_channel": {"phone": channels["phone"], "mail": channels["post"]},
        "unique_persons": key(found, "unique_persons"),
        "calls_answered": key(found, "calls_answered"),
        "missed_percent": round(key(found, "calls_missed")),
    } == golden


def test_sentences_of_the_report_that_have_a_number() -> None:
    """What the report tells beside its tables: 9.6% potential offenders (17.4%), 57% who started, 32% more calls."""
    now, before = figures("stopitnow"), figures("stopitnow", 2020)
    assert by_code(now, "concern_about", "percentages")["potential_offender"] == 9.6
    assert by_code(before, "concern_about", "percentages")["potential_offender"] == 17.4
    assert round(key(before, "treatment_started_share")) == 57
    codes = [code["code"] for code in table(now, "target_groups")["columns"]["codes"]]
    phone = codes.index("phone")
    own = [by_code(found, "target_groups")["own_behaviour"][phone] for found in (now, before)]
    assert round(100 * (own[0] - own[1]) / own[1]) == 32
    assert ranking(now, "own_behaviour")[:2] == ["viewer", "sexual_feelings"]
    assert ranking(now, "relation")[0] == "partner"
    assert ranking(now, "how_found")[:2] == ["internet", "police"]


def test_helpwanted_2021() -> None:
    golden = GOLDEN["helpwanted"]["2021"]
    found = figures("helpwanted", 2021, "--compare", "previous")
    assert key(found, "contacts") == golden["contacts"]
    assert found["key_figures"]["contacts"]["growth_percent"] < 0
    shares = by_code(found, "gender_by_age", "percentages")
    genders = [code["code"] for code in table(found, "gender_by_age")["columns"]["codes"]]
    names = {"5-11": "5_11", "12-18": "12_18", "19-25": "19_25", "26+": "26_plus"}
    for band, expected in golden["gender_percent_by_age"].items():
        for gender, percent in expected.items():
            assert shares[names[band]][genders.index(gender)] == percent
    assert ranking(found, "contacts_by_channel")[0] == golden["largest_channel"]
    topics = {
        "threat_or_blackmail_with_images": "blackmail",
        "images_spread_without_consent": "spread_without_consent",
    }
    assert ranking(found, "topics")[:2] == [topics[name] for name in golden["top_topics"]]
    assert ranking(found, "platforms")[:3] == [name.lower() for name in golden["top_platforms"]]
    assert ranking(found, "police_before")[0] == "none"


def test_a_changed_fact_changes_the_figures() -> None:
    before = figures("stopitnow")
    codes = {"kind": ["counselling"], "contact_of_year": ["first"], "target_group": ["own_behaviour"]}
    written = write_fact(programme="stopitnow", month=date(2021, 3, 3), channel="chat", codes=codes)
    assert key(figures("stopitnow"), "unique_persons") == key(before, "unique_persons") + 1
    withdraw_fact(written)
    gone = Fact.objects.filter(programme="stopitnow", month_date=date(2021, 5, 1), channel="phone").first()
    assert gone is not None
    withdraw_fact(gone.pk)
    after = figures("stopitnow")
    assert by_code(after, "contacts_by_channel")["phone"] == 506
    assert key(after, "contacts") == 711


def test_counters_are_what_counter_figures_come_from() -> None:
    DayCounter.objects.filter(name="arrivals", code="phone.answered").delete()
    found = figures("stopitnow")
    assert (key(found, "calls_offered"), key(found, "calls_answered")) == (566, 0)
