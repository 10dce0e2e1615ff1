"""Translations compile to what Python's own gettext reads, and a broken catalogue stops the build."""

import gettext
import io

import pytest

from tests.house.tree import ROOT, text, tracked
from tools.compile_messages import BrokenCatalogue, compile_text

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

# a comment
msgid "Leave"
msgstr "Weg"

msgid ""
"Two "
"lines\n"
msgstr ""
"Twee "
"regels\n"

msgctxt "verb"
msgid "Leave"
msgstr "Ga weg"

#, fuzzy
msgid "Unsure"
msgstr "Onzeker"

msgid "Untranslated"
msgstr ""

#, python-format
msgid "%(n)s message"
msgid_plural "%(n)s messages"
msgstr[0] "%(n)s bericht"
msgstr[1] "%(n)s berichten — \"nieuw\""
"""


def compiled(source: str) -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compile_text(source)))


def test_gettext_reads_what_was_compiled() -> None:
    found = compiled(CATALOGUE)
    assert found.gettext("Leave") == "Weg"
    assert found.pgettext("verb", "Leave") == "Ga weg"
    assert found.gettext("Two lines\n") == "Twee regels\n"
    assert found.ngettext("%(n)s message", "%(n)s messages", 1) == "%(n)s bericht"
    assert found.ngettext("%(n)s message", "%(n)s messages", 2) == '%(n)s berichten — "nieuw"'


@pytest.mark.parametrize("msgid", ["Unsure", "Untranslated"])
def test_what_is_unsure_or_empty_stays_english(msgid: str) -> None:
    assert compiled(CATALOGUE).gettext(msgid) == msgid


@pytest.mark.parametrize(
    "broken",
    ['msgid "a\nmsgstr "b"\n', 'nonsense\n', 'msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n',
     'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n'],
)  # fmt: skip
def test_a_broken_catalogue_is_refused(broken: str) -> None:
    with pytest.raises(BrokenCatalogue):
        compile_text(broken)


@pytest.mark.parametrize("path", tracked(".po"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_house_s_own_catalogues_compile(path: object) -> None:
    assert compile_text(text(path))  # type: ignore[arg-type]
