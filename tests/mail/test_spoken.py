"""In which language a mail was written: in that language its writer is answered, and helped with a template."""

import pytest

from helpline.mail.bridge.spoken import SMALL_WORDS, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Iemand op school heeft iets van mij doorgestuurd. Wat kan ik doen?", "nl"),
        ("Ik wil weten wat ik kan doen.", "nl"),
        ("hoi mn ex heeft foto's van mij en ik weet niet wat ik moet", "nl"),
        ("Someone at school has forwarded a picture of me. What can I do?", "en"),
        ("i don\u2019t know who to talk to, can you help me", "en"),
        ("HELLO,\r\n\r\nI AM WORRIED ABOUT MY BROTHER AND WHAT HE DOES ONLINE.", "en"),
    ],
)
def test_the_small_words_tell_it(text: str, language: str) -> None:
    assert language_of(text, "en" if language == "nl" else "nl") == language


@pytest.mark.parametrize("text", ["", "Help", "???", "screenshot whatsapp insta", "Is in over me was"])
def test_too_little_to_tell_is_the_usual_language(text: str) -> None:
    assert [language_of(text), language_of(text, "en")] == ["nl", "en"]


def test_no_word_counts_for_both() -> None:
    assert not SMALL_WORDS["nl"] & SMALL_WORDS["en"]
