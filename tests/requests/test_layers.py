"""The room knows accounts, programmes, keys and the log of what staff did; no figure and no contact."""

import ast
from pathlib import Path

import pytest

from tests.house.tree import ROOT, layer_of

ALLOWED = ("accounts", "audit", "own_forms", "privacy", "programmes", "requests", "terms", "vault")
MODULES = sorted((ROOT / "helpline" / "requests").rglob("*.py"))


def rooms_in(source: str) -> set[str]:
    """The rooms that a module imports from, in the house's own words."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            first, _, rest = name.partition(".")
            if first == "helpline":
                found.add(rest.partition(".")[0])
            elif first in ("chat", "cms", "figures", "selfhelp"):
                found.add(first)
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_from_the_rooms_below_only(module: Path) -> None:
    assert rooms_in(module.read_text()) <= set(ALLOWED)


def test_figures_and_requests_stand_on_one_floor_and_below_the_contacts() -> None:
    floors = [
        layer_of(room) for room in ("helpline.accounts", "helpline.requests", "helpline.contacts", "cms")
    ]
    assert floors == sorted(floors, key=lambda floor: floor or 0)
    assert len(set(floors)) == len(floors)
    assert layer_of("figures") == layer_of("helpline.requests")


@pytest.mark.parametrize(
    ("line", "room"),
    [("from figures import counters", "figures"), ("import helpline.contacts.models", "contacts")],
)
def test_a_planted_import_would_be_seen(line: str, room: str) -> None:
    assert rooms_in(line) == {room}
