"""Licences of packages: which may run in the house, which only as a tool, and which nobody has looked at."""

import sys

from tests.house.tree import ROOT

sys.path.append(str(ROOT / "tools"))
import licences


def test_what_may_be_used() -> None:
    for choice in (["MIT"], ["LGPL-3.0-only"], ["Apache-2.0", "MIT"]):
        assert licences.refused("some", [frozenset(choice)], runs_in_the_house=True) is None
    either = [frozenset({"GPL-2.0-only"}), frozenset({"BSD-3-Clause"})]
    assert licences.refused("some", either, runs_in_the_house=True) is None


def test_a_tool_may_not_move_into_the_house() -> None:
    tool = [frozenset({"GPL-3.0-or-later"})]
    assert licences.refused("tool", tool, runs_in_the_house=False) is None
    assert licences.refused("tool", tool, runs_in_the_house=True) == "tool: GPL-3.0-or-later"


def test_what_nobody_looked_at_is_refused() -> None:
    unknown = [frozenset({"MIT", "Elastic-2.0"})]
    assert licences.refused("some", unknown, runs_in_the_house=False) == "some: Elastic-2.0 and MIT"


def test_the_lock_file_is_read() -> None:
    house = licences.locked(ROOT / "requirements" / "app.txt")
    assert {"django", "wagtail", "channels-redis"} <= house
    assert "djlint" not in house


def test_the_licence_is_the_official_text() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n")
    assert text.rstrip().endswith("require the production of a new EUPL version.")
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
