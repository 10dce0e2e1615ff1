"""The words we avoid, and the better ones: a list that is data, found in running text. Pure.

The list (data/terms.csv) has the columns of the terminology facts: language, avoid, prefer, why, source. A term with a
condition in brackets, "word (when so and so)", is a matter of judgement: a person decides, so it only warns.

What counts as the term, for Dutch and English:
- capitals, accents, soft hyphens, zero-width characters and typographic hyphens make no difference;
- a hyphen, an underscore or a space may stand in a long word, and may be missing between two longer words;
- plural, genitive, diminutive, the person or the act of the same stem, verb forms, "sex" for "seks";
- compounds: a word that begins with the term, and, for terms of seven letters or more, any word that holds it.
  A short term inside a longer word is too often an accident.
What looks like a term and is not stands in data/innocent.csv. An ellipsis over a second word ("kinder- en ...") is not
seen, nor is a spelling that is meant to deceive: editors are not adversaries.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cms.checks.folding import Folded, fold

_DATA = Path(__file__).parent / "data"
COLUMNS = ["language", "avoid", "prefer", "why", "source"]

#: from this length on a term is looked for inside words too, and may be written with a hyphen or a space
LONG = 7
#: a word is not taken apart closer to its ends than this
_SHORTEST_PART = 4


class BrokenTerms(ValueError):
    """The list of terms cannot be read; the text names the line."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the list. condition: when it is wrong, "" when always. language: of the term, "nl" or "en"."""

    language: str
    avoid: str
    prefer: str
    why: str
    source: str
    condition: str = ""

    @property
    def needs_judgement(self) -> bool:
        """Say whether a person has to decide if the term is wrong here."""
        return bool(self.condition)


@dataclass(frozen=True, slots=True)
class Hit:
    """A term in a text: text[start:end] is `words`, the whole word that holds it."""

    term: Term
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Innocent:
    """A word that holds a term by accident. beginning: so does every word that begins like it. language: "*" is any."""

    language: str
    word: str
    beginning: bool

    def covers(self, word: str, language: str) -> bool:
        """Say whether this folded word, in a text of that language, is meant."""
        if self.language not in ("*", language):
            return False
        return word.startswith(self.word) if self.beginning else word == self.word


def read_terms(path: Path) -> tuple[Term, ...]:
    """Read a list of terms. Raises BrokenTerms."""
    terms: list[Term] = []
    for line, row in _rows(path, COLUMNS):
        words, _, condition = row["avoid"].partition(" (")
        if row["language"] not in ("nl", "en") or not words.strip() or not row["prefer"] or not row["why"]:
            raise BrokenTerms(f"{path.name}, line {line}: language, avoid, prefer and why are needed")
        if condition and not condition.endswith(")"):
            raise BrokenTerms(f"{path.name}, line {line}: the condition has no closing bracket")
        terms.append(
            Term(
                row["language"],
                words.strip(),
                row["prefer"],
                row["why"],
                row["source"],
                condition.removesuffix(")"),
            )
        )
    return tuple(terms)


def read_innocent(path: Path) -> tuple[Innocent, ...]:
    """Read the words that hold a term by accident. Raises BrokenTerms."""
    return tuple(
        Innocent(row["language"], fold(row["word"]).text.removesuffix("*"), row["word"].endswith("*"))
        for _, row in _rows(path, ["language", "word", "why"])
    )


