"""Words that are meant though written otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.wordlike import Vocabulary, distance, sound, stem, words_of

letters = st.text("abcdegkst", max_size=9)
KNOWN = Vocabulary(
    [
        "sextortion",
        "stalking",
        "doorgestuurd",
        "naaktfoto",
        "naaktbeelden",
        "chantage",
        "politie",
        "ouders",
        "hand",
        "app",
    ]
)


def test_words_are_compared_without_capitals_accents_and_apostrophes() -> None:
    assert words_of("Foto\u2019s, CLIËNT en 113?") == ["fotos", "client", "en", "113"]


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("chantage", "chantage", 0),
        ("chantage", "chantaeg", 1),
        ("chantage", "shantage", 1),
        ("app", "apps", 1),
        ("politie", "polite", 1),
        ("stalking", "stelkin", 2),
        ("abc", "xyz", 3),
    ],
)
def test_distance(one: str, other: str, away: int) -> None:
    assert distance(one, other, 3) == distance(other, one, 3) == away
    assert distance(one, other, max(0, away - 1)) == away or away == 0


@given(letters, letters, st.integers(0, 4))
def test_a_limit_never_changes_what_is_within_it(one: str, other: str, limit: int) -> None:
    whole = distance(one, other, 20)
    assert distance(one, other, limit) == min(whole, limit + 1)
    assert (whole == 0) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("doorgestuurt", "doorgestuurd"),
        ("politsie", "politzie"),
        ("gehakt", "gehackt"),
        ("fotografie", "photographie"),
    ],
)
def test_what_sounds_alike_is_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dreigt", "dreigen"),
        ("gestalkt", "stalken"),
        ("foto", "fotos"),
        ("threaten", "threatens"),
        ("hacker", "gehackt"),
    ],
)
def test_forms_of_a_word_are_one_family(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sekstorsion", "sextortion"),
        ("sextorton", "sextortion"),
        ("stlaking", "stalking"),
        ("doorgestuurt", "doorgestuurd"),
        ("naktfoto", "naaktfoto"),
        ("sjantage", "chantage"),
        ("poltie", "politie"),
        ("oudres", "ouders"),
    ],
)
def test_typing_errors_are_forgiven(typed: str, meant: str) -> None:
    assert KNOWN.near(typed) == [meant]


@pytest.mark.parametrize("typed", ["", "ap", "apl", "band", "xyzzy", "q" * 500, "zzzzzzzz"])
def test_a_guess_is_not_made_where_it_would_be_another_word(typed: str) -> None:
    assert KNOWN.near(typed) == []


def test_compounds_come_apart() -> None:
    assert KNOWN.parts("naaktfotochantage") == ["naaktfoto", "chantage"]
    assert KNOWN.parts("politieschantage") == ["politie", "chantage"]
    assert KNOWN.parts("vuurtoren") == []
