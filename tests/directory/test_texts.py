"""Every sentence of the screens and of the visitors' cards exists in Dutch."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_CODE = re.compile(r'\b_\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
_TRANSLATE = re.compile(r'\{%\s*translate\s+"([^"]+)"')
_BLOCK = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*endblocktranslate", re.DOTALL)


def catalogue() -> dict[str, str]:
    text = (ROOT / "helpline/directory/locale/nl/LC_MESSAGES/django.po").read_text()
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', text, re.MULTILINE))


def asked() -> set[str]:
    found = set()
    for path in (ROOT / "helpline/directory").glob("*.py"):
        for literal in _CODE.findall(path.read_text()):
            found.add("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literal)))
    for path in (ROOT / "templates/directory").rglob("*.html"):
        found |= set(_TRANSLATE.findall(path.read_text()))
        found |= {re.sub(r"\{\{ *(\w+) *\}\}", r"%(\1)s", one) for one in _BLOCK.findall(path.read_text())}
    return found


def test_everything_is_said_in_dutch_and_nothing_is_said_twice() -> None:
    assert len(asked()) > 80
    assert asked() == set(catalogue())
    assert all(catalogue().values())


def test_dutch_sentences_are_short() -> None:
    """B1: a sentence of more than 25 words loses people."""
    for dutch in catalogue().values():
        for sentence in re.split(r"[.!?:]\s", dutch):
            assert len(sentence.split()) <= 25, sentence
