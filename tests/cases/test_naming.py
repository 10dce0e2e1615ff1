"""Aliases: harmless ones pass, what looks like a name is asked about, numbers and addresses are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.cases import naming
from helpline.cases.rules import ALIAS_LIMIT


def test_what_the_house_proposes_passes_its_own_guard() -> None:
    for quality in naming.QUALITIES:
        for thing in naming.THINGS:
            assert not naming.looks_like_a_name(f"{quality} {thing}")
    assert naming.is_acceptable(naming.propose(numbered=True))


def test_no_proposed_word_is_a_given_name() -> None:
    words = {naming.fold(word) for word in (*naming.QUALITIES, *naming.THINGS)}
    assert words & naming.given_names() == set()


@pytest.mark.parametrize(
    ("alias", "words"),
    [
        ("Sanne", ("Sanne",)),
        ("de zus van MOHAMED", ("MOHAMED",)),
        ("Zoë 2", ("Zoë",)),
        ("Grietje van der Zwaan", ("Grietje", "van", "der", "Zwaan")),
        ("Vogelaar Zoek", ("Vogelaar", "Zoek")),
        ("blauwe fiets", ()),
        ("Stille Haven", ()),
        ("iemand die later terugbelt", ()),
        ("Trage Tandem", ()),
    ],
)
def test_what_looks_like_a_name(alias: str, words: tuple[str, ...]) -> None:
    assert naming.looks_like_a_name(alias) == words


@pytest.mark.parametrize(
    "alias", ["", "06 1234", "12 34 56", "iemand@voorbeeld.nl", "@vogelaar", "a.nl", "<b>", "x" * 61, "17"]
)
def test_what_is_no_alias(alias: str) -> None:
    assert not naming.is_acceptable(alias)


# What was folded once stays as it is: an alias that is typed as the database has it is found.
@given(st.text(max_size=ALIAS_LIMIT))
def test_folding_is_stable(text: str) -> None:
    folded = naming.fold(text)
    assert naming.fold(folded) == folded
