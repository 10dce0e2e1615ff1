"""A text tells in which language it really is."""

import pytest
from django.utils import translation

from helpline.directory.words import say


@pytest.mark.parametrize(
    ("dutch", "english", "asked", "text", "language", "fell_back"),
    [
        ("Dag", "Hello", "nl", "Dag", "nl", False),
        ("Dag", "Hello", "en", "Hello", "en", False),
        ("Dag", "Hello", "en-gb", "Hello", "en", False),
        ("Dag", "", "en", "Dag", "nl", True),
        ("", "Hello", "nl", "Hello", "en", True),
        ("", "", "en", "", "en", False),
        ("Dag", "Hello", "de", "Dag", "nl", False),
    ],
)
def test_an_empty_text_gives_the_other_and_says_so(
    dutch: str, english: str, asked: str, text: str, language: str, fell_back: bool
) -> None:
    words = say(dutch, english, asked)
    assert (words, words.language, words.fell_back) == (text, language, fell_back)


def test_the_active_language_is_meant_when_none_is_given() -> None:
    with translation.override("en"):
        assert say("Dag", "Hello") == "Hello"
    with translation.override("nl"):
        assert say("Dag", "Hello") == "Dag"
    with translation.override(None):
        assert say("Dag", "Hello") == "Dag"
