"""The picture and the list say the same, show where something is the matter, and betray nobody by a small number."""

import re
import time
import xml.etree.ElementTree as ET

import pytest
from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfhelp.advice.picture import Counts, Remark, in_steps, outline, picture
from selfhelp.advice.tree import AnswerKind, Kind, Node, Option, Text, Tree
from tests.selfhelp.advice.trees import advice, any_trees, info, option, question, small

#: a machine with other work to do is slow, and that is no defect
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

SVG = "{http://www.w3.org/2000/svg}"


def large(count: int) -> Tree:
    """A tree of so many nodes: three answers each, the last third is advice."""
    nodes: list[Node] = []
    for number in range(count):
        targets = [min(number * 2 + ahead, count - 1) for ahead in (1, 2, 3)]
        if number > count * 2 // 3:
            nodes.append(advice(f"n{number}"))
        else:
            options = [option(f"een tamelijk lang antwoord {t}", f"n{t}") for t in targets]
            nodes.append(question(f"n{number}", options, start=number == 0))
    return Tree(tuple(nodes))


def drawn(tree: Tree, **more: object) -> str:
    entries = outline(tree, language="nl", **more)  # type: ignore[arg-type]
    return render_to_string(
        "advice/editing/picture.html", {"picture": picture(entries), "title": "Een <boom>"}
    )


@unhurried
@given(any_trees())
def test_any_tree_is_drawn_as_sound_svg_without_styles_and_scripts(tree: Tree) -> None:
    root = ET.fromstring(drawn(tree))  # noqa: S314 - our own
    for element in root.iter():
        assert element.tag != f"{SVG}script"
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
    cards = list(root.iter(f"{SVG}a"))
    assert [card.attrib["data-node"] for card in cards] == list(tree.by_id)
    assert all(card.attrib["href"] and "".join(card.itertext()).strip() for card in cards)


def test_the_kind_is_told_by_a_word_and_a_shape_of_its_own() -> None:
    entries = outline(small(), language="nl")
    shapes = {card.entry.kind: re.sub(r"[\d. ]+", "", card.shape) for card in picture(entries).cards}
    assert set(shapes) == set(Kind)
    assert len(set(shapes.values())) == len(Kind)
    assert len({entry.kind_words for entry in entries}) == len(Kind)


def test_a_finding_stands_on_its_node_in_the_picture_and_in_the_list() -> None:
    remarks = [Remark("who", "me", True, "Dit leidt nergens heen."), Remark("read", "", False, "Te diep.")]
    svg = drawn(small(), remarks=remarks)
    assert svg.count('class="tree-mark is-error"') == 1
    assert svg.count('class="tree-mark is-warning"') == 1
    entries = outline(small(), language="nl", remarks=remarks)
    page = render_to_string("advice/editing/outline.html", {"entries": entries})
    for remark in remarks:
        assert remark.words in page
        assert remark.words in svg


def test_an_answer_that_leads_nowhere_says_so_and_draws_no_line() -> None:
    tree = Tree(
        (question("a", [option("x", "gone"), option("y"), option("z", "b")], start=True), advice("b"))
    )
    entries = outline(tree, language="nl")
    assert [bool(way.trouble) for way in entries[0].ways] == [True, True, False]
    assert [(line.source, line.target) for line in picture(entries).strokes] == [("a", "b")]


def test_answers_that_lead_to_the_same_node_share_one_line() -> None:
    options = [option("v", "b"), option("w", "b"), option("x", "b"), option("y", "c"), option("z", "b")]
    tree = Tree((question("a", options, start=True), advice("b"), advice("c")))
    card = picture(outline(tree, language="nl")).cards[0]
    assert [port.label for port in card.ports] == ["1-3, 5", "4"]


def test_where_several_answers_fall_through_they_lead_where_the_question_says() -> None:
    ways = next(entry for entry in outline(small(), language="nl") if entry.id == "what").ways
    assert [way.target for way in ways] == ["stop", "talk", "talk"]


def test_words_come_in_the_language_asked_for_and_else_in_the_other() -> None:
    tree = Tree(
        (Node("a", Kind.ADVICE, Text(nl="Hallo", en="Hello")), Node("b", Kind.ADVICE, Text(nl="Dag")))
    )
    assert [entry.title for entry in outline(tree, language="en")] == ["Hello", "Dag"]


def test_the_list_names_where_each_answer_leads() -> None:
    page = render_to_string("advice/editing/outline.html", {"entries": outline(small(), language="nl")})
    for node in small().nodes:
        for target in set(node.targets()):
            assert f'href="#item-{target}"' in page


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_few_are_never_told_apart(count: int) -> None:
    counts = Counts({"danger": 60}, {"danger": count}, {("danger", "yes"): count})
    for text in (
        drawn(small(), counts=counts),
        render_to_string(
            "advice/editing/outline.html", {"entries": outline(small(), language="nl", counts=counts)}
        ),
    ):
        assert in_steps(count) == in_steps(1)
        assert "%" not in text
    shown = outline(small(), language="nl", counts=counts)[0]
    assert (shown.left, shown.ways[0].count, shown.ways[0].share) == (in_steps(1), in_steps(1), None)


@unhurried
@given(st.integers(5, 10_000), st.integers(0, 10_000))
def test_what_is_shown_of_a_count_hides_four_others(count: int, other: int) -> None:
    """Every shown figure stands for at least five that could have been it (none at all is shown as such)."""
    alike = [near for near in range(max(count - 5, 5), count + 6) if in_steps(near) == in_steps(count)]
    assert len(alike) == 5
    entry = outline(
        Tree((Node("a", Kind.QUESTION, Text(nl="?"), options=(Option("x", Text(nl="x"), "a"),)),)),
        language="nl",
        counts=Counts({"a": other}, {}, {("a", "x"): count}),
    )[0]
    share = entry.ways[0].share
    assert share is None or 0 <= share <= 100


def test_several_answers_are_a_question_still() -> None:
    tree = Tree(
        (question("a", [option("x", "b")], AnswerKind.MULTIPLE, target="b", start=True), info("b", "a"))
    )
    assert [line.back for line in picture(outline(tree, language="nl")).strokes] == [False, True]


@pytest.mark.parametrize(("count", "most"), [(40, 0.1), (200, 0.2)])
def test_a_large_tree_is_drawn_in_a_blink(count: int, most: float) -> None:
    """Milliseconds of this process, because a machine with other work to do takes longer by the clock."""
    tree = large(count)
    took = []
    for _ in range(5):
        began = time.process_time()
        drawn(tree)
        took.append(time.process_time() - began)
    assert min(took) < most, took
