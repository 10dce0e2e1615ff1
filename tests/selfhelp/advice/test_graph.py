"""The validator: its verdict is that of walking every walk, and each fault is named where it is."""

from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import event, given, settings

from selfhelp.advice.findings import Code, Severity, errors
from selfhelp.advice.graph import Known, cycles, forwards, reachable, validate, ways
from selfhelp.advice.tree import EMPTY, AnswerKind, Kind, Node, Step, Text, Tree, next_node
from tests.selfhelp.advice.trees import (
    advice,
    any_trees,
    both,
    crisis,
    info,
    option,
    question,
    small,
    sound_trees,
)
from tests.services.sizes import IS_FULL


def possible_answers(node: Node) -> list[tuple[str, ...]]:
    """Everything somebody can answer: one option, any set of them, or having read."""
    if node.kind == Kind.INFO:
        return [()]
    ids = [option.id for option in node.options]
    if node.answers != AnswerKind.MULTIPLE:
        return [(each,) for each in ids]
    return list(chain.from_iterable(combinations(ids, size) for size in range(1, len(ids) + 1)))


def walk_every_walk(tree: Tree) -> bool:
    """Whether every walk ends in advice without coming twice anywhere, and all walks together see every node."""
    starts = [node for node in tree.nodes if node.start]
    ids = [node.id for node in tree.nodes]
    options = [[option.id for option in node.options] for node in tree.nodes]
    if len(starts) != 1 or starts[0].ends or any(len(set(each)) < len(each) for each in (ids, *options)):
        return False
    seen: set[str] = set()

    def walk(node: Node, before: tuple[str, ...]) -> bool:
        seen.add(node.id)
        if node.ends:
            return True
        if node.id in before or not possible_answers(node):
            return False
        following = [tree.by_id.get(next_node(node, answer)) for answer in possible_answers(node)]
        return all(after is not None and walk(after, (*before, node.id)) for after in following)

    ends_well = walk(starts[0], ())
    crisis_seen = any(tree.by_id[node_id].kind == Kind.CRISIS for node_id in seen)
    return ends_well and seen == set(ids) and crisis_seen


@settings(max_examples=5000 if IS_FULL else 200)
@given(any_trees())
def test_the_verdict_is_that_of_walking_every_walk(tree: Tree) -> None:
    found = [finding for finding in errors(validate(tree)) if not _stray(tree, finding.node, finding.code)]
    event(f"sound: {not found}")
    assert (not found) == walk_every_walk(tree), found


def test_two_of_one_name_are_named_and_stop_nothing() -> None:
    """A file from elsewhere may hold anything: which of the two is meant as the start is not to be known."""
    tree = Tree(
        (question("a", [option("x", "c")]), question("a", [], start=True), question("c", [], start=True))
    )
    assert Code.DUPLICATE_ID in {finding.code for finding in errors(validate(tree))}


def _stray(tree: Tree, node_id: str, code: Code) -> bool:
    """A target that no answer can follow does no harm to a walk, but it is named all the same."""
    node = tree.by_id.get(node_id)
    return (
        code is Code.MISSING_TARGET
        and node is not None
        and not any(way.target not in tree.by_id for way in ways(node))
    )


@given(sound_trees())
def test_a_sound_tree_has_no_error_and_every_walk_ends_well(tree: Tree) -> None:
    assert errors(validate(tree)) == []
    assert walk_every_walk(tree)


@given(any_trees())
def test_what_is_said_to_be_a_cycle_can_be_walked_round(tree: Tree) -> None:
    for group in cycles(tree):
        for node_id in group:
            assert set(group) <= set().union(
                *(
                    reachable(tree, tree.by_id[way.target])
                    for way in ways(tree.by_id[node_id])
                    if way.target in tree.by_id
                )
            )


