"""The two trees of the demo: they can be walked, they lead where they say, and their words are fit for the reader."""

import json
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from helpline.directory import data as directory
from helpline.directory.demo import create_demo_content
from helpline.programmes import data as programmes
from helpline.programmes.actions import seed_programmes
from helpline.programmes.models import Programme
from selfhelp.advice import demo_content, form, graph, paths
from selfhelp.advice.examining import examine
from selfhelp.advice.findings import Code, Severity
from selfhelp.advice.tree import AnswerKind, Kind, Node, Text, Tree

SITES = ("helpwanted", "stopitnow")

#: doors that are offered although their rooms may not be there: the page shows only those that are
DOORS = {"chat", "phone", "post"}

#: the answers of who is a minor now, and so was one in every image
UNDER_18 = {"up-to-11", "12-to-17"}


def read(site: str) -> form.Document:
    return form.to_document(demo_content.read(site))


@pytest.fixture(scope="module", params=SITES)
def document(request: pytest.FixtureRequest) -> form.Document:
    return read(request.param)


@pytest.fixture(scope="module")
def tree(document: form.Document) -> Tree:
    return document.tree


def codes_of(site: str) -> dict[str, set[str]]:
    """The codes that a programme counts with, by list."""
    lists = tomllib.loads((programmes.FOLDER / "codelists.toml").read_text(encoding="utf-8"))["lists"]
    return {each["key"]: {code[0] for code in each["codes"]} for each in lists if site in each["programmes"]}


def known(site: str) -> graph.Known:
    """What stands outside the trees, from the files that it is made from."""

    def keys(name: str) -> frozenset[str]:
        return frozenset(row["key"] for row in directory.read(name))

    return graph.Known(
        tips=keys("tips"),
        organisations=keys("organisations"),
        removal=keys("removal_routes"),
        doors=frozenset(DOORS),
        codes=codes_of(site),
    )


