"""The documents lead to what is there: every relative link of a page of ours names a file."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT

_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)|(?:src|href)=\"([^\"#:]+)\"")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    named = {one or other for one, other in _LINK.findall(page.read_text(encoding="utf-8"))}
    assert {link for link in named if not (page.parent / link).exists()} == set()
