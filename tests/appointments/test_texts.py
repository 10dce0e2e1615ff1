"""Every sentence of the rooms of appointments and groups exists in Dutch, and is short and harmless."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.cms.test_texts import HARMFUL
from tests.house.tree import ROOT

ROOMS = ("appointments", "groups")
_ENTRY = re.compile(r'^msgid (".+")\n(?:msgid_plural (".+")\n)?msgstr(?:\[0\])? (".+")$', re.MULTILINE)
_TAG = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
_BLOCK = re.compile(r"\{% blocktranslate trimmed[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
_PLACE = re.compile(r"%\(\w+\)[sd]|%d")
_CALLS = ("_", "gettext", "gettext_lazy", "ngettext")


def dutch(room: str) -> dict[str, str]:
    text = (ROOT / "helpline" / room / "locale/nl/LC_MESSAGES/django.po").read_text()
    return {ast.literal_eval(english): ast.literal_eval(words) for english, _, words in _ENTRY.findall(text)}


def asked(room: str) -> Iterator[str]:
    """Everything that is to be translated."""
    for path in sorted((ROOT / "templates" / room).glob("*.html")):
        text = path.read_text()
        yield from (double or single for double, single in _TAG.findall(text))
        for block in _BLOCK.findall(text):
            first = block.split("{% plural %}")[0]
            yield re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", " ".join(first.split()))
    for path in sorted((ROOT / "helpline" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
                assert isinstance(node.args[0], ast.Constant)
                yield str(node.args[0].value)


@pytest.mark.parametrize("room", ROOMS)
def test_everything_is_said_in_dutch_and_nothing_else(room: str) -> None:
    sentences = set(asked(room))
    assert len(sentences) > 90
    assert set(dutch(room)) == sentences


@pytest.mark.parametrize("room", ROOMS)
def test_the_sentences_are_short_harmless_and_whole(room: str) -> None:
    for english, words in dutch(room).items():
        assert not HARMFUL.search(f"{english} {words}"), english
        assert sorted(_PLACE.findall(english)) == sorted(_PLACE.findall(words)), english
        for sentence in re.split(r"[.!?:]\s", words):
            assert len(sentence.split()) <= 25, sentence
