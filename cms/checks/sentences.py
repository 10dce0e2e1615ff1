"""Running text taken apart into sentences and words, for Dutch and English. Pure.

A sentence ends at . ! ? or an ellipsis before white space, and at the end of a line. Not at the full stop of an
abbreviation or an initial, nor within a time (9.30), an amount, a telephone number or an address, nor where what
follows begins with a small letter. Numbers and addresses are no words: they have no length that a formula knows.
Abbreviations are taken as they are read aloud, d.w.z. as three words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cms.checks import syllables_en, syllables_nl

_COUNT = {"nl": syllables_nl.count, "en": syllables_en.count}

#: as written, in small letters, and as read aloud
ABBREVIATIONS = {
    "nl": {
        "a.s.": "aanstaande", "a.u.b.": "alstublieft", "art.": "artikel", "b.v.": "bijvoorbeeld",
        "bijv.": "bijvoorbeeld", "blz.": "bladzijde", "bv.": "bijvoorbeeld", "ca.": "circa",
        "d.m.v.": "door middel van", "d.w.z.": "dat wil zeggen", "dhr.": "de heer", "dr.": "dokter",
        "drs.": "doctorandus", "e.a.": "en andere", "e.d.": "en dergelijke", "enz.": "enzovoort",
        "etc.": "et cetera", "evt.": "eventueel", "excl.": "exclusief", "i.c.m.": "in combinatie met",
        "i.o.": "in overleg", "i.p.v.": "in plaats van", "i.v.m.": "in verband met", "incl.": "inclusief",
        "ing.": "ingenieur", "ir.": "ingenieur", "jl.": "jongstleden", "m.a.w.": "met andere woorden",
        "m.b.t.": "met betrekking tot", "m.b.v.": "met behulp van", "m.i.v.": "met ingang van",
        "m.n.": "met name", "max.": "maximaal", "mevr.": "mevrouw", "min.": "minuten", "mln.": "miljoen",
        "mr.": "meester", "mw.": "mevrouw", "n.a.v.": "naar aanleiding van",
        "n.v.t.": "niet van toepassing", "nl.": "namelijk", "nr.": "nummer", "o.a.": "onder andere",
        "o.b.v.": "op basis van", "o.i.d.": "of iets dergelijks", "o.l.v.": "onder leiding van",
        "o.m.": "onder meer", "ong.": "ongeveer", "p.p.": "per persoon", "prof.": "professor",
        "resp.": "respectievelijk", "s.v.p.": "alstublieft", "t.a.v.": "ten aanzien van",
        "t.b.v.": "ten behoeve van", "t.o.v.": "ten opzichte van", "t/m": "tot en met", "tel.": "telefoon",
        "v.a.": "vanaf", "vgl.": "vergelijk", "z.s.m.": "zo snel mogelijk", "zgn.": "zogenaamde",
    },
    "en": {
        "a.m.": "a m", "approx.": "approximately", "dr.": "doctor", "e.g.": "for example",
        "etc.": "et cetera", "i.e.": "that is", "incl.": "including", "mr.": "mister", "mrs.": "misses",
        "ms.": "miss", "p.m.": "p m", "prof.": "professor", "st.": "saint", "tel.": "telephone",
        "u.k.": "u k", "u.s.": "u s", "vs.": "versus",
    },
}  # fmt: skip
#: those after which a sentence may end
_MAY_END = {
    "a.u.b.", "e.a.", "e.d.", "enz.", "etc.", "jl.", "max.", "min.", "n.v.t.", "o.i.d.", "p.p.", "s.v.p.", "z.s.m.",
    "a.m.", "p.m.", "u.k.", "u.s.",
}  # fmt: skip

#: characters; no abbreviation or row of initials is longer
_LONGEST_SHORT = 20

#: fewer words than this without a full stop are a label, not a sentence
LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read aloud. letters: how long it is written. syllables: how many it has."""

    text: str
    syllables: int

    @property
    def letters(self) -> int:
        """How many letters it is written with."""
        return sum(character.isalpha() for character in self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end] of what was taken apart. is_label: short, and without a full stop: not really a sentence."""

    start: int
    end: int
    words: tuple[Word, ...]
    is_label: bool

    @property
    def syllables(self) -> int:
        """The syllables of all its words."""
        return sum(word.syllables for word in self.words)


_ENDS = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019\u00bb)\]]*(?=\s|$)|\n+")
_BULLET = re.compile(r"\s*(?:(?:[-\u2013\u2022*\u00b7]|\d{1,2}[.)]|[a-zA-Z]\))\s+)?")
_OPENING = "\"'\u201c\u201e\u2018\u00ab(["
_CLOSING = "\"'\u201d\u2019\u00bb)]"
#: 's Avonds and 't Is begin with a small letter, and a sentence
_APOSTROPHE_START = re.compile(r"['\u2019\u2018][a-z]\s+[A-Z]")
_INITIALS = re.compile(r"(?:[A-Z]\.)+")


def sentences(text: str, language: str) -> list[Sentence]:
    """The sentences of a text in "nl" or "en", in its order; those without a word are left out."""
    return [
        sentence
        for start, end in _spans(text, language)
        if (sentence := _sentence(text, start, end, language)).words
    ]


def words(text: str, language: str) -> Iterator[Word]:
    """The words of a text, abbreviations as read aloud, without numbers and addresses."""
    count = _COUNT[language]
    for token in _tokens(language).finditer(text):
        if token.lastgroup == "short":
            for spoken in ABBREVIATIONS[language][token[0].lower()].split():
                yield Word(spoken, count(spoken))
        elif token.lastgroup == "word":
            bare = _INVISIBLE.sub("", token[0])
            if any(character.isalpha() for character in bare):
                yield Word(bare, count(bare))


_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")


@cache
def _tokens(language: str) -> re.Pattern[str]:
    """What a text is read as: addresses (left out), abbreviations, words."""
    shorts = "|".join(re.escape(short) for short in sorted(ABBREVIATIONS[language], key=len, reverse=True))
    return re.compile(
        # Each part has a limit, so that no text, however odd, takes long: 63 and 64 are those of names and mailboxes.
        r"(?P<address>(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
        r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:nl|com|org|net|eu|be)\b(?:/\S*)?)"
        rf"|(?<![\w.])(?P<short>{shorts})(?!\w)"
        "|(?P<word>[^\\W_](?:[^\\W_]|[\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f]|['\u2019\u2010\u2011-](?=[^\\W_]))*)",
        re.IGNORECASE,
    )


def _spans(text: str, language: str) -> Iterator[tuple[int, int]]:
    """From the first to the last character of each sentence, bullets and numbers of a list left out."""
    start = 0
    for mark in _ENDS.finditer(text):
        if text[mark.start()] != "\n" and not _is_end(text, start, mark, language):
            continue
        yield from _trimmed(text, start, mark.end())
        start = mark.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    bullet = _BULLET.match(text, start, end)
    first = bullet.end() if bullet else start
    last = first + len(text[first:end].rstrip())
    if first < last:
        yield first, last


def _is_end(text: str, start: int, mark: re.Match[str], language: str) -> bool:
    """Say whether this full stop (or ! or ?) ends the sentence that began at `start`."""
    rest = text[mark.end() :].lstrip(" \t\u00a0")
    begins = rest.lstrip(_OPENING)[:1]
    if not begins or rest.startswith("\n"):
        return True
    if begins.islower() and not _APOSTROPHE_START.match(rest):
        return False
    if not mark[0].startswith("."):
        return True
    before = text[max(start, mark.start() - _LONGEST_SHORT) : mark.start() + 1].split()[-1].lstrip(_OPENING)
    if before.lower() in ABBREVIATIONS[language]:
        return before.lower() in _MAY_END and begins.isupper()
    is_list_number = re.fullmatch(r"\s*\d{1,2}", text[start : mark.start()]) is not None
    return not (_INITIALS.fullmatch(before) or is_list_number)


def _sentence(text: str, start: int, end: int, language: str) -> Sentence:
    found = tuple(words(text[start:end], language))
    is_closed = text[start:end].rstrip(_CLOSING)[-1:] in tuple(".!?\u2026")
    return Sentence(start, end, found, is_label=len(found) < LEAST_WORDS and not is_closed)
