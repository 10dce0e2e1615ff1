"""Everything that an editor is told exists in Dutch, with the same places for values."""

import ast
import re
from pathlib import Path

import pytest
from django.utils import translation

ROOT = Path(__file__).parents[3]
PLACES = re.compile(r"\{\w+\}")


def asked() -> set[str]:
    """Every text that the checks ask a translation of, however it is written in the code."""
    texts = set()
    for path in (ROOT / "cms/checks").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                (text,) = node.args
                assert isinstance(text, ast.Constant), f"{path.name}, line {node.lineno}: not a plain text"
                texts.add(text.value)
    return texts


def test_there_is_something_to_translate() -> None:
    assert len(asked()) > 30


@pytest.mark.parametrize("english", sorted(asked()))
def test_it_is_said_in_dutch(english: str) -> None:
    with translation.override("nl"):
        dutch = translation.gettext(english)
    assert dutch != english
    assert sorted(PLACES.findall(dutch)) == sorted(PLACES.findall(english))
