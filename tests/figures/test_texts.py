"""Every sentence of the figures exists in Dutch, and no translation is left over."""

import ast
import re
from collections.abc import Iterator

from tests.cms.test_texts import HARMFUL
from tests.house.tree import ROOT

ROOM = ROOT / "statistics" / "figures"
_ENTRY = re.compile(r'^msgid (".+")\nmsgstr (".+")$', re.MULTILINE)
_TAG = re.compile(r"""\{%\s*translate\s+["']([^"']+)["']""")
_BLOCK = re.compile(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
_PLACE = re.compile(r"%\(\w+\)s")


def dutch() -> dict[str, str]:
    text = (ROOM / "locale/nl/LC_MESSAGES/django.po").read_text()
    return {ast.literal_eval(english): ast.literal_eval(words) for english, words in _ENTRY.findall(text)}


def asked() -> Iterator[str]:
    """Everything that is to be translated."""
    for path in sorted((ROOT / "templates" / "figures").iterdir()):
        text = path.read_text()
        yield from _TAG.findall(text)
        for block in _BLOCK.findall(text):
            yield re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", " ".join(block.split()))
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_call and node.func.id in ("_", "gettext", "gettext_lazy"):  # type: ignore[attr-defined]
                first = node.args[0]  # type: ignore[attr-defined]
                assert isinstance(first, ast.Constant)
                yield str(first.value)


def test_everything_is_said_in_dutch_and_nothing_else() -> None:
    sentences = set(asked())
    assert len(sentences) > 150
    assert sentences - set(dutch()) == set()
    assert set(dutch()) - sentences == set()


def test_every_sentence_is_harmless_and_whole() -> None:
    for english, words in dutch().items():
        assert not HARMFUL.search(f"{english} {words}"), english
        assert sorted(_PLACE.findall(english)) == sorted(_PLACE.findall(words)), english
