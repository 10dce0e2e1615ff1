"""A walk: the answers, the path, and what comes of them."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from selfhelp.advice import walk as walks
from selfhelp.advice.tree import AnswerKind, Kind, Tree
from selfhelp.advice.walk import IDLE, NothingChosen, NotOnThePath, Plan, Unfitting, Walk
from tests.selfhelp.advice.trees import advice, crisis, info, option, question, small, sound_trees
from tests.services.sizes import IS_FULL

NOW = 1_800_000_000


def answered(plan: Plan, walk: Walk, *answers: tuple[str, ...]) -> Walk:
    """Answer node after node: the id of the node, then those of the options."""
    for node_id, *chosen in answers:
        walk = walks.answer(plan, walk, plan.place[node_id], chosen)
    return walk


def names(plan: Plan, walk: Walk) -> list[str]:
    return [plan.nodes[place].id for place in walks.path(plan, walk)]


def test_answers_lead_to_an_advice() -> None:
    plan = Plan(small())
    walk = walks.begin(plan, 7, NOW)
    assert names(plan, walk) == ["danger"]
    walk = answered(plan, walk, ("danger", "no"), ("who", "me"))
    assert names(plan, walk) == ["danger", "who", "what"]
    assert not walks.is_done(plan, walk)
    walk = answered(plan, walk, ("what", "spread", "threat"))
    assert names(plan, walk)[-1] == "stop"
    assert walks.is_done(plan, walk)
    assert [(each.step, each.node.id) for each in walks.given(plan, walk)] == [
        (1, "danger"),
        (2, "who"),
        (3, "what"),
    ]
    assert [chosen.id for chosen in walks.given(plan, walk)[2].options] == ["threat", "spread"], "as listed"


def test_information_is_read_and_is_no_answer() -> None:
    plan = Plan(small())
    walk = answered(plan, walks.begin(plan, 7, NOW), ("danger", "no"), ("who", "other"))
    assert walks.stands_at(plan, walk).id == "read"
    walk = answered(plan, walk, ("read",))
    assert names(plan, walk)[-1] == "talk"
    assert [each.node.id for each in walks.given(plan, walk)] == ["danger", "who"]


def test_a_changed_answer_keeps_what_still_fits() -> None:
    tree = Tree(
        (
            question("who", [option("me", "age"), option("friend", "their-age")], start=True),
            question("age", [option("young", "where"), option("old", "where")]),
            question("their-age", [option("young", "where")]),
            question("where", [option("here", "end"), option("there", "end")]),
            advice("end"),
            crisis(),
        )
    )
    plan = Plan(tree)
    walk = answered(
        plan,
        walks.begin(plan, 1, NOW),
        ("who", "me"),
        ("age", "young"),
        ("where", "there"),
        ("who", "friend"),
    )
    assert names(plan, walk) == ["who", "their-age"]
    walk = answered(plan, walk, ("their-age", "young"))
    assert names(plan, walk)[-1] == "end", "where was answered before and is not asked again"
    walk = answered(plan, walk, ("who", "me"))
    assert names(plan, walk) == ["who", "age", "where", "end"], "a slip of the finger costs nothing"


def test_what_a_question_does_not_take_is_refused() -> None:
    plan = Plan(small())
    walk = walks.begin(plan, 1, NOW)
    with pytest.raises(NothingChosen):
        answered(plan, walk, ("danger",))
    with pytest.raises(Unfitting):
        answered(plan, walk, ("danger", "yes", "no"))
    with pytest.raises(Unfitting):
        answered(plan, walk, ("danger", "perhaps"))
    with pytest.raises(NotOnThePath):
        answered(plan, walk, ("what", "threat"))
    with pytest.raises(NotOnThePath):
        walks.answer(plan, walk, 99, ["x"])
    walk = answered(plan, walk, ("danger", "yes"))
    with pytest.raises(NotOnThePath):
        answered(plan, walk, ("crisis",))
    reading = answered(plan, walk, ("danger", "no"), ("who", "other"))
    with pytest.raises(Unfitting):
        answered(plan, reading, ("read", "something"))


def test_half_an_hour_of_silence_ends_it() -> None:
    walk = walks.begin(Plan(small()), 1, NOW)
    assert not walks.is_over(walk, NOW + IDLE - 1)
    assert walks.is_over(walk, NOW + IDLE)
    assert not walks.is_over(walks.seen(walk, NOW + IDLE), NOW + IDLE + 5)
    assert not walks.is_over(walk, NOW - 20), "two servers' clocks differ a little"
    assert walks.is_over(walk, NOW - IDLE)


def test_codes_and_removal_routes_are_those_of_the_path() -> None:
    tree = Tree(
        (
            question(
                "age", [option("a", "app", code="12_18"), option("b", "app", unknown=True)],
                counts_as="age_band", start=True,
            ),
            question(
                "app",
                [
                    option("snap", "more", code="snapchat", removal=("snapchat", "any")),
                    option("insta", code="instagram", removal=("instagram", "any")),
                    option("none"),
                ],
                AnswerKind.MULTIPLE, counts_as="platforms", target="end",
            ),
            question("more", [option("x", "end", code="games")], counts_as="platforms"),
            advice("end"),
            crisis(),
        )
    )  # fmt: skip
    plan = Plan(tree)
    walk = answered(plan, walks.begin(plan, 1, NOW), ("age", "a"), ("app", "snap", "insta"), ("more", "x"))
    assert walks.coded(plan, walk) == {"age_band": ["12_18"], "platforms": ["snapchat", "instagram", "games"]}
    assert walks.chosen_removal(plan, walk) == ["snapchat", "any", "instagram"]
    walk = answered(plan, walk, ("age", "b"), ("app", "none"))
    assert walks.coded(plan, walk) == {}
    assert walks.chosen_removal(plan, walk) == []


def test_what_is_left_out_does_not_go_along() -> None:
    plan = Plan(small())
    walk = answered(plan, walks.begin(plan, 1, NOW), ("danger", "no"), ("who", "me"))
    walk = walks.leave_out(walk, plan.place["who"], out=True)
    assert [each.node.id for each in walks.going_along(plan, walk)] == ["danger"]
    walk = walks.leave_out(walk, plan.place["who"], out=False)
    assert [each.node.id for each in walks.going_along(plan, walk)] == ["danger", "who"]


def test_each_node_and_answer_counts_once() -> None:
    plan = Plan(small())
    walk = walks.begin(plan, 1, NOW)
    assert [(each.node, each.second) for each in walks.new_counts(None, walk, plan)] == [(0, "")]
    after = answered(plan, walk, ("danger", "no"))
    assert [(each.node, each.second) for each in walks.new_counts(walk, after, plan)] == [
        (1, ""),
        (0, "answered"),
        (0, "o1"),
    ]
    assert walks.new_counts(after, answered(plan, after, ("danger", "no")), plan) == []
    changed = answered(plan, after, ("danger", "yes"))
    assert [(each.node, each.second) for each in walks.new_counts(after, changed, plan)] == [
        (plan.place["crisis"], "")
    ]
    assert walks.new_counts(changed, answered(plan, changed, ("danger", "no")), plan) == []


def test_the_longest_path_is_measured_in_questions() -> None:
    assert walks.longest(Plan(small())) == 3
    only = Tree((info("read", "end", start=True), advice("end"), crisis()))
    assert walks.longest(Plan(only)) == 0


def test_an_urgent_correction_takes_the_answers_over_as_far_as_they_fit() -> None:
    old = Plan(small())
    walk = answered(old, walks.begin(old, 1, NOW), ("danger", "no"), ("who", "me"), ("what", "spread"))
    nodes = list(small().nodes)
    moved = Plan(Tree((nodes[5], nodes[2], nodes[0], nodes[1], *nodes[3:5], nodes[6])))
    same, lost = walks.taken_over(moved, walk, old=old, snapshot=2)
    assert names(moved, same) == names(old, walk)
    assert (same.snapshot, lost) == (2, False)
    assert walks.new_counts(same, same, moved) == []
    without = Plan(Tree((nodes[0], question("who", [option("somebody", "talk")]), nodes[5], nodes[6])))
    other, lost = walks.taken_over(without, walk, old=old, snapshot=2)
    assert names(without, other) == ["danger", "who"]
    assert lost


@given(sound_trees(), st.data())
def test_the_longest_path_is_never_shorter_than_a_walk(tree: Tree, data: st.DataObject) -> None:
    plan = Plan(tree)
    walk = walks.begin(plan, 1, NOW)
    while not walks.is_done(plan, walk):
        node = walks.stands_at(plan, walk)
        ids = [each.id for each in node.options]
        chosen = [data.draw(st.sampled_from(ids))] if ids else []
        walk = walks.answer(plan, walk, plan.place[node.id], chosen)
    assert len(walks.given(plan, walk)) <= walks.longest(plan)


@dataclass
class Model:
    """What a person would write down: the answers by node, and nothing else."""

    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def path(self, tree: Tree) -> list[str]:
        """Follow the answers with a finger."""
        assert tree.start is not None
        node, passed = tree.start, [tree.start.id]
        while node.id in self.answers and not node.ends:
            ticked = [each for each in node.options if each.id in self.answers[node.id]]
            target = next((each.target for each in ticked if each.target), node.target)
            node = tree.by_id[target]
            passed.append(node.id)
        return passed


class WalkMachine(RuleBasedStateMachine):
    """However somebody answers, goes back, changes and repeats: the path is that of the last answer to each node, and
    everything counts at most once."""

    @initialize(tree=sound_trees())
    def begin(self, tree: Tree) -> None:
        self.plan = Plan(tree)
        self.model = Model()
        self.walk = walks.begin(self.plan, 3, NOW)
        self.counted = [(each.node, each.second) for each in walks.new_counts(None, self.walk, self.plan)]

    @rule(data=st.data())
    def answer_somewhere(self, data: st.DataObject) -> None:
        places = [place for place in walks.path(self.plan, self.walk) if not self.plan.nodes[place].ends]
        if not places:
            return
        place = data.draw(st.sampled_from(places))
        node = self.plan.nodes[place]
        ids = [each.id for each in node.options]
        most = len(ids) if node.answers == AnswerKind.MULTIPLE else 1
        chosen = (
            data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=most, unique=True)) if ids else []
        )
        self._step(walks.answer(self.plan, self.walk, place, chosen))
        self.model.answers[node.id] = tuple(chosen)

    @precondition(lambda self: self.walk.answers)
    @rule(data=st.data())
    def repeat_an_answer(self, data: st.DataObject) -> None:
        """A form is posted twice, or from a page that the browser's own button brought back."""
        before = self.walk
        given = walks.given(self.plan, before)
        if given:
            each = data.draw(st.sampled_from(given))
            self._step(walks.answer(self.plan, before, each.place, [one.id for one in each.options]))
            assert self.walk == before

    @rule(data=st.data())
    def post_a_form_that_does_not_belong(self, data: st.DataObject) -> None:
        off = set(range(len(self.plan.nodes))) - set(walks.path(self.plan, self.walk))
        if off:
            with pytest.raises(walks.WalkError):
                walks.answer(self.plan, self.walk, data.draw(st.sampled_from(sorted(off))), ["o0"])

    @rule(data=st.data(), out=st.booleans())
    def leave_out(self, data: st.DataObject, out: bool) -> None:
        place = data.draw(st.integers(0, len(self.plan.nodes) - 1))
        self.walk = walks.leave_out(self.walk, place, out=out)

    def _step(self, after: Walk) -> None:
        self.counted += [(each.node, each.second) for each in walks.new_counts(self.walk, after, self.plan)]
        self.walk = after

    @invariant()
    def the_path_is_that_of_the_last_answers(self) -> None:
        if hasattr(self, "walk"):
            assert names(self.plan, self.walk) == self.model.path(self.plan.tree)

    @invariant()
    def everything_counts_at_most_once(self) -> None:
        if hasattr(self, "walk"):
            assert len(self.counted) == len(set(self.counted))
            shown = {place for place, second in self.counted if not second}
            assert set(walks.path(self.plan, self.walk)) <= shown

    @invariant()
    def only_questions_of_the_path_are_answers(self) -> None:
        if hasattr(self, "walk"):
            on_path = names(self.plan, self.walk)
            for each in walks.given(self.plan, self.walk):
                assert each.node.kind == Kind.QUESTION
                assert on_path[each.step - 1] == each.node.id
                assert {one.id for one in each.options} == set(self.model.answers[each.node.id])


TestWalkMachine = WalkMachine.TestCase
TestWalkMachine.settings = settings(
    max_examples=300 if IS_FULL else 20, stateful_step_count=25, deadline=None
)
