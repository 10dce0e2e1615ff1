"""The map of the house: rooms and imports as the code has them."""

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.house.tree import ROOT

sys.path.append(str(ROOT / "tools"))
import house_map

import docs

CONTRACT = """[tool.importlinter]
[[tool.importlinter.contracts]]
layers = ["chat", "helpline.cases | helpline.team", "helpline.audit"]
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A house of four rooms."""
    (tmp_path / "pyproject.toml").write_text(CONTRACT)
    for name, text in {
        "chat/views.py": "import helpline.cases.models\n\n\ndef f():\n    from helpline import audit\n",
        "chat/migrations/0001.py": "import helpline.team",
        "helpline/cases/actions.py": "from helpline.audit import actions\nfrom helpline.cases import models",
        "helpline/team/__init__.py": "",
        "helpline/audit/__init__.py": "import helpline.privacy",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_the_imports_of_each_room(small: Path) -> None:
    house = house_map.read_house(small)
    assert house.layers == [["chat"], ["helpline.cases", "helpline.team"], ["helpline.audit"]]
    assert house.knows == {
        "chat": {"helpline.cases", "helpline.audit"},
        "helpline.cases": {"helpline.audit"},
        "helpline.team": frozenset(),
        "helpline.audit": frozenset(),
    }
    assert (
        "| `chat` | the log of a conversation, its roads, the queue | `cases`, `audit` |"
        in house_map.table(house)
    )


def test_the_picture_has_a_dot_for_every_import(small: Path) -> None:
    house = house_map.read_house(small)
    tree = ElementTree.fromstring(house_map.drawing(house))  # noqa: S314 - our own
    dots = [each for each in tree.iter() if each.tag.endswith("circle")]
    assert len(dots) == sum(len(others) for others in house.knows.values()) == 3


def test_a_room_without_a_purpose_is_refused(small: Path) -> None:
    (small / "pyproject.toml").write_text(CONTRACT.replace("helpline.team", "helpline.newroom"))
    with pytest.raises(KeyError, match=r"helpline\.newroom"):
        house_map.read_house(small)


def test_the_decisions_are_listed_with_their_titles(tmp_path: Path) -> None:
    (tmp_path / "0001-a.md").write_text("# 0001: First things\n\n## Context\n")
    (tmp_path / "0112-b.md").write_text("# 112. Of releases\n")
    (tmp_path / "0002-c.md").write_text("# 0002 Dependencies\n")
    listed = docs.decisions_index(tmp_path).splitlines()[4:]
    assert listed == [
        "- [0001](0001-a.md) First things",
        "- [0002](0002-c.md) Dependencies",
        "- [0112](0112-b.md) Of releases",
    ]
