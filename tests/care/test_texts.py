"""Every sentence of the two rooms of care exists in Dutch, and is short and harmless."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.cms.test_texts import HARMFUL
from tests.house.tree import ROOT

ROOMS = ("care", "referrals")
_ENTRY = re.compile(r'^msgid (".+")\n(?:msgid_plural (".+")\n)?msgstr(?:\[0\])? (".+")$', re.MULTILINE)
_TAG = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
_BLOCK = re.compile(r"\{% blocktranslate trimmed[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
_PLACE = re.compile(r"%\(\w+\)[sd]")


def dutch(room: str) -> dict[str, str]:
    text = (ROOT / "helpline" / room / "locale/nl/LC_MESSAGES/django.po").read_text()
    return {ast.literal_eval(english): ast.literal_eval(words) for english, _, words in _ENTRY.findall(text)}


def asked(room: str) -> Iterator[str]:
    """Every sentence that is to be translated; of plurals the first form."""
    for path in sorted((ROOT / "templates" / room).glob("*.html")):
        text = path.read_text()
        yield from (double or single for double, single in _TAG.findall(text))
        for block in _BLOCK.findall(text):
            yield re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", " ".join(block.split("{% plural %}")[0].split()))
    for path in sorted((ROOT / "helpline" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id in ("_", "gettext_lazy", "ngettext") and isinstance(first, ast.Constant):
                    yield str(first.value)


@pytest.mark.parametrize("room", ROOMS)
def test_everything_is_said_in_dutch_and_nothing_else(room: str) -> None:
    assert len(set(asked(room))) > 70
    assert set(asked(room)) == set(dutch(room))


@pytest.mark.parametrize("room", ROOMS)
def test_sentences_are_short_harmless_and_whole(room: str) -> None:
    for english, words in dutch(room).items():
        assert not HARMFUL.search(f"{english} {words}"), english
        assert sorted(_PLACE.findall(english)) == sorted(_PLACE.findall(words)), english
        for sentence in re.split(r"[.!?:]\s", words):
            assert len(sentence.split()) <= 25, sentence
