"""The guides say what stands on the screens: a word that is renamed or taken away is found here, in both languages.

A guide names a word of the screen by what stands in the code, so its reader sees the very word of the own screen.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import wagtail
from django.urls import reverse

from helpline.guides import shelf
from helpline.guides.writing import Block, Guide, Section, Span
from tests.cms.test_texts import HARMFUL
from tests.house.tree import ROOT

_ENTRY = re.compile(
    r'^(?:msgctxt "(?P<context>.+)"\n)?msgid (?P<id>".+")\nmsgstr (?P<text>".+")$', re.MULTILINE
)
_SPOKEN = re.compile(
    r"""translate\s+(?:"([^"]+)"|'([^']+)')|\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*(?:plural|endblocktranslate)""",
    re.DOTALL,
)
_FILLED_IN = re.compile(r"\{\{ ?(\w+) ?\}\}")
#: keys that no list of ours holds: those of every browser, and what the question tree's screen tells itself
EVERYWHERE = {"Tab", "Enter", "Esc", "Alt", "Shift+Enter", "Ctrl+P", "Ctrl+F"}
GUIDES = [pytest.param(key, id=key) for key in shelf.KEYS]


def catalogue(path: Path) -> dict[tuple[str, str], str]:
    return {
        (found["context"] or "", ast.literal_eval(found["id"])): ast.literal_eval(found["text"])
        for found in _ENTRY.finditer(path.read_text(encoding="utf-8"))
    }


@cache
def ours() -> dict[tuple[str, str], str]:
    """Every word of the house that has Dutch."""
    words: dict[tuple[str, str], str] = {}
    for room in ("helpline", "chat", "cms", "selfhelp", "statistics"):
        for path in sorted((ROOT / room).rglob("nl/LC_MESSAGES/django.po")):
            words |= catalogue(path)
    return words


@cache
def of_wagtail() -> dict[tuple[str, str], str]:
    """The words of Wagtail's own screens."""
    folder = Path(wagtail.__file__).parent
    return {
        name: text
        for path in (folder / "admin/locale", folder / "locale")
        for name, text in catalogue(path / "nl/LC_MESSAGES/django.po").items()
        if text
    }


@cache
def in_templates() -> frozenset[str]:
    """Every sentence that stands in a template."""
    return frozenset(
        one or other or _FILLED_IN.sub(r"%(\1)s", " ".join(block.split()))
        for path in (ROOT / "templates").rglob("*.html")
        for one, other, block in _SPOKEN.findall(path.read_text(encoding="utf-8"))
    )


@cache
def code() -> str:
    """All code, to look for a text in it: reading its grammar would take many seconds."""
    rooms = ("helpline", "chat", "cms", "selfhelp", "statistics")
    return "".join(path.read_text(encoding="utf-8") for room in rooms for path in (ROOT / room).rglob("*.py"))


def is_on_a_screen(words: str) -> bool:
    """Whether a template has the sentence, or code has it as a text."""
    return words in in_templates() or f'"{words}"' in code()


def rotten(guide: Guide) -> list[str]:
    """The words of a guide that no screen has, or that have no Dutch."""
    lost = []
    for span in guide.spans():
        if span.kind != "word":
            continue
        name = (span.target, span.text)
        is_ours = name in ours() and is_on_a_screen(span.text)
        if not is_ours and name not in of_wagtail():
            lost.append(span.text)
    return lost


@pytest.mark.parametrize("language", shelf.LANGUAGES)
@pytest.mark.parametrize("key", GUIDES)
def test_every_word_that_is_quoted_stands_on_a_screen(key: str, language: str) -> None:
    assert rotten(shelf.guide(key, language)) == []


def test_a_word_that_is_on_no_screen_is_found() -> None:
    guide = Guide("all", "All")
    guide.opening.append(Block("paragraph", ((Span("word", "A button that nobody made"),),)))
    assert rotten(guide) == ["A button that nobody made"]


