"""Every sentence of this room exists in Dutch, and is short and harmless."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cms.test_texts import HARMFUL
from tests.house.tree import ROOT

ROOM = ROOT / "helpline" / "requests"
_ENTRY = re.compile(r'^msgid (".+")\n(?:msgid_plural (".+")\n)?msgstr(?:\[0\])? (".+")$', re.MULTILINE)
_TAG = re.compile(r'\{%\s*translate\s+"([^"]+)"')
_BLOCK = re.compile(r"\{% blocktranslate trimmed[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
_PLACE = re.compile(r"%\(\w+\)[sd]")


def dutch() -> dict[str, str]:
    text = (ROOM / "locale/nl/LC_MESSAGES/django.po").read_text()
    return {ast.literal_eval(english): ast.literal_eval(words) for english, _, words in _ENTRY.findall(text)}


def asked() -> Iterator[tuple[Path, str]]:
    """(file, sentence) of everything that is to be translated."""
    for path in sorted((ROOT / "templates" / "requests").glob("*.html")):
        text = path.read_text()
        for sentence in _TAG.findall(text):
            yield path, sentence
        for block in _BLOCK.findall(text):
            yield path, re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", " ".join(block.split()))
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_call and node.func.id in ("_", "gettext", "gettext_lazy", "ngettext"):  # type: ignore[attr-defined]
                first = node.args[0]  # type: ignore[attr-defined]
                assert isinstance(first, ast.Constant)
                yield path, str(first.value)


def test_everything_is_said_in_dutch() -> None:
    catalogue, sentences = dutch(), list(asked())
    assert len(sentences) > 90
    missing = {f"{path.name}: {sentence}" for path, sentence in sentences if sentence not in catalogue}
    assert missing == set()


def test_nothing_is_translated_that_nobody_says() -> None:
    assert set(dutch()) - {sentence for _, sentence in asked()} == set()


@pytest.mark.parametrize(("english", "words"), sorted(dutch().items()), ids=lambda text: text[:30])
def test_a_sentence_is_short_harmless_and_whole(english: str, words: str) -> None:
    assert not HARMFUL.search(f"{english} {words}")
    assert sorted(_PLACE.findall(english)) == sorted(_PLACE.findall(words))
    for sentence in re.split(r"[.!?:]\s", words):
        assert len(sentence.split()) <= 25, sentence
