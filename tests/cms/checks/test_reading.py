"""How hard a text reads, against scores worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.checks import reading
from cms.checks.sentences import sentences

# Het is niet jouw schuld.            5 words,  5 syllables
# Praat met iemand die je vertrouwt.  6 words,  8: praat met ie-mand die je ver-trouwt
# Wij luisteren naar je.              4 words,  6: wij luis-te-ren naar je
EASY = "Het is niet jouw schuld. Praat met iemand die je vertrouwt. Wij luisteren naar je."

HARD = "De verspreiding van seksueel beeldmateriaal zonder toestemming is strafbaar."


def test_dutch_by_hand() -> None:
    read = reading.measure([EASY], "nl")
    assert read is not None
    assert (read.sentence_count, read.word_count, read.syllable_count) == (3, 15, 19)
    # WL = 100 * 19 / 15 = 126.67; ZL = 15 / 3 = 5
    assert read.score == pytest.approx(206.8 - 0.77 * 126.6667 - 0.93 * 5, abs=0.01)
    assert read.score == pytest.approx(104.62, abs=0.01)
    assert read.second_score == pytest.approx(195 - 2 / 3 * 126.6667 - 2 * 5, abs=0.01)
    assert (read.formula, read.second_formula) == ("Flesch-Douma", "leesindex A")
    assert read.long_word_count == 2  # vertrouwt, luisteren
    assert (read.band, read.level) == ("zeer gemakkelijk", reading.Level.UP_TO_B1)


def test_hard_dutch_by_hand() -> None:
    read = reading.measure([HARD], "nl")
    assert read is not None
    # de ver-sprei-ding van sek-su-eel beeld-ma-te-ri-aal zon-der toe-stem-ming is straf-baar
    assert (read.sentence_count, read.word_count, read.syllable_count) == (
        1,
        9,
        1 + 3 + 1 + 3 + 5 + 2 + 3 + 1 + 2,
    )
    assert read.score == pytest.approx(206.8 - 77 * 21 / 9 - 0.93 * 9, abs=0.01)
    assert read.score == pytest.approx(18.76, abs=0.01)
    assert (read.band, read.level) == ("zeer moeilijk", reading.Level.C1)


def test_english_by_hand() -> None:
    # It is not your fault. (5, 5)  You can talk to us about anything. (7, 10: a-bout an-y-thing)
    read = reading.measure(["It is not your fault. You can talk to us about anything."], "en")
    assert read is not None
    assert (read.sentence_count, read.word_count, read.syllable_count) == (2, 12, 15)
    assert read.score == pytest.approx(206.835 - 84.6 * 15 / 12 - 1.015 * 6, abs=0.01)
    assert read.score == pytest.approx(94.995, abs=0.01)
    assert read.second_score == pytest.approx(0.39 * 6 + 11.8 * 15 / 12 - 15.59, abs=0.01)
    assert (read.formula, read.second_formula) == ("Flesch reading ease", "Flesch-Kincaid grade")


def test_headings_and_labels_do_not_make_a_text_easier() -> None:
    assert reading.measure([HARD, "Contact", "0800-0188", "Meer weten"], "nl") == reading.measure(
        [HARD], "nl"
    )


def test_items_of_a_list_are_sentences_without_full_stops() -> None:
    read = reading.measure(["Stop met praten en betaal niet", "Maak screenshots van het account"], "nl")
    assert read is not None
    assert read.sentence_count == 2


@pytest.mark.parametrize(("texts", "language"), [([EASY], "fr"), ([], "nl"), (["", "112", "Contact"], "nl")])
def test_what_cannot_be_measured_is_not(texts: list[str], language: str) -> None:
    assert reading.measure(texts, language) is None


@pytest.mark.parametrize(
    ("syllables", "band", "level"),
    [
        (100, "zeer gemakkelijk", "B1"),
        (165, "tamelijk gemakkelijk", "B1"),
        (170, "normaal", "B2"),
        (190, "tamelijk moeilijk", "B2"),
        (210, "moeilijk", "C1"),
        (260, "zeer moeilijk", "C1"),
    ],
)
def test_bands_are_douma_s_and_levels_ours(syllables: int, band: str, level: str) -> None:
    read = reading.Reading("nl", 10, 100, syllables, 0)
    assert (read.band, read.level) == (band, level)


def test_a_short_text_says_so() -> None:
    assert not reading.Reading("nl", 10, 99, 150, 0).is_long_enough
    assert reading.Reading("nl", 10, 100, 150, 0).is_long_enough


LONG = (
    "Als iemand dreigt om een foto van jou te delen met je vrienden, je ouders of je school, dan is dat "
    "heel erg naar en kun je ons bellen."
)


def test_the_hardest_sentences_come_first_and_easy_ones_not_at_all() -> None:
    text = f"{EASY} {LONG} {HARD}"
    found = reading.hardest(sentences(text, "nl"), "nl", most=5)
    assert [text[one.start : one.end] for one in found] == [HARD, LONG]
    assert [reading.difficulty(one) for one in found] == ["dense", "long"]
    assert len(reading.hardest(sentences(text, "nl"), "nl", most=1)) == 1


# A text of the same sentences over and over is as hard as one of them.
@given(st.sampled_from([EASY, HARD, LONG]), st.integers(1, 20))
def test_repeating_changes_nothing(text: str, times: int) -> None:
    once, often = reading.measure([text], "nl"), reading.measure([text] * times, "nl")
    assert once is not None
    assert often is not None
    assert often.score == pytest.approx(once.score)


# Cutting a sentence in two never makes a text harder by the formula.
@given(st.integers(4, 20))
def test_a_full_stop_makes_it_easier(place: int) -> None:
    words = LONG.split()
    cut = f"{' '.join(words[:place])}. {' '.join(words[place:]).capitalize()}"
    whole, halved = reading.measure([LONG], "nl"), reading.measure([cut], "nl")
    assert whole is not None
    assert halved is not None
    assert halved.score > whole.score
