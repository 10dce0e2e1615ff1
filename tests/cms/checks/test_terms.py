"""Words to avoid are found in all their forms, and nothing else is. They stand here because they are looked for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.checks.folding import fold
from cms.checks.terms import (
    BrokenTerms,
    Finder,
    Term,
    read_innocent,
    read_terms,
    shipped_finder,
    shipped_terms,
)

FOUND = [
    # as it is, in capitals, in compounds, in endings
    ("Dat heet geen kinderporno.", "kinderporno", "kinderporno"),
    ("KINDERPORNO is strafbaar.", "KINDERPORNO", "kinderporno"),
    ("Op een kinderpornowebsite gezien.", "kinderpornowebsite", "kinderporno"),
    ("Kinderpornovideo's op zijn laptop.", "Kinderpornovideo's", "kinderporno"),
    ("Hij keek kinderpornografie.", "kinderpornografie", "kinderpornografie"),
    ("Kinderpornografisch materiaal.", "Kinderpornografisch", "kinderporno"),
    ("Voor kinderpornokijkers en hun partners.", "kinderpornokijkers", "kinderpornokijker"),
    ("Een kinderpornokijkertje.", "kinderpornokijkertje", "kinderpornokijker"),
    ("Werken in de kinderprostitutie.", "kinderprostitutie", "kinderprostitutie"),
    ("Zij was kinderprostituee.", "kinderprostituee", "kinderprostitutie"),
    ("Kindersekstoerisme in Azië.", "Kindersekstoerisme", "kindersekstoerisme"),
    ("De kindersekstoerist betaalt.", "kindersekstoerist", "kindersekstoerisme"),
    ("kindersextoerisme", "kindersextoerisme", "kindersekstoerisme"),
    ("Slachtoffer van wraakporno?", "wraakporno", "wraakporno"),
    ("Wraakpornofilmpjes melden.", "Wraakpornofilmpjes", "wraakporno"),
    # hyphens, blanks, and what cannot be seen
    ("kinder-porno", "kinder-porno", "kinderporno"),
    ("kinder porno", "kinder porno", "kinderporno"),
    ("kinder- porno", "kinder- porno", "kinderporno"),
    ("kinder\u2011porno", "kinder\u2011porno", "kinderporno"),
    ("kinder\nporno", "kinder\nporno", "kinderporno"),
    ("kinder_porno", "kinder_porno", "kinderporno"),
    ("kinder-seks-toerisme", "kinder-seks-toerisme", "kindersekstoerisme"),
    ("kinder\u00adporno", "kinder\u00adporno", "kinderporno"),
    ("kin\u200bder\ufeffporno", "kin\u200bder\ufeffporno", "kinderporno"),
    ("kïnderpórno", "kïnderpórno", "kinderporno"),
    ("ki\u0308nderporno\u0301!", "ki\u0308nderporno\u0301", "kinderporno"),
    ("anti-kinderporno", "kinderporno", "kinderporno"),
    ("\u2018kinderporno\u2019", "kinderporno", "kinderporno"),
    ("#kinderporno", "kinderporno", "kinderporno"),
    ("(zie kinderporno.example)", "kinderporno", "kinderporno"),
    # the verb
    ("Exposen is strafbaar.", "Exposen", "exposen"),
    ("Ik ben geëxposed.", "geëxposed", "exposen"),
    ("Zij exposet anderen.", "exposet", "exposen"),
    ("Ze exposeden haar.", "exposeden", "exposen"),
    ("Een exposende groep", "exposende", "exposen"),
    ("Hij is exposed in de groep.", "exposed", "exposen"),
    # phrases
    ("Hij had seks met een kind.", "seks met een kind", "seks met een kind"),
    ("Denken aan seks met kinderen", "seks met kinderen", "seks met een kind"),
    ("Sex met een jong kind.", "Sex met een jong kind", "seks met een kind"),
    ("seks met \u2019n kind", "seks met \u2019n kind", "seks met een kind"),
    # short ones only at the start of a word
    ("Vuile pedo!", "pedo", "pedo"),
    ("Pedo's in de buurt", "Pedo's", "pedo"),
    ("pedo\u2019s", "pedo\u2019s", "pedo"),
    ("een pedootje", "pedootje", "pedo"),
    ("Pedojagers wachtten hem op.", "Pedojagers", "pedo"),
    ("internet-pedo", "pedo", "pedo"),
    ("Ben ik een dader?", "dader", "dader"),
    ("Daders en hun daderprofiel", "Daders", "dader"),
    # English
    ("He viewed child pornography.", "child pornography", "child pornography"),
    ("Child porn is abuse.", "Child porn", "child porn"),
    ("child-porn", "child-porn", "child porn"),
    ("childporn", "childporn", "child porn"),
    ("child pornographic pictures", "child pornographic", "child porn"),
    ("a child prostitute's life", "child prostitute's", "child prostitute"),
    ("child prostitutes", "child prostitutes", "child prostitute"),
    ("child prostitution", "child prostitution", "child prostitute"),
    ("Child sex tourists travel.", "Child sex tourists", "child sex tourism"),
    ("revenge-porn", "revenge-porn", "revenge porn"),
    ("Revengeporn", "Revengeporn", "revenge porn"),
    ("thoughts of sex with children", "sex with children", "sex with a child"),
    ("sex with the child", "sex with the child", "sex with a child"),
]

INNOCENT = [
    "Een torpedo raakte het schip, en nog een torpedo's spoor was te zien.",
    "Iemand met pedofiele gevoelens, pedofilie, een pedofiel.",
    "De pedagoog las een encyclopedie over orthopedie en een pedometer.",
    "Een goudader, de slagader, een weldaad, dadels en vergaderen.",
    "De expositie en het exposé; hij exposeerde en heeft geëxposeerd.",
    "Expose en shaming is een ander woord.",
    "Praat met kinderen. Porno is overal te zien.",
    "Kinderen en porno: hoe begin je erover?",
    "Seks met je vriend. Een kind krijgen.",
    "Seks met een kinderachtige grap erbij.",
    "Wraak is geen oplossing. Porno ook niet.",
    "Sex with a childless friend. Children playing.",
    "A child's portrait; childhood; porn filters for children.",
    "Materiaal van seksuele uitbuiting van minderjarigen.",
    "Beeldmateriaal van seksueel kindermisbruik.",
    "Speedo, Oviedo en Toledo.",
    "",
]


@pytest.mark.parametrize(("text", "words", "avoid"), FOUND)
def test_each_form_is_found(text: str, words: str, avoid: str) -> None:
    hit = shipped_finder().find(text)[0]
    assert (hit.words, hit.term.avoid) == (words, avoid)
    assert text[hit.start : hit.end] == words


@pytest.mark.parametrize("text", INNOCENT)
def test_what_only_looks_like_a_term_is_left_alone(text: str) -> None:
    assert shipped_finder().find(text) == []


def test_an_english_word_is_no_term_in_english() -> None:
    text = "You may have been exposed to harmful images."
    assert shipped_finder().find(text, "en") == []
    assert shipped_finder().find(text, "nl") != []


def test_of_two_terms_the_longer_one_counts_and_all_are_found_in_order() -> None:
    text = "Wraakporno, kinderpornografie en nog eens wraakporno: child pornography."
    hits = shipped_finder().find(text)
    assert [hit.term.avoid for hit in hits] == [
        "wraakporno",
        "kinderpornografie",
        "wraakporno",
        "child pornography",
    ]
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)


def test_no_preferred_word_is_itself_to_be_avoided() -> None:
    for term in shipped_terms():
        assert shipped_finder().find(term.prefer, term.language) == [], term


def test_every_term_of_the_list_is_found_as_it_stands() -> None:
    for term in shipped_terms():
        assert shipped_finder().find(f"x {term.avoid} x", term.language)[0].term == term


def test_the_shipped_list_is_whole() -> None:
    terms = shipped_terms()
    assert {term.language for term in terms} == {"nl", "en"}
    assert [term.avoid for term in terms if term.needs_judgement] == ["dader"]
    assert next(term for term in terms if term.avoid == "dader").condition == "van wie nog niets deed"
    # "idem" means something to who reads the list from top to bottom, and nothing to an editor
    assert not [term for term in terms if term.why == "idem"]


# A found span contains the term after folding, whatever stands around it and whatever hides in it.
HIDDEN = st.sampled_from(["", "", "", "", "\u00ad", "\u200b", "\u0301"])
AROUND = st.text(alphabet=st.sampled_from("abcdefxyzéï ,.\n-\u20191"), max_size=15)


@given(st.data(), st.sampled_from(shipped_terms()), AROUND, AROUND)
def test_a_span_contains_the_term(data: st.DataObject, term: Term, before: str, after: str) -> None:
    hidden = "".join(letter + data.draw(HIDDEN) for letter in term.avoid)
    text = f"{before} {hidden} {after}"
    hits = [hit for hit in shipped_finder().find(text, term.language) if hit.start == len(before) + 1]
    assert hits
    assert hits[0].term == term
    assert fold(term.avoid).text in fold(hits[0].words).text
    assert text[hits[0].start : hits[0].end] == hits[0].words


# Text in which no listed term can be written yields nothing: every term has one of these letters.
@given(st.text(alphabet=st.characters(exclude_characters="dDoOeE", max_codepoint=0x2FF)))
def test_text_without_a_term_yields_nothing(text: str) -> None:
    if set("deo") <= set(fold(text).text):
        return
    assert shipped_finder().find(text) == []


@given(st.lists(st.sampled_from([word for text in INNOCENT for word in text.replace(",", "").split()])))
def test_innocent_words_in_any_order_make_no_term(words: list[str]) -> None:
    """Joined by commas, so that two words do not become one that is written apart."""
    assert shipped_finder().find(", ".join(words)) == []


@given(st.text())
def test_spans_never_overlap_and_always_hold_what_they_say(text: str) -> None:
    text = f"{text}kinderporno {text} pedo {text}"
    end = 0
    for hit in shipped_finder().find(text):
        assert end <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.words
        end = hit.end


def test_another_list_can_be_given() -> None:
    finder = Finder([Term("nl", "breezerseks", "seksuele uitbuiting", "verhullend", "own")])
    assert [
        hit.words for hit in finder.find("Breezerseksfeesten, breezer-seks, een breezersex\u2019je.")
    ] == [
        "Breezerseksfeesten",
        "breezer-seks",
        "breezersex\u2019je",
    ]
    assert finder.find("kinderporno") == []


@pytest.mark.parametrize(
    "lines",
    [
        "language,avoid,prefer,why\nnl,a,b,c",
        "language,avoid,prefer,why,source\nnl,a,,c,d",
        "language,avoid,prefer,why,source\nde,a,b,c,d",
        "language,avoid,prefer,why,source\nnl,a,b,c",
        "language,avoid,prefer,why,source\nnl,a,b,c,d,e",
        "language,avoid,prefer,why,source\nnl,a (when,b,c,d",
    ],
)
def test_a_broken_list_is_refused(tmp_path: Path, lines: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(BrokenTerms):
        read_terms(path)


def test_innocent_words_say_whether_they_are_a_beginning(tmp_path: Path) -> None:
    path = tmp_path / "innocent.csv"
    path.write_text("language,word,why\n*,pedofi*,x\nen,exposed,x\n", encoding="utf-8")
    pedofi, exposed = read_innocent(path)
    assert pedofi.covers("pedofielen", "nl")
    assert exposed.covers("exposed", "en")
    assert not exposed.covers("exposed", "nl")
    assert not exposed.covers("exposedness", "en")