def all_texts(value: Any) -> list[Text]:
    """Every text of a node, its options and its steps."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in all_texts(each)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for name in value.__dataclass_fields__ for text in all_texts(getattr(value, name))]
    return []


def endings(tree: Tree) -> list[Node]:
    return [node for node in tree.nodes if node.ends]


def test_nothing_is_the_matter_with_the_graph(document: form.Document) -> None:
    """No error and no warning: seven pages at most, six answers at most, "I don't know" where it fits, real keys."""
    assert graph.validate(document.tree, known(document.programme)) == []


@pytest.mark.parametrize(("site", "nodes", "advice"), [("helpwanted", 40, 15), ("stopitnow", 12, 10)])
def test_the_trees_are_complete(site: str, nodes: int, advice: int) -> None:
    tree = read(site).tree
    assert len(tree.nodes) >= nodes
    assert sum(node.kind == Kind.ADVICE for node in tree.nodes) >= advice


def test_a_file_holds_only_what_somebody_wrote(document: form.Document) -> None:
    assert demo_content.read(document.programme) == form.of_document(document)


@pytest.mark.parametrize(("site", "least"), [("helpwanted", 12), ("stopitnow", 6)])
def test_every_scenario_ends_where_it_says(site: str, least: int) -> None:
    document = read(site)
    assert len(document.scenarios) >= least
    for scenario in document.scenarios:
        walked = paths.replay(document.tree, scenario.answers, reads_on=True)
        assert walked.at == scenario.expect, scenario.name
        assert not walked.dropped, scenario.name
    names = [scenario.name for scenario in document.scenarios]
    assert len(set(names)) == len(names)


def test_every_ending_has_a_scenario(document: form.Document) -> None:
    assert {node.id for node in endings(document.tree)} == {each.expect for each in document.scenarios}


def test_all_paths_end_in_advice(tree: Tree) -> None:
    walked = list(paths.walks(tree, limit=50_000))
    assert len(walked) == paths.count(tree)
    assert {end.id for _path, end in walked} == {node.id for node in endings(tree)}
    assert all(end.ends for _path, end in walked)
    assert max(len(path) for path, _end in walked) <= graph.DEEPEST


def test_who_is_under_18_has_the_advice_on_the_seventh_screen_at_the_latest() -> None:
    """Only adults have one more: they are asked how old they were in the image."""
    lengths = [
        len(path)
        for path, _end in paths.walks(read("helpwanted").tree, limit=50_000)
        if any(given.chosen and given.chosen[0] in UNDER_18 for given in path)
    ]
    assert lengths
    assert max(lengths) + 1 <= 7


def test_a_walk_counts_each_list_once(tree: Tree) -> None:
    """A contact has one target group, one age band and so on: two answers to one list would make it count neither."""
    for path, _end in paths.walks(tree, limit=50_000):
        counted: Counter[str] = Counter()
        for given in path:
            node = tree.by_id[given.node]
            if any(option.code for option in node.options if option.id in given.chosen):
                counted[node.counts_as] += 1
        assert not [key for key, number in counted.items() if number > 1], path


def test_who_says_that_there_is_danger_comes_to_the_crisis_advice_at_once(tree: Tree) -> None:
    assert tree.start is not None
    assert tree.crisis is not None
    assert tree.crisis.id == "danger-now"
    assert next(option for option in tree.start.options if option.id == "danger").target == tree.crisis.id
    assert {"nood-112", "113", "veilig-thuis"} <= set(tree.crisis.organisations)


def test_advice_is_whole(tree: Tree) -> None:
    """Three to six things to do, each with the how; the chat among the ways to reach us; words to say to somebody."""
    for node in endings(tree):
        assert 3 <= len(node.steps) <= 6, node.id
        assert all(step.text.nl for step in node.steps), node.id
        assert node.body.nl, node.id
        assert node.doors, node.id
        assert set(node.doors) == DOORS, node.id
        # who only asks for a lesson has nothing to confide
        assert node.say.nl or node.id == "advice-lesson", node.id


def test_an_easy_text_is_easy_in_both_languages(tree: Tree) -> None:
    for text in all_texts(tree.nodes):
        assert bool(text.easy_nl) == bool(text.easy_en), text
        assert not text.easy_nl or text.easy_nl != text.nl, text


@pytest.mark.parametrize(
    "ending", ["danger-now", "advice-threat-money", "advice-threat-online", "advice-spread-known"]
)
def test_what_the_young_meet_most_has_an_easy_version(ending: str) -> None:
    node = read("helpwanted").tree.by_id[ending]
    assert node.body.easy_nl
    assert sum(bool(step.title.easy_nl or step.text.easy_nl) for step in node.steps) >= len(node.steps) - 2


def test_the_removal_route_fits_the_age_in_the_image() -> None:
    """Take It Down is for who was under 18 in the image, StopNCII for who was not; who does not know sees both."""
    tree = read("helpwanted").tree
    both = {"take-it-down", "stopncii"}
    images = [node for node in tree.nodes if node.id.endswith("-image")]
    assert images
    for node in images:
        assert [set(option.removal) for option in node.options] == [{"take-it-down"}, {"stopncii"}, both]
    for node in tree.nodes:
        for option in node.options:
            if node.answers == AnswerKind.AGE_BAND and option.id in UNDER_18:
                assert "stopncii" not in option.removal, (node.id, option.id)


def test_no_number_but_112_stands_in_a_text(document: form.Document) -> None:
    """Numbers stay in the directory, so that a changed one is changed in one place."""
    for text in all_texts(document.tree.nodes):
        for words in (text.nl, text.en, text.easy_nl, text.easy_en):
            assert "0800" not in words
            assert "0900" not in words
            assert "http" not in words


def test_the_files_are_those_of_the_programmes() -> None:
    folder = Path(demo_content.__file__).parent
    assert {path.stem for path in folder.glob("*.json")} == set(SITES)
    for site in SITES:
        assert json.loads((folder / f"{site}.json").read_text(encoding="utf-8"))["programme"] == site


@pytest.mark.django_db
@pytest.mark.parametrize("site", SITES)
def test_editors_find_nothing_to_mend(site: str) -> None:
    """The words, the reading level, the directory's keys and the codes, as an editor's screen checks them."""
    seed_programmes()
    create_demo_content()
    found = examine(read(site).tree, Programme.objects.get(slug=site), date(2026, 6, 1))
    # a door whose room is not built is not shown; it is written down for the day that it is
    remaining = [each for each in found if each.code is not Code.DOOR_UNKNOWN]
    assert remaining == []
    assert not [each for each in found if each.severity is Severity.ERROR]
