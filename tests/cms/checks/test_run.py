"""A page as it should be gives no finding; each planted fault gives its own, and nothing else."""

import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import translation

from cms.checks.findings import Code, Finding, blocks_publishing
from cms.checks.run import check
from cms.checks.terms import Finder, Term
from cms.checks.text import Block, Content, Image, Link, parts_of_html
from cms.checks.wording import MOST_SENTENCES, in_words, measured

TODAY = date(2026, 11, 24)

GOOD_TEXT = (
    "Iemand dreigt een naaktfoto van jou door te sturen. Dat is heel naar. Het is niet jouw schuld. "
    "Wat je ook hebt gedaan: de ander mag dit niet doen. Het is strafbaar.",
    "Betaal niet en stuur geen nieuwe foto's. Stop met praten. Maak eerst screenshots van de berichten, "
    "met de naam van het account erbij. Blokkeer de ander daarna.",
    "Vertel het aan iemand die je vertrouwt. Dat kan je vader of moeder zijn, of een leraar. "
    "Vind je dat lastig? Dan kun je met ons chatten of bellen. Wij vragen niet naar je naam.",
    "Wil je dat de foto weggaat? Meld hem dan bij de app. Lukt dat niet, dan helpen wij je. "
    "Je kunt ook naar de politie gaan. Je mag iemand meenemen naar het bureau.",
)
GOOD = Content(
    language="nl",
    title="Iemand dreigt met een foto van mij",
    summary="Wat je kunt doen als iemand dreigt een naaktfoto van jou door te sturen. Het is niet jouw schuld.",
    blocks=[
        Block("body.0", "text", GOOD_TEXT[0]),
        Block("body.1", "heading", "Wat kun je nu doen?", level=2),
        Block("body.2", "text", GOOD_TEXT[1]),
        Block("body.3", "heading", "Praat erover", level=3),
        Block("body.4", "text", GOOD_TEXT[2], part=0),
        Block("body.4", "list", "Chat met ons", part=1),
        Block("body.5", "heading", "De foto laten weghalen", level=2),
        Block("body.6", "text", GOOD_TEXT[3]),
    ],
    images=[Image("body.7", "Een jongen praat met zijn moeder"), Image("body.8", "", is_decorative=True)],
    links=[
        Link("body.2", "internal", "/helpwanted/chat/", "Chat met ons"),
        Link("body.6", "external", "https://www.politie.nl/", "politie.nl"),
        Link("body.6", "phone", "tel:0800-0188", "0800-0188"),
        Link("body.6", "mail", "mailto:hulp@voorbeeld.nl", "hulp@voorbeeld.nl"),
        Link("body.6", "external", "https://gone.example/", "een andere site", is_alive=False),
    ],
    review_by=TODAY + timedelta(days=180),
    places=[f"body.{number}" for number in range(9)],
)

TOO_LONG = (
    "Als iemand dreigt om een foto van jou te delen met je vrienden of je ouders of je school, dan is dat "
    "heel erg naar en mag dat niet."
)
TOO_DENSE = "Onmiddellijke verwijdering van seksueel beeldmateriaal vereist zorgvuldige identificatie."


def found(content: Content) -> list[Finding]:
    return check(content, TODAY)


def with_block(block: Block) -> Content:
    return replace(GOOD, blocks=[*GOOD.blocks, block])


def with_link(link: Link) -> Content:
    return replace(GOOD, links=[*GOOD.links, link])


def with_image(image: Image) -> Content:
    return replace(GOOD, images=[*GOOD.images, image])


def test_a_good_page_has_no_finding() -> None:
    assert found(GOOD) == []
    read = measured(GOOD)
    assert read is not None
    assert read.is_long_enough


