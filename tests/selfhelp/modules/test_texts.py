"""Every sentence of self-help exists in Dutch, in short words, and none uses a word that harms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.cms.test_texts import HARMFUL

ROOT = Path(__file__).parents[3]
ROOM = ROOT / "selfhelp/modules"
_SIMPLE = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
_BLOCK = re.compile(r"\{%\s*blocktranslate([^%]*)%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)


def asked() -> Iterator[tuple[str, str]]:
    """Every English text, and where it stands."""
    for path in sorted(ROOT.glob("templates/selfhelp/**/*.html")):
        text = path.read_text()
        yield from (("".join(found), path.name) for found in _SIMPLE.findall(text))
        for _arguments, body in _BLOCK.findall(text):
            yield re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", body.strip()), path.name
    for path in sorted(ROOM.glob("**/*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                (first,) = node.args
                assert isinstance(first, ast.Constant)
                yield str(first.value), path.name


def catalogue() -> dict[str, str]:
    text = (ROOM / "locale/nl/LC_MESSAGES/django.po").read_text()
    found = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.MULTILINE)
    return {ast.literal_eval(f'"{english}"'): ast.literal_eval(f'"{dutch}"') for english, dutch in found}


def test_everything_is_said_in_dutch() -> None:
    dutch = catalogue()
    texts = list(asked())
    assert len(texts) > 150
    for english, where in texts:
        assert dutch.get(english), f"{where}: {english}"


def test_nothing_is_translated_that_nobody_says() -> None:
    assert set(catalogue()) == {english for english, _where in asked()}


def test_no_text_harms_and_sentences_are_short() -> None:
    places = re.compile(r"%\(\w+\)[sd]|%s|\{\w+\}")
    for english, dutch in catalogue().items():
        assert not HARMFUL.search(f"{english} {dutch}"), english
        assert sorted(places.findall(english)) == sorted(places.findall(dutch)), english
        for sentence in re.split(r"[.!?:]\s", dutch):
            assert len(sentence.split()) <= 25, sentence
