"""What an ending says, and what goes along to a counsellor."""

from dataclasses import replace
from itertools import pairwise

import pytest
from django.utils import timezone, translation

from helpline.directory.demo import create_demo_content
from selfhelp.advice import advising
from selfhelp.advice import walk as walks
from selfhelp.advice.tree import Kind, Text, Tree
from selfhelp.advice.walk import Plan, Walk
from tests.factories.chat import make_available, make_open_programme, make_staff
from tests.selfhelp.advice.sample import sample
from tests.selfhelp.advice.trees import advice as ending
from tests.selfhelp.advice.trees import both, crisis, option, question

pytestmark = pytest.mark.django_db


def walked(plan: Plan, *answers: tuple[str, ...]) -> Walk:
    walk = walks.begin(plan, 1, 1)
    for node_id, *chosen in answers:
        walk = walks.answer(plan, walk, plan.place[node_id], chosen)
    return walk


TO_STOP = (("danger", "no"), ("who", "me"), ("what", "threat"), ("age", "b"), ("where", "snap", "insta"))


def test_an_ending_has_what_the_directory_knows_and_the_doors_that_are_open() -> None:
    create_demo_content()
    programme = make_open_programme()
    plan = Plan(sample())
    walk = walked(plan, *TO_STOP)
    node = walks.stands_at(plan, walk)
    found = advising.advice(node, programme, timezone.now(), chosen_removal=walks.chosen_removal(plan, walk))
    assert [each.key for each in found.organisations] == ["politie", "csg"]
    assert [each.key for each in found.tips] == ["even-rust"]
    assert [each.key for each in found.routes] == ["take-it-down", "snapchat", "instagram"]
    assert found.open == [], "nobody is on duty"
    assert [way.door.channel for way in found.later] == ["chat"], "within its hours: trying again is worth it"
    make_available(user=make_staff(programme), programme=programme, now=timezone.now())
    found = advising.advice(node, programme, timezone.now())
    assert [way.door.channel for way in found.open] == ["chat"]
    assert found.later == []
    assert found.heading == "Betaal niet, stop het contact en vraag hulp"
    assert len(found.actions) == 4


def test_a_route_for_another_age_is_left_away_only_when_the_age_is_known() -> None:
    create_demo_content()
    node = replace(sample().by_id["stop"], removal=("take-it-down", "stopncii"))
    for chosen, shown in (
        (["take-it-down"], ["take-it-down"]),
        (["stopncii", "snapchat"], ["stopncii", "snapchat"]),
        (["take-it-down", "stopncii"], ["take-it-down", "stopncii"]),
        (["snapchat"], ["take-it-down", "stopncii", "snapchat"]),
        (["gone"], ["take-it-down", "stopncii"]),
    ):
        assert [each.key for each in advising.routes(node, chosen)] == shown
    assert [each.key for each in advising.routes(replace(node, chosen_removal=False), ["snapchat"])] == [
        "take-it-down",
        "stopncii",
    ]


def test_what_goes_along_is_what_was_answered_less_what_was_left_out() -> None:
    plan = Plan(sample())
    walk = walked(plan, *TO_STOP)
    with translation.override("en"):
        (message,) = advising.summary(plan, walk, title="What now?")
        assert message.splitlines() == [
            "What I answered in “What now?”:",
            "• Is there danger right now? No",
            "• Who did this happen to? Me",
            "• What is going on? Somebody threatens with a nude picture or video",
            "• How old are you? 12 to 18",
            "• Where does it happen? Snapchat; Instagram",
            "The advice: Do not pay, stop the contact and ask for help",
        ]
        walk = walks.leave_out(walk, plan.place["age"], out=True)
        assert "How old" not in advising.summary(plan, walk, title="What now?")[0]
    with translation.override("nl"):
        assert "• Wie heeft dit meegemaakt? Ikzelf" in advising.summary(plan, walk, title="What now?")[0]


def test_a_very_long_walk_still_goes_along_in_a_few_messages() -> None:
    long = "lang " * 150
    names = [f"q{number}" for number in range(30)] + ["end"]
    row = [
        replace(
            question(name, [option("a", after)], start=name == "q0"), text=both(long), options=(
                replace(option("a", after), label=Text(long, long)),
            ),
        )
        for name, after in pairwise(names)
    ]  # fmt: skip
    plan = Plan(Tree((*row, ending("end"), crisis())))
    walk = walked(plan, *((name, "a") for name in names[:-1]))
    messages = advising.summary(plan, walk, title="What now?")
    assert len(messages) == advising.MESSAGES
    assert all(0 < len(message) <= advising.MESSAGE for message in messages)


def test_easy_words_are_used_where_they_are_written() -> None:
    node = replace(
        ending("end"),
        kind=Kind.ADVICE,
        text=Text("Gewoon", "Ordinary", "Makkelijk", ""),
    )
    programme = make_open_programme()
    now = timezone.now()
    with translation.override("nl"):
        assert advising.advice(node, programme, now, easy=True).heading == "Makkelijk"
        assert advising.advice(node, programme, now).heading == "Gewoon"
    with translation.override("en"):
        assert advising.advice(node, programme, now, easy=True).heading == "Ordinary"
