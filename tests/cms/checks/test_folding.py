"""Text made alike for comparing, with the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.checks.folding import fold

#: letters with and without accents, invisible characters, hyphens, quotes, capitals that change length
TRICKY = st.text(
    alphabet=st.sampled_from("abkEÉéïßİﬁ\u00ad\u200b\u0301\u0308\u2011\u2013\u2019 \u00a0\n.!1"), max_size=40
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kind", "kind"),
        ("geëxposed", "geexposed"),
        ("gee\u0308xposed", "geexposed"),
        ("web\u00adsite", "website"),
        ("web\u200bsite\ufeff", "website"),
        ("e\u2011mail, e\u2013mail", "e-mail, e-mail"),
        ("foto\u2019s", "foto's"),
        ("één\u00a0ding", "een ding"),
        ("ĳs", "ijs"),
        ("Straße", "strasse"),
        ("☎\ufe0f", "☎"),
    ],
)
def test_what_looks_alike_becomes_alike(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(TRICKY | st.text(max_size=40))
def test_every_folded_character_knows_its_place(text: str) -> None:
    """A stretch of the folded text leads back to a stretch of the original that folds to it or to more of it."""
    folded = fold(text)
    for start in range(len(folded.text)):
        for end in range(start + 1, min(start + 4, len(folded.text)) + 1):
            first, last = folded.span(start, end)
            assert 0 <= first < last <= len(text)
            assert folded.text[start:end] in fold(text[first:last]).text


@given(TRICKY)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


def test_a_span_takes_the_accent_of_its_last_letter_along() -> None:
    text = "cafe\u0301 dicht"
    assert text[slice(*fold(text).span(0, 4))] == "cafe\u0301"
