"""Every sentence of the contacts, the guard and the drafts exists in Dutch."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cms.test_texts import HARMFUL
from tests.house.tree import ROOT

TEMPLATES = {
    "contacts": ("contacts", "admin/contacts/registrationform"),
    "guard": ("guard",),
    "drafts": ("drafts",),
}
_ENTRY = re.compile(r'^msgid (".+")\nmsgstr (".+")$', re.MULTILINE)
_TAG = re.compile(r"""translate\s+(?:"([^"]+)"|'([^']+)')""")
_PLACE = re.compile(r"%\(\w+\)[sd]")


def dutch(room: str) -> dict[str, str]:
    text = (ROOT / "helpline" / room / "locale/nl/LC_MESSAGES/django.po").read_text()
    return {ast.literal_eval(english): ast.literal_eval(words) for english, words in _ENTRY.findall(text)}


def asked(room: str) -> Iterator[tuple[Path, str]]:
    """(file, sentence) of everything that is to be translated."""
    for folder in TEMPLATES[room]:
        for path in sorted((ROOT / "templates" / folder).glob("*.html")):
            for one, other in _TAG.findall(path.read_text()):
                yield path, one or other
    for path in sorted((ROOT / "helpline" / room).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                first = node.args[0]
                assert isinstance(first, ast.Constant)
                yield path, str(first.value)


@pytest.mark.parametrize("room", TEMPLATES)
def test_every_sentence_exists_in_dutch(room: str) -> None:
    catalogue = dutch(room)
    missing = [(path.name, sentence) for path, sentence in asked(room) if sentence not in catalogue]
    assert missing == []
    for english, words in catalogue.items():
        assert set(_PLACE.findall(english)) == set(_PLACE.findall(words)), english
        assert not HARMFUL.search(words), words