X = "body.9"
FAULTS = [
    (with_block(Block(X, "text", "Dat heet wraakporno.")), Code.TERM_TO_AVOID, "error", X),
    (with_block(Block(X, "heading", "Wraakporno", level=2)), Code.TERM_TO_AVOID, "error", X),
    (replace(GOOD, title="Slachtoffer van wraak-porno"), Code.TERM_TO_AVOID, "error", "title"),
    (replace(GOOD, summary="Wat doe je tegen wraak\u00adporno?"), Code.TERM_TO_AVOID, "error", "summary"),
    (with_image(Image(X, "Een poster over wraakporno")), Code.TERM_TO_AVOID, "error", X),
    (with_link(Link(X, "internal", "/a/", "Stop exposen")), Code.TERM_TO_AVOID, "error", X),
    (with_block(Block(X, "text", "Ben jij bang dader te worden?")), Code.TERM_TO_WEIGH, "warning", X),
    (
        replace(GOOD, original_texts=frozenset({GOOD_TEXT[1], "Chat met ons"})),
        Code.NOT_TRANSLATED,
        "error",
        "body.2",
    ),
    (with_image(Image(X, " ")), Code.ALT_MISSING, "error", X),
    (with_image(Image(X, "image")), Code.ALT_SAYS_NOTHING, "error", X),
    (with_image(Image(X, "IMG_2034.jpg")), Code.ALT_SAYS_NOTHING, "error", X),
    (with_link(Link(X, "internal", "/weg/", "Onze tips", is_alive=False)), Code.LINK_DEAD, "error", X),
    (with_link(Link(X, "internal", "/a/", " ")), Code.LINK_WITHOUT_WORDS, "warning", X),
    (with_link(Link(X, "internal", "/a/", "klik hier")), Code.LINK_WORDS_VAGUE, "advice", X),
    (with_link(Link(X, "external", "https://a.nl", "https://a.nl")), Code.LINK_WORDS_ADDRESS, "advice", X),
    (with_block(Block(X, "heading", "Te diep", level=4)), Code.HEADING_SKIPPED, "advice", X),
    (with_block(Block(X, "text", TOO_LONG)), Code.SENTENCE_TOO_LONG, "advice", X),
    (with_block(Block(X, "text", TOO_DENSE)), Code.SENTENCE_TOO_DENSE, "advice", X),
    (replace(GOOD, review_by=None), Code.REVIEW_MISSING, "advice", "review_by"),
    (replace(GOOD, review_by=TODAY - timedelta(days=1)), Code.REVIEW_OVERDUE, "warning", "review_by"),
    (replace(GOOD, title="x" * 61), Code.TITLE_TOO_LONG, "advice", "title"),
    (replace(GOOD, summary=""), Code.SUMMARY_MISSING, "advice", "summary"),
    (replace(GOOD, summary="Een foto. " * 17), Code.SUMMARY_TOO_LONG, "advice", "summary"),
]


@pytest.mark.parametrize(("content", "code", "severity", "where"), FAULTS)
def test_each_planted_fault_is_found_and_no_other(
    content: Content, code: Code, severity: str, where: str
) -> None:
    findings = found(content)
    assert [(one.code, one.severity.value, one.where) for one in findings] == [(code, severity, where)]
    assert blocks_publishing(findings) is (severity == "error")
    with translation.override("en"):
        assert str(findings[0].message)


def test_every_code_has_a_planted_fault() -> None:
    # of a whole text, and of a record's two languages: those have tests of their own
    elsewhere = {Code.TEXT_TOO_HARD, Code.ENGLISH_MISSING}
    assert {code for _content, code, _severity, _where in FAULTS} | elsewhere == set(Code)


@pytest.mark.parametrize(
    "content",
    [
        replace(GOOD, title="x" * 60),
        replace(GOOD, summary="Een foto. " * 16),
        replace(GOOD, review_by=TODAY),
        with_block(Block(X, "heading", "Even diep", level=3)),
        with_link(
            Link("body.2", "external", "https://weg.example/", "Een site die er niet meer is", is_alive=False)
        ),
    ],
)
def test_on_the_edge_nothing_is_wrong(content: Content) -> None:
    assert found(content) == []


def test_the_heaviest_comes_first_then_the_order_of_the_page() -> None:
    content = replace(
        GOOD,
        title="Wraakporno",
        summary="",
        review_by=TODAY - timedelta(days=1),
        blocks=[
            Block("body.0", "heading", "Te diep", 3),
            *GOOD.blocks[2:],
            Block("body.9", "text", "Vuile pedo! En wraakporno."),
        ],
        images=[Image("body.4", "")],
    )
    assert [(one.severity.value, one.where, one.code.value) for one in found(content)] == [
        ("error", "title", "term_to_avoid"),
        ("error", "body.4", "alt_missing"),
        ("error", "body.9", "term_to_avoid"),
        ("error", "body.9", "term_to_avoid"),
        ("warning", "review_by", "review_overdue"),
        ("advice", "summary", "summary_missing"),
        ("advice", "body.0", "heading_skipped"),
    ]


def test_a_span_shows_where_in_which_paragraph() -> None:
    parts = parts_of_html("<p>Eerst dit.</p><p>Dat heet <b>wraak</b>porno bij ons.</p>", "body.9")
    (finding,) = found(replace(GOOD, blocks=[*GOOD.blocks, *parts.blocks]))
    assert (finding.where, finding.part) == ("body.9", 1)
    assert finding.span is not None
    assert parts.blocks[1].text[slice(*finding.span)] == "wraakporno"


