"""Where sentences end, and where they do not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.checks.sentences import sentences, words

DUTCH = [
    ["Het is niet jouw schuld.", "Dat zeggen we tegen iedereen."],
    ["Ben je geschrokken?", "Dat snappen we!", "Bel ons…", "Of chat."],
    # abbreviations, in and at the end of a sentence
    ["Bewaar bijv. de naam van het account.", "Maak ook een foto."],
    ["Meld het bij o.a. Instagram en Snapchat.", "Dat kan d.w.z. ook later."],
    ["Bewaar foto's, namen, enz.", "Daarna blokkeer je."],
    ["Neem contact op met dhr. Jansen of mevr. De Vries."],
    ["Dat staat in art. 3 van de wet.", "Zie nr. 4."],
    ["Bel z.s.m. de politie.", "Doe dat m.a.w. vandaag."],
    ["Dat doen we z.s.m.", "Daarna zien we verder."],
    ["De school van J. de Vries en A. B. Smit is dicht."],
    # times, amounts, numbers, addresses
    ["We zijn open van 9.30 tot 17.00 uur.", "Bel 0800-0188."],
    ["Je betaalt € 3.50 of 1.000 euro.", "Doe dat niet."],
    ["Bel 112.", "24 uur per dag."],
    ["Bel (0900) 88 44.", "Dat kost niets."],
    ["Ga naar www.voorbeeld.nl/hulp.html.", "Of mail naar hulp@voorbeeld.nl."],
    ["Zie voorbeeld.nl voor meer.", "Daar staat het."],
    # quotes and brackets
    ["\u2018Stuur een foto!\u2019 zei hij.", "Ik deed het niet."],
    ["Hij zei: “Ik stuur het door.”", "Dat is strafbaar."],
    ["Praat erover (met wie je vertrouwt.)", "Dat helpt."],
    ["Wacht... nog even niet.", "Adem rustig."],
    ["\u2019s Avonds ben je vaak alleen.", "\u2019s Nachts ook."],
    ["Ik ben bang.", "\u2019t Is mijn schuld niet."],
    # headings, lists and lines without full stops
    ["Wat kun je doen", "Stop met praten", "Maak screenshots", "Blokkeer de ander"],
    ["Stap een is stoppen.", "Daarna blokkeer je."],
]


@pytest.mark.parametrize("parts", DUTCH)
def test_sentences_end_where_a_reader_ends_them(parts: list[str]) -> None:
    is_list = not any(part[-1] in ".!?…”)" for part in parts)
    text = ("\n" if is_list else " ").join(parts)
    assert [text[sentence.start : sentence.end] for sentence in sentences(text, "nl")] == parts


def test_bullets_and_numbers_of_a_list_are_no_part_of_it() -> None:
    text = "1. Stop met praten\n2. Blokkeer de ander.\n- Maak foto's\n• Praat erover\na) Bel ons"
    assert [text[one.start : one.end] for one in sentences(text, "nl")] == [
        "Stop met praten",
        "Blokkeer de ander.",
        "Maak foto's",
        "Praat erover",
        "Bel ons",
    ]


def test_a_label_is_not_a_sentence() -> None:
    found = sentences("Openingstijden\nBel ons.\nPraat met iemand die je vertrouwt", "nl")
    assert [one.is_label for one in found] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mr. Smith called at 9.30 a.m. and left. Dr. Jones stayed.", 2),
        ("Tell someone, e.g. a friend. It is not your fault.", 2),
        ("We are open until 5 p.m. Call us.", 2),
        ("No. That is not your fault. Really?", 3),
        ("Save pictures, names, etc. before you block them.", 1),
    ],
)
def test_english(text: str, parts: int) -> None:
    assert len(sentences(text, "en")) == parts


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Bewaar bijv. foto's", ["Bewaar", "bijvoorbeeld", "foto's"]),
        ("D.w.z. om 9.30 uur, tel. 0800-0188", ["dat", "wil", "zeggen", "om", "uur", "telefoon"]),
        ("Zie https://voorbeeld.nl/a?b=c of voorbeeld.nl.", ["Zie", "of"]),
        ("Mail hulp@voorbeeld.nl", ["Mail"]),
        (
            "'s Avonds, zo'n e-mail van 24-uurs hulp",
            ["s", "Avonds", "zo'n", "e-mail", "van", "24-uurs", "hulp"],
        ),
        ("web\u00adsite — één", ["website", "één"]),
        ("t/m vrijdag", ["tot", "en", "met", "vrijdag"]),
        ("112, 113 en 24/7", ["en"]),
    ],
)
def test_words_as_they_are_read_aloud(text: str, read: list[str]) -> None:
    assert [word.text for word in words(text, "nl")] == read


# The spans are in order, do not overlap, begin and end at a visible character, and no word is outside of them.
@given(
    st.text(alphabet=st.sampled_from("Ab .!?…\n\u2019'()1-•,é"), max_size=60), st.sampled_from(["nl", "en"])
)
def test_spans_cover_every_word_once(text: str, language: str) -> None:
    found = sentences(text, language)
    end = 0
    for sentence in found:
        assert end <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
        end = sentence.end


PIECES = st.lists(
    st.sampled_from(
        ["Bel ons", "Het is niet jouw schuld", "Wat nu", "Ik ben bijv. bang", "Om 9.30 uur begint het"]
    ),
    min_size=1,
    max_size=8,
)


@given(PIECES, st.sampled_from([". ", "! ", "?\n", "\n", "…\n\n"]))
def test_joining_sentences_and_taking_them_apart_gives_them_back(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    assert [text[one.start : one.end].rstrip(".!?…") for one in sentences(text, "nl")] == pieces


@pytest.mark.parametrize("piece", ["a.", ". ", "a-", "-", "a@b.", "a.b-c.", "O.a. ", "A. ", "'", "- "])
def test_no_text_however_odd_takes_long(piece: str) -> None:
    """Time grows with the length of a text: at its square these would take half a minute."""
    started = time.process_time()
    sentences(piece * 20_000, "nl")
    assert time.process_time() - started < 5
