"""Scenarios against a tree: do the agreed answers still lead to the agreed advice? Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass

from selfhelp.advice.models import AdvicePage, Scenario
from selfhelp.advice.paths import replay
from selfhelp.advice.tree import Tree


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a scenario's answers lead in a tree.

    at: the node where the walk stands at the end: an ending, or a question that the answers do not cover; empty when
    they lead nowhere. holds: it is the expected ending. agreed: editors approved what is expected now.
    """

    scenario: Scenario
    at: str
    holds: bool
    agreed: bool


def run(scenario: Scenario, tree: Tree) -> Outcome:
    """Walk a scenario through a tree; information steps are read on."""
    at = replay(tree, scenario.answers, reads_on=True).at
    return Outcome(scenario, at, at == scenario.expect, bool(scenario.approved_by))


def run_all(page: AdvicePage, tree: Tree) -> list[Outcome]:
    """All scenarios of a page through a tree, by name."""
    if page.pk is None:
        return []
    return [run(scenario, tree) for scenario in Scenario.objects.filter(page_id=page.pk).order_by("name")]


def altered(page: AdvicePage, tree: Tree) -> Iterator[Outcome]:
    """The approved ones that do not lead where editors agreed: each needs somebody's yes before this tree is shown."""
    return (each for each in run_all(page, tree) if each.agreed and not each.holds)
