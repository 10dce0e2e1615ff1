"""Reasons for contact: a contact counts once under each, the table is rounded, and who moves a topic is recorded."""

import json
from datetime import date

import pytest

from figures import reasons
from figures.errors import UnknownCode
from figures.facts import write_facts
from figures.models import Fact, ReasonOfTopic
from figures.periods import year
from figures.reasons_report import SPEC
from figures.report import exact
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from helpline.programmes.queries import all_codes, programme_by_slug
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.usefixtures("demo")
AT, YEAR = "/staff/figures/helpwanted/", "?from=2021-01&to=2021-12"


@pytest.fixture
def helpwanted() -> Programme:
    found = programme_by_slug("helpwanted")
    assert found is not None
    return found


def test_several_topics_under_one_reason_are_one() -> None:
    under = {"a": "violence", "b": "violence", "c": "family"}
    assert reasons.joined("a|b", under) == "violence"
    assert reasons.joined("a|b|c", under) == "family|violence"
    assert reasons.joined("a|gone", under) == "other|violence"
    assert reasons.joined("unknown", under) == reasons.joined("", under) == ""


@pytest.mark.parametrize("slug", ["helpwanted", "stopitnow"])
def test_every_proposed_reason_is_in_the_list_and_every_topic_has_one(slug: str) -> None:
    programme = programme_by_slug(slug)
    assert programme is not None
    listed = {code.code for code in all_codes(programme, "reason")}
    assert set(reasons.PROPOSED.values()) <= listed
    assert set(reasons.mapping(programme).values()) <= listed
    assert "unknown" not in reasons.mapping(programme)


def test_it_is_counted_from_facts(helpwanted: Programme) -> None:
    Fact.objects.all().delete()
    for topics, n in (
        (["blackmail"], 20),
        (["blackmail", "grooming"], 10),
        (["grooming", "lesson_or_material"], 7),
        ([], 5),
    ):
        many = [{"kind": ["counselling"], "topics": topics}] * n
        write_facts(programme="helpwanted", month=date(2021, 3, 1), channel="chat", many=many)
    counted = exact(helpwanted, year(2021), [SPEC])
    (layout,) = counted.layouts
    numbers = {code: counted.values[layout.key(code)] for code in layout.rows.codes}
    assert {code: n for code, n in numbers.items() if n} == {"violence": 37, "education": 7, "unknown": 5}
    assert counted.values[layout.key()] == 42
    reasons.put(programme=helpwanted, chosen={"grooming": "peers"}, by="system")
    counted = exact(helpwanted, year(2021), [SPEC])
    assert counted.values[layout.key("violence")] == 30
    assert counted.values[layout.key("peers")] == 17


def test_moving_a_topic_is_recorded_once_and_only_to_what_there_is(helpwanted: Programme) -> None:
    assert (
        reasons.put(programme=helpwanted, chosen={"grooming": "peers", "blackmail": "violence"}, by="staff:7")
        == 1
    )
    assert reasons.put(programme=helpwanted, chosen={"grooming": "peers"}, by="staff:7") == 0
    (entry,) = Entry.objects.filter(action="figures.topic_moved")
    assert entry.detail == {"topic": "grooming", "before": "violence", "after": "peers"}
    for wrong in ({"grooming": "nothing"}, {"nothing": "peers"}, {"unknown": "peers"}):
        with pytest.raises(UnknownCode):
            reasons.put(programme=helpwanted, chosen={"blackmail": "family", **wrong}, by="staff:7")
    assert ReasonOfTopic.objects.count() == 1


def test_managers_move_topics_and_take_the_rounded_table_along(helpwanted: Programme) -> None:
    manager = browser_of(make_desk_user(helpwanted, role=Role.PROGRAMME_MANAGER))
    page = manager.get(f"{AT}reasons/{YEAR}").content.decode()
    assert "Violence, abuse and exploitation" in page
    found = json.loads(manager.get(f"{AT}reasons.json{YEAR}").content)
    (table,) = found["tables"]
    assert found["view"] == "release"
    numbers = [line[0] for line in table["numbers"]]
    assert any(numbers)
    assert all(n % 5 == 0 for n in numbers)
    page = manager.post(f"{AT}reasons/{YEAR}", {"grooming": "peers"}, follow=True).content.decode()
    assert '<option value="peers" selected>' in page
    assert manager.post(f"{AT}reasons/{YEAR}", {"grooming": "x"}).status_code == 404
    assert manager.get(f"{AT}reasons.exe{YEAR}").status_code == 404
    assert manager.get(f"{AT}reasons.pdf{YEAR}").content.startswith(b"%PDF-")
    editor = browser_of(make_desk_user(helpwanted, role=Role.EDITOR))
    assert editor.post(f"{AT}reasons/{YEAR}", {"grooming": "peers"}).status_code == 403
