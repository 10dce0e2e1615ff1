"""Walking without a visitor: counting, replaying answers on another tree, and what a change alters."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.advice import paths
from selfhelp.advice.graph import reachable
from selfhelp.advice.paths import Given, NotWalkable, Path, change, compare, count, replay, shortest_to, walks
from selfhelp.advice.tree import AnswerKind, Node, Tree
from tests.selfhelp.advice.trees import advice, crisis, info, option, question, small, sound_trees


def answers(path: Path) -> dict[str, tuple[str, ...]]:
    return {given.node: given.chosen for given in path}


def with_node(tree: Tree, node: Node) -> Tree:
    return Tree(tuple(node if each.id == node.id else each for each in tree.nodes))


def layers(number: int) -> Tree:
    """Questions with two answers each, both leading to the next: 2 to the power of their number paths."""
    rows = [
        question(f"q{n}", [option("a", f"q{n + 1}"), option("b", f"q{n + 1}")], start=n == 0)
        for n in range(number)
    ]
    last = question(f"q{number}", [option("a", "end"), option("b", "crisis")])
    return Tree((*rows, last, advice("end"), crisis()))


@given(sound_trees())
def test_the_count_is_the_number_of_walks(tree: Tree) -> None:
    found = list(walks(tree, limit=100_000))
    assert len(found) == count(tree)
    assert len({path for path, _end in found}) == len(found)


@given(sound_trees())
def test_every_walk_replays_to_where_it_ended(tree: Tree) -> None:
    for path, end in walks(tree, limit=200):
        there = replay(tree, answers(path))
        assert (there.path, there.at, there.dropped) == (path, end.id, ())


def test_counting_does_not_explode_and_listing_stops() -> None:
    tree = layers(60)
    assert count(tree) == 2**61
    assert len(list(walks(tree, limit=7))) == 7


def test_what_cannot_be_walked_is_not_counted() -> None:
    circle, namesakes = (
        (info("a", "b", start=True), info("b", "a")),
        (info("a", "b", start=True), info("a", "c")),
    )
    for tree in (Tree(()), Tree(circle), Tree(namesakes)):
        with pytest.raises(NotWalkable):
            count(tree)


@given(sound_trees(), st.data())
def test_the_shortest_way_leads_there(tree: Tree, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from(tree.nodes))
    path = shortest_to(tree, node.id)
    assert path is not None
    assert replay(tree, answers(path)).at == node.id


def test_no_way_to_what_is_not_there() -> None:
    assert shortest_to(small(), "gone") is None


@given(sound_trees(), sound_trees(), st.integers(0, 50))
def test_answers_of_any_tree_replay_on_any_other(old: Tree, new: Tree, number: int) -> None:
    """A replay never fails, never uses an answer that does not fit, and stands at a node that answers lead to."""
    *_, (path, _end) = walks(old, limit=number + 1)
    there = replay(new, answers(path))
    assert there.at in reachable(new)
    assert set(there.kept) | set(there.dropped) == {given.node for given in path}
    assert all(paths.fits(new.by_id[node], chosen) for node, chosen in there.kept.items())
    assert replay(new, there.kept) == replace(there, dropped=())


def test_an_earlier_answer_is_changed_and_later_ones_that_fit_are_kept() -> None:
    tree = Tree(
        (
            question("age", [option("young", "extra"), option("old", "app")], start=True),
            question("extra", [option("yes", "app"), option("no", "app")]),
            question("app", [option("one", "end"), option("two", "crisis")]),
            advice("end"),
            crisis(),
        )
    )
    before = {"age": ("old",), "app": ("two",)}
    there = change(tree, before, "age", ("young",))
    assert (there.at, there.kept, there.dropped) == ("extra", {"age": ("young",), "app": ("two",)}, ())
    assert change(tree, there.kept, "extra", ("yes",)).at == "crisis"


def test_later_answers_that_can_not_come_any_more_are_dropped() -> None:
    there = change(small(), {"danger": ("no",), "who": ("me",), "what": ("spread",)}, "who", ("other",))
    assert (there.at, there.dropped) == ("read", ("what",))


def test_a_visitor_stops_at_information_that_is_new_and_a_scenario_reads_on() -> None:
    given_answers = {"danger": ("no",), "who": ("other",)}
    assert replay(small(), given_answers).at == "read"
    assert replay(small(), {**given_answers, "read": ()}).at == "talk"
    assert replay(small(), given_answers, reads_on=True).at == "talk"


@pytest.mark.parametrize("chosen", [(), ("me", "other"), ("gone",), ("me", "me")])
def test_an_answer_that_does_not_fit_is_asked_again(chosen: tuple[str, ...]) -> None:
    assert replay(small(), {"danger": ("no",), "who": chosen}).at == "who"


def test_of_several_answers_none_may_be_gone() -> None:
    what = small().by_id["what"]
    fewer = with_node(small(), replace(what, options=what.options[:2]))
    given_answers = {"danger": ("no",), "who": ("me",), "what": ("spread", "unsure")}
    assert replay(small(), given_answers).at == "talk"
    assert replay(fewer, given_answers).at == "what"


def brute_comparison(old: Tree, new: Tree) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for path, end in walks(old, limit=100_000):
        after = replay(new, answers(path), reads_on=True).at
        found[end.id, after] = found.get((end.id, after), 0) + 1
    return found


@st.composite
def edited(draw: st.DrawFn) -> tuple[Tree, Tree]:
    """A sound tree and the same with some of its options leading elsewhere, or another tree altogether."""
    tree = draw(sound_trees(size=6))
    if draw(st.integers(0, 4)) == 0:
        return tree, draw(sound_trees(size=6))
    made = list(tree.nodes)
    for place, node in enumerate(made):
        if node.options and draw(st.booleans()):
            target = draw(st.sampled_from([each.id for each in made[place + 1 :]]))
            made[place] = replace(node, options=(replace(node.options[0], target=target), *node.options[1:]))
    return tree, Tree(tuple(made))


@given(edited())
def test_a_comparison_says_what_walking_every_path_says(pair: tuple[Tree, Tree]) -> None:
    old, new = pair
    found = compare(old, new)
    brute = brute_comparison(old, new)
    assert found.complete
    same = {key: number for key, number in brute.items() if key[0] == key[1] and new.by_id[key[1]].ends}
    assert found.same == sum(same.values())
    changed = {(each.before, each.after): each.number for each in found.changed}
    assert changed == {key: number for key, number in brute.items() if key not in same}
    for each in found.changed:
        assert replay(old, answers(each.example)).at == each.before
        assert replay(new, answers(each.example), reads_on=True).at == each.after


def test_a_comparison_walks_only_where_something_changed() -> None:
    old = layers(40)
    last = question("q40", [option("a", "crisis"), option("b", "crisis")])
    assert compare(old, old).same == 2**41
    words = with_node(old, replace(old.by_id["end"], doors=("post",)))
    assert compare(old, words) == paths.Comparison((), 2**41, True, reworded=("end",))
    cut = compare(old, with_node(old, last), limit=500)
    assert not cut.complete


def test_a_comparison_names_what_came_went_and_reads_otherwise() -> None:
    new = Tree(
        (
            *(node for node in small().nodes if node.id not in ("read", "who")),
            question("who", [option("me", "what"), option("other", "more")]),
            question("more", [option("a", "talk"), option("b", "stop")]),
        )
    )
    found = compare(small(), new)
    assert (found.added, found.removed, found.reworded) == (("more",), ("read",), ("who",))
    (each,) = found.changed
    assert (each.before, each.after, each.asks, each.number) == ("talk", "more", True, 1)
    assert each.example == (Given("danger", ("no",)), Given("who", ("other",)), Given("read"))


def test_a_new_tree_without_end_is_compared_all_the_same() -> None:
    loop = with_node(small(), replace(small().by_id["read"], target="who"))
    (each,) = compare(small(), loop).changed
    assert (each.before, each.number) == ("talk", 1)


def test_questions_with_several_answers_have_one_way_for_each_option() -> None:
    tree = Tree(
        (
            question(
                "q",
                [option("a", "end"), option("b"), option("c")],
                AnswerKind.MULTIPLE,
                target="crisis",
                start=True,
            ),
            advice("end"),
            crisis(),
        )
    )
    assert count(tree) == 3
    assert replay(tree, {"q": ("c", "b")}).at == "crisis"
    assert replay(tree, {"q": ("c", "a")}).at == "end"
