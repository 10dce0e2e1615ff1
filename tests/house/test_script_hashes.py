"""The published list of scripts: every script that a page names or another imports, by its bytes."""

import hashlib
import re
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT

sys.path.append(str(ROOT / "tools"))
import script_hashes

LINE = re.compile(r"^    ([0-9a-f]{64})  (static/\S+)$", re.MULTILINE)
NAMED = re.compile(r"""\{% static '([^']+\.js)' %\}""")
IMPORTED = re.compile(r"""(?:from|import)\s+"(\.[^"]+\.js)";""")


def listed() -> dict[str, str]:
    page = (ROOT / "docs" / "script-hashes.md").read_text(encoding="utf-8")
    return {address: digest for digest, address in LINE.findall(page)}


def test_every_script_a_page_names_or_another_imports_is_listed() -> None:
    named = {
        f"static/{name}"
        for template in (ROOT / "templates").rglob("*.html")
        for name in NAMED.findall(template.read_text(encoding="utf-8"))
    }
    ours = script_hashes.scripts(ROOT)
    for address, path in ours.items():
        for relative in IMPORTED.findall(path.read_text(encoding="utf-8")):
            named.add((Path("/") / address).parent.joinpath(relative).resolve().as_posix()[1:])
    assert "static/selfhelp/safe.js" in named
    assert "static/chat/puzzle.js" in named
    assert named - set(ours) <= VENDORED
    assert set(listed()) == set(ours)


#: of packages, for the staff's pages only; their own releases say what is in them
VENDORED = {"static/django_htmx/htmx.min.js", "static/django_htmx/htmx.js"}


def test_the_list_says_what_the_scripts_are(tmp_path: Path) -> None:
    for address, digest in listed().items():
        path = script_hashes.scripts(ROOT)[address]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, f"{address}: run make docs"
    script = tmp_path / "selfhelp/modules/static/selfhelp/safe.js"
    script.parent.mkdir(parents=True)
    script.write_text("one")
    before = script_hashes.page(tmp_path)
    script.write_text("other")
    assert script_hashes.page(tmp_path) != before


@pytest.mark.parametrize("page", ["cms/headers.py"])
def test_nothing_else_may_run_beside_them(page: str) -> None:
    """The policy has no wasm-unsafe-eval, no inline and no other origin: what is listed is what runs."""
    from cms.headers import visitor_policy

    policy = visitor_policy()
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