def keys_of_the_desk() -> set[str]:
    text = (ROOT / "templates/desk/dialogs.html").read_text(encoding="utf-8")
    return set(re.findall(r"<kbd>([^<]+)</kbd>", text))


@pytest.mark.parametrize("key", GUIDES)
def test_every_key_that_is_named_does_something(key: str) -> None:
    named = {span.text for span in shelf.guide(key, "en").spans() if span.kind == "key"}
    tree_keys = set(
        re.findall(r"<kbd>([^<]+)</kbd>", (ROOT / "templates/advice/editing/tools.html").read_text())
    )
    bar_keys = {"?"} if "<kbd>?</kbd>" in (ROOT / "templates/desk/home.html").read_text() else set()
    assert named - EVERYWHERE - keys_of_the_desk() - tree_keys - bar_keys == set()


@pytest.mark.parametrize("key", GUIDES)
def test_both_languages_tell_the_same(key: str) -> None:
    dutch, english = (list(shelf.guide(key, language).sections()) for language in ("nl", "en"))
    assert [section.key for section in dutch] == [section.key for section in english]
    for one, other in zip(dutch, english, strict=True):
        assert [block.kind for block in one.blocks] == [block.kind for block in other.blocks], one.key
        assert [len(block.lines) for block in one.blocks] == [len(block.lines) for block in other.blocks], (
            one.key
        )
        assert sorted(named(one)) == sorted(named(other)), one.key
    for part, same in zip(shelf.guide(key, "nl").parts, shelf.guide(key, "en").parts, strict=True):
        assert part.title != same.title
        assert len(part.sections) == len(same.sections)


def named(section: Section) -> Iterator[str]:
    """The words, keys and targets of a section: they are the same in every language."""
    for block in section.blocks:
        for line in block.lines:
            for span in line:
                if span.kind in ("word", "key", "typed"):
                    yield span.text
                elif span.target:
                    yield span.target


@pytest.mark.parametrize("language", shelf.LANGUAGES)
@pytest.mark.parametrize("key", GUIDES)
def test_every_link_leads_somewhere(key: str, language: str) -> None:
    for span in shelf.guide(key, language).spans():
        if span.kind == "page":
            assert reverse(span.target)
        elif span.kind == "section":
            guide, _mark, section = span.target.partition("#")
            keys = [each.key for each in shelf.guide(guide, language).sections()]
            assert not section or section in keys, span.target


@pytest.mark.parametrize("language", shelf.LANGUAGES)
@pytest.mark.parametrize("key", GUIDES)
def test_no_word_that_harms(key: str, language: str) -> None:
    words = (ROOT / f"helpline/guides/texts/{language}/{key}.md").read_text(encoding="utf-8")
    assert not HARMFUL.search(words)


def test_commands_and_pages_that_are_named_exist() -> None:
    commands = {path.stem for path in ROOT.glob("*/*/management/commands/*.py")}
    commands |= {path.stem for path in ROOT.glob("*/*/*/management/commands/*.py")}
    for language in shelf.LANGUAGES:
        typed = [span.text for span in shelf.guide("administrator", language).spans() if span.kind == "typed"]
        for text in typed:
            assert not text.startswith("manage.py "), "without the settings that is another house"
            if text.startswith("/srv/helpline/app/deploy/bin/manage "):
                assert text.split()[1] in commands, text
            elif text.startswith("docs/"):
                assert (ROOT / text).is_file(), text


def test_the_rooms_own_sentences_exist_in_dutch() -> None:
    own = catalogue(ROOT / "helpline/guides/locale/nl/LC_MESSAGES/django.po")
    pages = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates/guides").glob("*.html"))
    sentences = {one or other for one, other, _block in _SPOKEN.findall(pages)} | {"Guide for editors"}
    assert {each for each in sentences if ("", each) not in own} == set()
    assert not HARMFUL.search(" ".join(own.values()))
