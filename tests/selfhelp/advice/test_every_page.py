"""Every node of every tree that the house brings, as visitors see it: in both languages, with and without easy words.

The trees are the sample of these tests and whatever stands in the demo's content.
"""

import html
import json
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from helpline.directory.demo import create_demo_content
from selfhelp.advice import advising, cookie, form
from selfhelp.advice.saying import words
from selfhelp.advice.tree import Node, Tree
from selfhelp.advice.views.steps import question
from selfhelp.advice.walk import Plan
from tests.factories.advice import make_advice
from tests.factories.chat import make_open_programme
from tests.selfhelp.advice.sample import sample
from tests.selfhelp.advice.walkers import Walker
from tests.services.filling import once_a_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]

CONTENT = Path(form.__file__).parent / "demo_content"


def trees() -> dict[str, Tree]:
    found = {"sample": sample()}
    for path in sorted(CONTENT.glob("*.json")) if CONTENT.is_dir() else ():
        found[path.stem] = form.to_tree(json.loads(path.read_text())["nodes"])
    return found


TREES = trees()


filled = once_a_file(create_demo_content)


@pytest.mark.parametrize("name", TREES)
@pytest.mark.parametrize("easy", [False, True], ids=["ordinary", "easy"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_node_is_shown_in_both_languages(name: str, easy: bool, language: str) -> None:
    programme = make_open_programme()
    with translation.override(language):
        for node in TREES[name].nodes:
            page = html.unescape(_page(node, programme, easy=easy))
            texts = [
                node.text,
                *(option.label for option in node.options),
                *(step.title for step in node.steps),
            ]
            for text in texts:
                said = words(text, easy=easy, language=language)
                assert said, f"{node.id}: nothing to say"
                assert not said.fell_back, f"{node.id}: not in {language}"
                assert said in page, f"{node.id}: {said}"
            assert "lang=" not in page, f"{node.id}: a part is in the other language"
            assert len(re.findall(r"<h1", page)) == 1


def _page(node: Node, programme: object, *, easy: bool) -> str:
    if not node.ends:
        return render_to_string("advice/question.html", question(node, easy=easy))
    found = advising.advice(node, programme, timezone.now(), easy=easy)  # type: ignore[arg-type]
    context = {"advice": found, "now": timezone.now(), "programme": programme}
    return render_to_string("advice/advice.html", context)


@pytest.mark.slow
@pytest.mark.parametrize("name", TREES)
def test_every_node_is_reached_by_forms_alone(name: str) -> None:
    tree = TREES[name]
    make_advice(tree)
    ways = _ways(tree)
    walker, seen = Walker(language="nl"), set()
    for node_id, way in ways.items():
        if node_id in seen:
            continue
        walker.starts()
        for at, chosen in way:
            assert _is(tree.by_id[at], walker), at
            seen.add(at)
            walker.answers(*([chosen] if chosen else []))
        assert _is(tree.by_id[node_id], walker), node_id
        seen.add(node_id)
    assert seen == {node.id for node in tree.nodes}


def _is(node: Node, walker: Walker) -> bool:
    return html.unescape(walker.heading) == node.text.nl


def _ways(tree: Tree) -> dict[str, list[tuple[str, str]]]:
    """A shortest way to each node, the longest of them first: (node, option) after (node, option)."""
    assert tree.start is not None
    found: dict[str, list[tuple[str, str]]] = {tree.start.id: []}
    waiting = [tree.start.id]
    while waiting:
        node = tree.by_id[waiting.pop(0)]
        if node.ends:
            continue
        steps = [(option.id, option.target or node.target) for option in node.options] or [("", node.target)]
        for option_id, target in steps:
            if target not in found:
                found[target] = [*found[node.id], (node.id, option_id)]
                waiting.append(target)
    return dict(sorted(found.items(), key=lambda each: -len(each[1])))


@pytest.mark.parametrize("name", TREES)
def test_every_tree_fits_a_cookie(name: str) -> None:
    assert cookie.fits(TREES[name])
    assert Plan(TREES[name]).start == 0
