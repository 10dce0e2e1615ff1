"""What the checks say about a page's text: words to avoid, reading level, sentences."""

from collections.abc import Iterator
from math import floor
from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.checks import reading
from cms.checks.findings import Code, Finding, Severity
from cms.checks.sentences import Sentence, sentences
from cms.checks.terms import Finder, Hit
from cms.checks.text import SUMMARY, TITLE, Block, Content

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: no more hard sentences than this are named at a time: an editor takes the worst first
MOST_SENTENCES = 5
#: a text of at least this many words that two languages have in common was not translated
SAME_WORDS = 5
#: characters around a term in its excerpt
_AROUND = 40

CAVEAT = _("No formula measures B1: this one counts syllables and words only. Let a reader try the page.")


def measured(content: Content) -> reading.Reading | None:
    """The page's running text in figures; None when there is no sentence in it, or its language is not measured."""
    texts = [block.text for block in _blocks(content) if _is_running(block)]
    return reading.measure(texts, content.language)


def in_words(read: reading.Reading) -> "_StrPromise":
    """What the figures say, for the panel beside a page: the score, its limits, and never a level as a fact."""
    if not read.is_long_enough:
        return format_lazy(
            _("{count} words: too few to measure. A formula needs {least} at least."),
            count=read.word_count,
            least=reading.FEWEST_WORDS,
        )
    return format_lazy(
        "{score} {figures} {caveat}",
        score=format_lazy(
            _("{formula}: {score} points, “{band}”. Aim for {aim} or more."),
            formula=read.formula,
            score=floor(read.score),
            band=read.band,
            aim=reading.AIM,
        ),
        figures=_figures(read),
        caveat=CAVEAT,
    )


def terms(content: Content, finder: Finder) -> Iterator[Finding]:
    """Words to avoid, in the title, the summary, the text, alternative texts and the words of links."""
    read = set()
    for block in _blocks(content):
        for hit in finder.find(block.text, content.language):
            read.add((block.where, hit.words))
            yield _term_finding(hit, block.text, block.where, block.part)
    for image in content.images:
        for hit in finder.find(image.alt, content.language):
            yield _term_finding(hit, image.alt, image.where)
    for link in content.links:
        for hit in finder.find(link.words, content.language):
            # Links in running text were read with it; those of buttons were not.
            if (link.where, hit.words) not in read:
                yield _term_finding(hit, link.words, link.where)


def untranslated(content: Content) -> Iterator[Finding]:
    """Texts that still stand there in the language of the page that this one translates."""
    for block in _blocks(content):
        if block.text in content.original_texts and len(block.text.split()) >= SAME_WORDS:
            yield Finding(
                Severity.ERROR,
                Code.NOT_TRANSLATED,
                _("This still stands in the language of the original."),
                block.where,
                block.part,
                excerpt=_excerpt(block.text, 0, 0),
                suggestion=_("Translate it, or take it out."),
            )


def difficulty(content: Content) -> Iterator[Finding]:
    """How hard the text reads as a whole, and which sentences are the hardest."""
    if content.language not in reading.LANGUAGES:
        return
    found = [
        (block, sentence)
        for block in _blocks(content)
        if _is_running(block)
        for sentence in sentences(block.text, content.language)
    ]
    read = reading.of_sentences([sentence for _block, sentence in found], content.language)
    if read is not None and read.is_long_enough and read.level is not reading.Level.UP_TO_B1:
        yield Finding(
            Severity.ADVICE,
            Code.TEXT_TOO_HARD,
            format_lazy(
                _("Probably harder than B1: {score} points by {formula}, “{band}”. Aim for {aim} or more."),
                score=floor(read.score),
                formula=read.formula,
                band=read.band,
                aim=reading.AIM,
            ),
            "",
            suggestion=format_lazy("{figures} {caveat}", figures=_figures(read), caveat=CAVEAT),
        )
    hard = reading.hardest([sentence for _block, sentence in found], content.language, MOST_SENTENCES)
    for block, sentence in found:
        if any(sentence is one for one in hard):
            yield _sentence_finding(block, sentence)


def _blocks(content: Content) -> list[Block]:
    """The page's text from the title on, as blocks."""
    return [
        Block(TITLE, "heading", content.title, level=1),
        Block(SUMMARY, "text", content.summary),
        *content.blocks,
    ]


def _is_running(block: Block) -> bool:
    return block.kind != "heading"


def _figures(read: reading.Reading) -> "_StrPromise":
    return format_lazy(
        _("Words in a sentence: {length} on average. Words of more than six letters: {share}%."),
        length=round(read.words_per_sentence),
        share=round(100 * read.long_word_share),
    )


def _term_finding(hit: Hit, text: str, where: str, part: int = 0) -> Finding:
    term = hit.term
    weigh = term.needs_judgement
    message: str | _StrPromise
    if weigh:
        message = format_lazy(
            _("Look again at “{words}”. Do not write it in the sense of “{term} ({condition})”."),
            words=hit.words,
            term=term.avoid,
            condition=term.condition,
        )
    else:
        message = format_lazy(_("We do not write “{words}”."), words=hit.words)
    return Finding(
        Severity.WARNING if weigh else Severity.ERROR,
        Code.TERM_TO_WEIGH if weigh else Code.TERM_TO_AVOID,
        message,
        where,
        part,
        (hit.start, hit.end),
        _excerpt(text, hit.start, hit.end),
        format_lazy(_("Better: “{prefer}”. Why: {why}."), prefer=term.prefer, why=term.why),
    )


def _sentence_finding(block: Block, sentence: Sentence) -> Finding:
    if reading.difficulty(sentence) is reading.Difficulty.LONG:
        code, message, suggestion = (
            Code.SENTENCE_TOO_LONG,
            format_lazy(_("A sentence of {count} words."), count=len(sentence.words)),
            format_lazy(
                _("Make two sentences of it. {most} words is long already."), most=reading.LONG_SENTENCE
            ),
        )
    else:
        code, message, suggestion = (
            Code.SENTENCE_TOO_DENSE,
            _("A sentence with many long words."),
            _("Use shorter words, or say it with a verb."),
        )
    span = (sentence.start, sentence.end)
    return Finding(
        Severity.ADVICE, code, message, block.where, block.part, span, block.text[slice(*span)], suggestion
    )


def _excerpt(text: str, start: int, end: int) -> str:
    """The stretch with some words around it, on one line."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before, after = text[first:start], text[end:last]
    if first > 0:
        before = "…" + before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{text[start:end]}{after}".split())