@given(sound_trees())
def test_forwards_names_each_node_after_all_that_lead_to_it(tree: Tree) -> None:
    assert tree.start is not None
    order = [node.id for node in forwards(tree, tree.start)]
    assert sorted(order) == sorted(tree.by_id)
    for node in tree.nodes:
        assert all(order.index(node.id) < order.index(way.target) for way in ways(node))


def with_node(node: Node) -> Tree:
    """The small tree with one node in the place of its namesake."""
    return Tree(tuple(node if each.id == node.id else each for each in small().nodes))


def without(*ids: str) -> Tree:
    return Tree(tuple(node for node in small().nodes if node.id not in ids))


TALK, WHAT, WHO = (small().by_id[name] for name in ("talk", "what", "who"))

#: each kind of error, the tree that has it, and where it is named
FAULTS = [
    (Code.NO_START, with_node(replace(small().by_id["danger"], start=False)), "", ""),
    (Code.SEVERAL_STARTS, with_node(replace(WHO, start=True)), "who", ""),
    (Code.START_ENDS, with_node(replace(TALK, start=True)), "talk", ""),
    (Code.BAD_ID, Tree((*small().nodes, info("Met spaties", "talk"))), "Met spaties", ""),
    (Code.DUPLICATE_ID, Tree((*small().nodes, TALK)), "talk", ""),
    (Code.DUPLICATE_OPTION, with_node(question("who", [option("me", "what"), option("me", "read")])), "who", "me"),
    (Code.MISSING_TARGET, with_node(question("who", [option("me", "what"), option("other", "gone")])), "who", "other"),
    (Code.MISSING_TARGET, with_node(info("read", "gone")), "read", ""),
    (Code.MISSING_TARGET, with_node(replace(WHAT, target="gone")), "what", ""),
    (Code.OPTION_WITHOUT_TARGET, with_node(question("who", [option("me", "what"), option("other")])), "who", "other"),
    (Code.NO_FALL_THROUGH, with_node(replace(WHAT, target="")), "what", "spread"),
    (Code.NO_OPTIONS, with_node(question("who", [])), "who", ""),
    (Code.DEAD_END, with_node(info("read")), "read", ""),
    (Code.UNREACHABLE, Tree((*small().nodes, advice("alone"))), "alone", ""),
    (Code.CYCLE, with_node(info("read", "who")), "who", ""),
    (Code.NO_CRISIS, with_node(replace(small().by_id["crisis"], kind=Kind.ADVICE)), "", ""),
    (Code.NO_WAY_TO_CRISIS, with_node(question("danger", [option("no", "who")], start=True)), "crisis", ""),
    (Code.ADVICE_WITHOUT_ACTION, with_node(replace(TALK, steps=())), "talk", ""),
    (Code.ADVICE_WITHOUT_CONTACT, with_node(replace(TALK, doors=())), "talk", ""),
    (Code.TEXT_MISSING, with_node(replace(TALK, text=Text(nl="Alleen Nederlands"))), "talk", ""),
    (Code.TEXT_MISSING, with_node(replace(TALK, body=Text(easy_nl="Kort"))), "talk", ""),
    (Code.TEXT_MISSING, with_node(replace(TALK, steps=(Step(both("Ja"), Text(en="Only English")),))), "talk", ""),
    (
        Code.TEXT_MISSING,
        with_node(question("who", [option("me", "what"), replace(option("other", "read"), label=EMPTY)])),
        "who",
        "other",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("code", "tree", "node", "where"), FAULTS)
def test_each_fault_is_named_where_it_is(code: Code, tree: Tree, node: str, where: str) -> None:
    found = [(each.node, each.option) for each in errors(validate(tree)) if each.code is code]
    assert (node, where) in found


def test_every_error_of_a_tree_has_its_example() -> None:
    elsewhere = {Code.TERM_TO_AVOID, Code.TOO_LARGE}
    warnings = set(list(Code)[list(Code).index(Code.WORDING) :])
    assert {code for code, *_ in FAULTS} == set(Code) - warnings - elsewhere


def test_the_small_tree_has_no_fault() -> None:
    assert validate(small()) == []


def test_a_missing_text_says_which_and_in_what_language() -> None:
    tree = with_node(replace(TALK, say=Text(nl="Zeg het")))
    (found,) = errors(validate(tree))
    assert (found.value("field"), found.value("language")) == ("say", "en")


def test_a_tip_is_an_action_and_an_organisation_is_a_contact() -> None:
    assert validate(with_node(replace(TALK, steps=(), tips=("t",), doors=(), organisations=("o",)))) == []


def test_an_ending_may_lead_nowhere_whatever_fields_it_has_left() -> None:
    """Fields that mean nothing for the kind are not looked at."""
    assert validate(with_node(replace(TALK, target="gone", options=(option("x", "gone"),)))) == []


def long_row(pages: int) -> Tree:
    steps = [info(f"s{number}", f"s{number + 1}") for number in range(1, pages - 1)]
    first = question("first", [option("a", "s1"), option("b", "crisis")], start=True)
    return Tree((first, *steps, info(f"s{pages - 1}", "talk"), TALK, crisis()))


def test_warnings_for_what_is_hard_to_walk() -> None:
    assert validate(long_row(7)) == []
    (deep,) = validate(long_row(8))
    assert (deep.code, deep.severity, deep.node, deep.value("number")) == (
        Code.TOO_DEEP, Severity.WARNING, "talk", "8",
    )  # fmt: skip
    many = question("who", [option(f"o{n}", "what" if n else "read") for n in range(7)])
    assert [each.code for each in validate(with_node(many))] == [Code.TOO_MANY_OPTIONS]
    yes_no = question("who", [option("yes", "what"), option("no", "read")], AnswerKind.YES_NO)
    assert [each.code for each in validate(with_node(yes_no))] == [Code.NO_UNKNOWN]
    three = question(
        "who",
        [*yes_no.options, option("maybe", "read"), option("x", "what", unknown=True)],
        AnswerKind.YES_NO,
    )
    assert [each.code for each in validate(with_node(three))] == [Code.YES_NO_OPTIONS]


def test_warnings_about_what_stands_outside_the_tree() -> None:
    known = Known(
        tips={"tip"},
        organisations={"hulp"},
        doors={"chat"},
        codes={"who": {"me"}},
        overdue={("tips", "tip")},
        review_overdue=True,
    )
    assert validate(small(), replace(known, review_overdue=False)) == []
    who = replace(
        WHO,
        counts_as="who",
        options=(option("me", "what", code="me"), option("other", "read", code="aunt", removal=("app",))),
    )
    tree = Tree(
        tuple(
            who if node.id == "who"
            else replace(node, tips=("tip", "old"), organisations=("weg",), doors=("chat", "post"), counts_as="x")
            if node.id == "talk"
            else replace(node, counts_as="none") if node.id == "danger"
            else replace(node, options=(replace(node.options[0], code="x"), *node.options[1:])) if node.id == "what"
            else node
            for node in small().nodes
        )
    )  # fmt: skip
    found = {(each.code, each.node, each.option, each.value("key")) for each in validate(tree, known)}
    assert found == {
        (Code.REVIEW_OVERDUE, "", "", ""),
        (Code.LIST_UNKNOWN, "danger", "", "none"),
        (Code.CODE_UNKNOWN, "who", "other", "aunt"),
        (Code.KEY_UNKNOWN, "who", "other", "app"),
        (Code.CODE_WITHOUT_LIST, "what", "threat", "x"),
        (Code.RECORD_OVERDUE, "talk", "", "tip"),
        (Code.KEY_UNKNOWN, "talk", "", "old"),
        (Code.KEY_UNKNOWN, "talk", "", "weg"),
        (Code.DOOR_UNKNOWN, "talk", "", "post"),
    }
