"""A walk and what happens to its version meanwhile: a new one, a correction, the end of a term, a closed door."""

import pytest

from selfhelp.advice import queries, visit
from selfhelp.advice.models import AdvicePage
from selfhelp.advice.queries import Standing
from selfhelp.advice.tree import Tree
from tests.factories.advice import draft, make_advice, publish
from tests.selfhelp.advice.trees import option, question, small
from tests.selfhelp.advice.walkers import Walker

pytestmark = pytest.mark.django_db


def changed() -> Tree:
    """The same questions, but "who" has other answers now, and another first line."""
    nodes = list(small().nodes)
    nodes[1] = question("who", [option("somebody", "talk"), option("other", "read"), option("new", "what")])
    return Tree(tuple(nodes))


@pytest.fixture
def page() -> AdvicePage:
    return make_advice()


def publishes(page: AdvicePage, tree: Tree, *, urgent: bool = False) -> None:
    draft(page, tree, urgent=urgent)
    publish(page)


def test_a_walk_stays_on_the_version_it_began_on(page: AdvicePage) -> None:
    walker, later = Walker(), Walker()
    walker.walks("no")
    publishes(page, changed())
    assert 'value="me"' in walker.get("2/")
    walker.answers("me")
    assert walker.heading == "what? (en)"
    later.walks("no")
    assert 'value="me"' not in later.page


def test_an_urgent_correction_keeps_the_answers_that_fit_and_says_so(page: AdvicePage) -> None:
    walker = Walker()
    walker.walks("no", "other")
    publishes(page, changed(), urgent=True)
    walker.get("3/")
    assert walker.heading == "read (en)"
    assert "Your answers are kept." in walker.page
    assert "Your answers are kept." not in walker.get("3/"), "it is said once"


def test_the_door_says_it_too_and_looking_at_the_crisis_advice_keeps_it_unsaid(page: AdvicePage) -> None:
    walker = Walker()
    walker.walks("no", "other")
    publishes(page, changed(), urgent=True)
    assert "Your answers are kept." not in walker.get("now/")
    assert "Your answers are kept." in walker.get("")
    walker.get("answer/")
    assert walker.heading == "read (en)"


def test_an_answer_that_no_longer_fits_is_asked_again(page: AdvicePage) -> None:
    walker = Walker()
    walker.walks("no", "me", "threat")
    form = {"version": "1", "node": "2", "step": "3"}
    publishes(page, changed(), urgent=True)
    walker.post("answer/", **form, choice="threat")
    assert walker.heading == "who? (en)"
    assert "Some of your answers no longer fit" in walker.page
    walker.answers("new")
    assert walker.heading == "stop (en)", "the answer after it still fits, and is not asked again"


def test_a_version_past_its_term_is_told_and_goes_on_when_asked(
    page: AdvicePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    walker = Walker()
    walker.walks("no")
    publishes(page, changed())
    with monkeypatch.context() as patch:
        patch.setattr(visit.queries, "standing", lambda *_: Standing.RETIRED)
        for name in ("", "2/", "answers/", "outcome/"):
            assert "These questions have been renewed" in walker.get(name)
        walker.post("renew/")
    walker.get("answer/")
    assert walker.heading == "who? (en)"
    assert 'value="somebody"' in walker.page


def test_a_door_that_closes_says_so_and_shows_what_is_open(page: AdvicePage) -> None:
    walker = Walker()
    walker.walks("no")
    AdvicePage.objects.get(pk=page.pk).unpublish()
    queries.forget()
    for name in ("2/", "", "now/"):
        walker.get(name)
        assert walker.heading == "These questions are not available now", name
        assert "tel:112" in walker.page
    assert not walker.cookie
    for name in ("answer/", "start/", "renew/"):
        walker.post(name, node="1")
        assert walker.status == 200
    assert "/helpwanted/advice/" not in Walker().client.get("/helpwanted/").text