def test_an_excerpt_shows_some_words_around() -> None:
    text = f"{'Heel veel woorden vooraf. ' * 5}Dat heet wraakporno. {'En nog veel meer erna. ' * 5}"
    (finding,) = found(with_block(Block(X, "text", text)))
    assert "Dat heet wraakporno. En" in finding.excerpt
    assert finding.excerpt.startswith("…")
    assert finding.excerpt.endswith("…")
    assert len(finding.excerpt) < 100


def test_words_of_a_link_in_running_text_are_not_named_twice() -> None:
    content = replace(
        with_block(Block(X, "text", "Lees over wraakporno.")),
        links=[*GOOD.links, Link(X, "internal", "/a/", "wraakporno")],
    )
    assert len(found(content)) == 1


def test_a_hard_page_is_told_so_with_the_formula_and_its_limits() -> None:
    content = replace(GOOD, blocks=[Block(f"body.{number}", "text", TOO_DENSE) for number in range(15)])
    findings = found(content)
    assert [one.code for one in findings] == [Code.TEXT_TOO_HARD] + MOST_SENTENCES * [Code.SENTENCE_TOO_DENSE]
    assert findings[0].where == ""
    with translation.override("en"):
        assert "Flesch-Douma" in str(findings[0].message)
        assert "No formula measures B1" in str(findings[0].suggestion)
    with translation.override("nl"):
        assert "Flesch-Douma" in str(findings[0].message)
        assert "Geen formule meet B1" in str(findings[0].suggestion)


def test_a_short_page_is_not_judged_by_a_formula() -> None:
    content = replace(GOOD, blocks=[Block("body.0", "text", TOO_DENSE)])
    assert Code.TEXT_TOO_HARD not in {one.code for one in found(content)}
    read = measured(content)
    assert read is not None
    with translation.override("en"):
        assert "too few to measure" in str(in_words(read))


def test_the_panel_always_says_the_limits() -> None:
    read = measured(GOOD)
    assert read is not None
    with translation.override("en"):
        said = str(in_words(read))
    assert "Flesch-Douma" in said
    assert "No formula measures B1" in said
    # the figure that is shown is never rounded up past the aim
    assert f"{int(read.score)} points" in said


def test_english_gets_the_same_shape() -> None:
    sentence = (
        "The immediate identification of inappropriate material necessitates institutional responsibility. "
    )
    content = replace(GOOD, language="en", blocks=[Block("body.0", "text", sentence * 12)])
    codes = [one.code for one in found(content)]
    assert codes == [Code.TEXT_TOO_HARD] + MOST_SENTENCES * [Code.SENTENCE_TOO_DENSE]


def test_another_language_is_not_measured_but_all_else_is() -> None:
    content = replace(
        with_image(Image(X, "")), language="fy", blocks=[Block("body.0", "text", TOO_DENSE * 20)]
    )
    assert [one.code for one in found(content)] == [Code.ALT_MISSING]


def test_messages_follow_the_language_of_who_reads_them() -> None:
    (finding,) = found(with_block(Block(X, "text", "Dat heet wraakporno.")))
    with translation.override("nl"):
        dutch = f"{finding.message} {finding.suggestion}"
    with translation.override("en"):
        english = f"{finding.message} {finding.suggestion}"
    assert dutch != english
    for said in (dutch, english):
        assert "wraakporno" in said
        assert "naaktbeelden verspreiden zonder toestemming" in said


def test_another_list_of_terms_can_be_given() -> None:
    finder = Finder([Term("nl", "screenshots", "schermfoto's", "Engels", "own")])
    assert [one.code for one in check(GOOD, TODAY, finder)] == [Code.TERM_TO_AVOID]


def test_braces_and_percents_of_an_editor_are_only_text() -> None:
    content = with_link(Link(X, "internal", "/{weg}/%s/", "{0} {words} %(x)s", is_alive=False))
    (finding,) = found(content)
    with translation.override("en"):
        assert "/{weg}/%s/" in str(finding.message)


def test_a_page_of_1500_words_takes_less_than_an_eye_blink() -> None:
    """On an idle machine a few milliseconds; the bound leaves room for a busy one."""
    text = " ".join(GOOD_TEXT)
    paragraphs = [
        Block(f"body.{number}", "text", f"{text} Eén vraag nummer {number}.") for number in range(12)
    ]
    content = replace(GOOD, blocks=paragraphs)
    read = measured(content)
    assert read is not None
    assert read.word_count >= 1500
    check(content, TODAY)
    started = time.process_time()
    check(content, TODAY)
    assert time.process_time() - started < 0.2
