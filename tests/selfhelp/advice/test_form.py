"""A tree as data: it comes back as it went, and files hold only what somebody wrote."""

import json

import pytest
from hypothesis import given

from selfhelp.advice import form
from selfhelp.advice.tree import AnswerKind, Kind, Option, Step, Text, Tree
from tests.selfhelp.advice.trees import advice, any_trees, both, question, small


@given(any_trees())
def test_every_tree_comes_back_as_it_went(tree: Tree) -> None:
    assert form.to_tree(json.loads(json.dumps(form.of_tree(tree)))) == tree


def test_every_field_comes_back() -> None:
    text = Text("a", "b", "c", "d")
    whole = Tree(
        (
            question(
                "q",
                [Option("o", text, "a", "code", unknown=True, removal=("x", "y"))],
                AnswerKind.AGE_BAND,
                help=text, counts_as="list", target="a", start=True,
            ),
            advice(
                "a", Kind.CRISIS, body=text, steps=(Step(text, text),), tips=("t",), organisations=("o",),
                removal=("r",), chosen_removal=True, doors=("chat",), say=text,
            ),
        )
    )  # fmt: skip
    assert form.to_tree(json.loads(json.dumps(form.of_tree(whole)))) == whole


def test_what_is_usual_is_left_out() -> None:
    assert form.of_tree(Tree((question("q", [Option("o", both("ja"), "a")], start=True),))) == [
        {
            "id": "q",
            "kind": "question",
            "text": {"nl": "q?", "en": "q? (en)"},
            "start": True,
            "options": [{"id": "o", "label": {"nl": "ja", "en": "ja (en)"}, "target": "a"}],
        }
    ]


def test_a_file_comes_back_as_it_went() -> None:
    scenario = form.Scenario("dreiging", {"danger": ("no",), "who": ("me",), "what": ("threat",)}, "stop")
    document = form.Document("helpwanted", both("Advies"), small(), (scenario,))
    assert form.to_document(json.loads(json.dumps(form.of_document(document)))) == document


@pytest.mark.parametrize(
    "nodes",
    [
        [{"id": "a"}],
        [{"id": "a", "kind": "riddle", "text": {}}],
        [{"id": "a", "kind": "info", "text": {}, "colour": "red"}],
        [{"id": "a", "kind": "info", "text": {"fr": "oui"}}],
        ["a"],
    ],
)
def test_what_is_not_in_this_form_is_refused(nodes: list[object]) -> None:
    with pytest.raises(form.Unreadable):
        form.to_tree(nodes)  # type: ignore[arg-type]


def test_another_format_is_refused() -> None:
    document = form.of_document(form.Document("helpwanted", both("Advies"), small()))
    with pytest.raises(form.Unreadable):
        form.to_document(document | {"format": "advice-tree/2"})
