"""What was changed is told field by field, in words, and nothing that stayed is told."""

from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings

from selfhelp.advice.editing.differences import between
from selfhelp.advice.tree import Text, Tree
from tests.selfhelp.advice.trees import any_trees, both, option, small


def changed(node_id: str, **fields: object) -> Tree:
    nodes = [replace(node, **fields) if node.id == node_id else node for node in small().nodes]  # type: ignore[arg-type]
    return Tree(tuple(nodes))


def told(new: Tree, node_id: str) -> list[tuple[str, str, str]]:
    with translation.override("en"):
        return [(each.what, each.before, each.after) for each in between(small(), new, node_id)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_trees())
def test_a_node_that_stayed_has_no_difference(tree: Tree) -> None:
    assert all(between(tree, tree, node_id) == [] for node_id in tree.by_id)


def test_a_text_is_told_by_language() -> None:
    new = changed("who", text=Text(nl="Wie ben je?", en="who? (en)"))
    assert told(new, "who") == [("Question or heading (Dutch)", "who?", "Wie ben je?")]


def test_a_target_is_told_by_the_name_of_what_it_leads_to() -> None:
    new = changed("who", options=(option("me", "talk"), option("other", "read")))
    ((what, before, after),) = told(new, "who")
    assert what == "Answer “me” leads to"
    assert "what?" in before
    assert "talk" in after


def test_answers_that_came_went_and_changed_places_are_told() -> None:
    new = changed("who", options=(option("other", "read"), option("me", "what"), option("third", "talk")))
    assert ("New answer", "", "third") in told(new, "who")
    assert any(what == "Order of the answers" for what, _before, _after in told(new, "who"))
    fewer = changed("who", options=(option("me", "what"),))
    assert told(fewer, "who") == [("Answer taken away", "other", "")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_step_that_is_new_is_told(language: str) -> None:
    advice = small().by_id["stop"]
    new = changed("stop", steps=(*advice.steps, replace(advice.steps[0], title=both("En dit."))))
    with translation.override(language):
        found = between(small(), new, "stop")
    assert [(each.before, each.after) for each in found] == [("", "En dit."), ("", "En dit. (en)")]
    assert all("2" in each.what for each in found)