def _rows(path: Path, columns: list[str]) -> Iterable[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != columns:
            raise BrokenTerms(f"{path.name}: the columns are not {', '.join(columns)}")
        for row in rows:
            if None in row or None in row.values():
                raise BrokenTerms(f"{path.name}, line {rows.line_num}: a column too many or too few")
            yield rows.line_num, {name: value.strip() for name, value in row.items()}


class Finder:
    """Finds the terms of a list in texts. Build it once: it compiles a pattern for each term."""

    def __init__(self, terms: Sequence[Term], innocent: Sequence[Innocent] = ()) -> None:
        self._innocent = tuple(innocent)
        self._patterns = [
            (term, *_pattern(term)) for term in sorted(terms, key=lambda term: -len(term.avoid))
        ]

    def find(self, text: str, language: str = "nl") -> list[Hit]:
        """The terms in a text, in its order, none over another: where two fit, the longer one.

        language: of the text. Terms of both languages are looked for in every text.
        """
        folded = fold(text)
        taken: list[tuple[int, int]] = []
        hits = []
        for term, beginning, pattern in self._patterns:
            if beginning not in folded.text:
                continue
            for match in pattern.finditer(folded.text):
                span = self._whole_word(folded.text, match.start(), match.end(), term)
                if span is None or any(span[0] < end and start < span[1] for start, end in taken):
                    continue
                if not self._is_innocent(folded.text[slice(*span)], language):
                    taken.append(span)
                    hits.append(_hit(term, folded, span))
        return sorted(hits, key=lambda hit: hit.start)

    def _whole_word(self, text: str, start: int, end: int, term: Term) -> tuple[int, int] | None:
        """The word around a match; None when the term may not stand in it."""
        first, last = start, end
        while first > 0 and text[first - 1].isalnum():
            first -= 1
        if first < start and (len(term.avoid) < LONG or " " in term.avoid):
            return None
        while last < len(text) and text[last].isalnum():
            last += 1
        if ending := _APOSTROPHE_ENDING.match(text, last):
            last = ending.end()
        return first, last

    def _is_innocent(self, word: str, language: str) -> bool:
        return any(innocent.covers(word, language) for innocent in self._innocent)


@cache
def shipped_terms() -> tuple[Term, ...]:
    """The terms of the house."""
    return read_terms(_DATA / "terms.csv")


@cache
def shipped_finder() -> Finder:
    """The finder of the house's terms."""
    return Finder(shipped_terms(), read_innocent(_DATA / "innocent.csv"))


def _hit(term: Term, folded: Folded, span: tuple[int, int]) -> Hit:
    start, end = folded.span(*span)
    return Hit(term, start, end, folded.original[start:end])


_APOSTROPHE_ENDING = re.compile(r"'(?:s|t?jes?)(?![^\W_])")
_BETWEEN_LONG_PARTS = r"(?:[-_]|\s?-\s|\s-|\s{1,2})?"
_BETWEEN_WORDS = r"(?:[-_]|\s{1,3})"
_DETERMINERS = {
    "een": r"(?:(?:een|'?n|het|de|dit|dat|deze|die|zo'n)\s{1,2})?(?:(?:jonge?|kleine?|minderjarige?)\s{1,2})?",
    "a": r"(?:(?:an?|the|this|that|any|some)\s{1,2})?(?:(?:young|small|little|minor|underage)\s{1,2})?",
}
#: the last word of a phrase may end so; a single word may go on as a compound
_PHRASE_ENDINGS = {"nl": r"(?:eren|en|s|'s|jes?|tjes?)?", "en": r"(?:ren|s|es|'s)?"}
#: stems that make other words for the same thing: the act and the person
_KIN = [
    (re.compile("isme$"), r"is(?:me|t)"),
    (re.compile("tutie$"), r"tu(?:tie|ee|eer)"),
    (re.compile("tourism$"), r"touris[mt]"),
    (re.compile("tute$"), r"tut(?:e|ion)"),
]


def _pattern(term: Term) -> tuple[str, re.Pattern[str]]:
    """What a folded text must hold for the term to be worth looking for, and the pattern of the term in it."""
    words = fold(term.avoid).text.split()
    parts = [_DETERMINERS.get(word) or _word(word, term.language) for word in words]
    source = parts[0]
    for before, word, part in zip(words, words[1:], parts[1:], strict=False):
        if before in _DETERMINERS:
            source += part
            continue
        may_join = min(len(before), len(word)) >= _SHORTEST_PART
        source += (_BETWEEN_LONG_PARTS if may_join else _BETWEEN_WORDS) + part
    if len(words) > 1:
        # "child porn" goes on in "child pornography", but "with a child" does not in "with a childless friend".
        source += "" if words[-1].startswith("porn") else _PHRASE_ENDINGS[term.language] + r"(?![^\W_])"
    return words[0][:_SHORTEST_PART].partition("ks")[0], re.compile(source)


def _word(word: str, language: str) -> str:
    """The pattern of one folded word in its forms."""
    source = _spaced(word)
    for ending, kin in _KIN:
        bare = ending.sub("", word)
        if bare != word:
            source = _spaced(bare) + kin
    if language == "nl" and word.endswith("en") and len(word) >= LONG:
        source = rf"(?:ge)?{re.escape(word[:-1])}(?:n|[td]en?|nde?|[td])"
    return source


def _spaced(word: str) -> str:
    """A long word, with room for a hyphen or a space wherever both sides stay long enough to be words."""
    pieces = []
    for letter in re.finditer("ks|.", word):
        is_inside = _SHORTEST_PART <= letter.start() <= len(word) - _SHORTEST_PART
        if is_inside and len(word) > LONG:
            pieces.append(_BETWEEN_LONG_PARTS)
        pieces.append("(?:ks|x)" if letter[0] == "ks" else re.escape(letter[0]))
    return "".join(pieces)
