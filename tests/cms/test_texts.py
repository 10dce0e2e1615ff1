"""Every sentence a visitor can see exists in Dutch, and none uses a word that harms."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = {
    "cms": ["templates/base*.html", "templates/site/*.html", "templates/errors/*.html", "cms/**/*.py"],
    "chat": ["templates/chat/*.html", "chat/views/*.py", "chat/wording.py", "chat/doors.py"],
}
_IN_TEMPLATES = re.compile(r"""\{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
_IN_CODE = re.compile(r"""\b(?:_|gettext|gettext_lazy)\(\s*"((?:[^"\\]|\\.)+)"\s*\)""")

#: words of the list of terms to avoid (Luxembourg Guidelines; the bureau's annual report)
HARMFUL = re.compile(
    r"kinderporno|kinderprostitu|kindersekstoerisme|wraakporno|exposen|\bpedo\b|seks met een kind"
    r"|child porn|child prostitut|child sex tourism|revenge porn|sex with a child",
    re.IGNORECASE,
)


def catalogue(room: str) -> dict[str, str]:
    """The room's Dutch texts by their English ones, plural forms left out."""
    text = (ROOT / room / "locale/nl/LC_MESSAGES/django.po").read_text()
    found = re.findall(r'^msgid "(.+)"\n(?:msgid_plural .*\n)?msgstr(?:\[0\])? "(.*)"$', text, re.MULTILINE)
    return {english.replace('\\"', '"'): dutch for english, dutch in found}


@pytest.mark.parametrize("room", ROOMS)
def test_everything_is_said_in_dutch(room: str) -> None:
    dutch = catalogue(room)
    assert len(dutch) > 50
    asked = 0
    for pattern in ROOMS[room]:
        for path in ROOT.glob(pattern):
            text = path.read_text()
            found = (
                _IN_CODE.findall(text) if path.suffix == ".py" else map("".join, _IN_TEMPLATES.findall(text))
            )
            for english in found:
                asked += 1
                assert dutch.get(english), f"{path.relative_to(ROOT)}: {english}"
    assert asked > 50


@pytest.mark.parametrize("room", ROOMS)
def test_no_text_uses_a_harmful_word(room: str) -> None:
    for english, dutch in catalogue(room).items():
        assert not HARMFUL.search(f"{english} {dutch}"), english


@pytest.mark.parametrize("room", ROOMS)
def test_places_for_values_are_the_same_in_both_languages(room: str) -> None:
    places = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    for english, dutch in catalogue(room).items():
        assert sorted(places.findall(english)) == sorted(places.findall(dutch)), english


@pytest.mark.parametrize("room", ROOMS)
def test_dutch_sentences_are_short(room: str) -> None:
    """B1: a sentence of more than 25 words loses people."""
    for dutch in catalogue(room).values():
        for sentence in re.split(r"[.!?:]\s", dutch):
            assert len(sentence.split()) <= 25, sentence
