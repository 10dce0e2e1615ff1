"""Searching within one site. What somebody looks for is kept nowhere.

A site is some dozens of pages, so each process keeps their words in memory, reads them anew when something was
published, and answers the same on every database. It understands what people say instead of what we write
(cms.searchwords) and forgives typing errors (cms.wordlike). See docs/decisions/0067-a-search-that-forgives.md.
"""

import math
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max
from django.utils import translation
from wagtail.models import Page

from cms.models import HomePage, SitePage
from cms.searchwords import Group, of_glossary, shipped
from cms.wordlike import Vocabulary, words_of

#: characters, words and pages at most
LONGEST, MOST_WORDS, MOST = 80, 10, 12
#: what a word counts by where it stands, and by how it was guessed
TITLE, SUMMARY, BODY = 6.0, 3.0, 1.0
EXACT, MEANT, FAMILY, GUESSED = 1.0, 0.9, 0.8, 0.6
#: what two words mean together counts for both of them
TOGETHER = 2.0
#: a page that fits so much worse than the best one is left out
WORTH_SHOWING = 0.25


@dataclass(frozen=True, slots=True)
class Found:
    """A page that fits."""

    title: str
    summary: str
    address: str


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked and what was found, best first.

    read_as: words that were looked for in place of others, when that is worth saying.
    in_danger: whether the words tell of danger, so that numbers to call come first.
    """

    words: str
    found: list[Found] = field(default_factory=list)
    read_as: list[str] = field(default_factory=list)
    in_danger: bool = False


@dataclass(frozen=True, slots=True)
class _Index:
    """The words of a site. postings: by word, how much it counts on which page. stamp: what it was made of."""

    stamp: object
    pages: Mapping[int, Found]
    postings: Mapping[str, Mapping[int, float]]
    vocabulary: Vocabulary
    groups: tuple[Group, ...]
    said: Mapping[str, list[int]]
    spoken: Vocabulary

    def knows(self, word: str) -> bool:
        return word in self.vocabulary or word in self.spoken


_lock = threading.Lock()
_kept: dict[int, _Index] = {}


def forget() -> None:
    """Read the words of every site anew."""
    with _lock:
        _kept.clear()


def search(home: HomePage, words: str) -> Search:
    """The published pages of a site that fit these words, however they are written."""
    words = " ".join(words.split())[:LONGEST]
    language = home.locale.language_code
    listed = shipped(language)
    if not words:
        return Search("")
    with translation.override(language):
        index = _index(home)
    typed = _joined(words_of(words), index)
    asked = [word for word in typed if word not in listed.silent][:MOST_WORDS]
    danger = Vocabulary(word for phrase in listed.danger if len(phrase) == 1 for word in phrase)
    alarming = {word for word in asked if word in danger or (not index.knows(word) and danger.near(word))}
    in_danger = bool(alarming) or any({*typed}.issuperset(phrase) for phrase in listed.danger)
    # what is said of danger is not taken for a misspelt word of something else
    reading = _Reading(index, [word for word in asked if index.knows(word) or word not in alarming])
    return Search(words, _best(index, reading.terms), reading.read_as, in_danger)


def _joined(words: list[str], index: "_Index") -> list[str]:
    """Put together what belongs together: "deep fake", where only "deepfake" is known."""
    joined: list[str] = []
    for word in words:
        if joined and not (index.knows(joined[-1]) and index.knows(word)) and index.knows(joined[-1] + word):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


class _Reading:
    """Reads what was typed: for each word the words of the site that it may stand for, and how surely."""

    def __init__(self, index: _Index, asked: list[str]) -> None:
        self._index = index
        self.terms: list[dict[str, float]] = []
        self.read_as: list[str] = []
        understood = [self._word(word) for word in asked]
        self._phrases({word for words in understood for word in words})
        self.read_as = list(dict.fromkeys(self.read_as))

    def _word(self, word: str) -> list[str]:
        """Take in one word. Returns what it was read as."""
        index = self._index
        if index.knows(word):
            self._take(word, EXACT)
            return [word]
        family = index.vocabulary.family(word) or index.spoken.family(word)
        if family:
            self._take(word, EXACT)
            return family
        guesses = index.vocabulary.near(word) + index.spoken.near(word)
        if guesses:
            nearest = list(dict.fromkeys(guesses))
            term: dict[str, float] = {}
            for guess in nearest:
                _stronger(term, self._meanings(guess, GUESSED))
            self.terms.append(term)
            self.read_as += nearest[:2]
            return nearest
        parts = index.vocabulary.parts(word) or index.spoken.parts(word)
        for part in parts:
            self._take(part, FAMILY)
        self.read_as += parts
        return parts

    def _take(self, word: str, surely: float) -> None:
        self.terms.append(self._meanings(word, surely))

    def _meanings(self, word: str, surely: float) -> dict[str, float]:
        """The words of the site that a known word stands for."""
        index = self._index
        term = {word: surely} if word in index.postings else {}
        _stronger(term, dict.fromkeys(index.vocabulary.family(word), surely * FAMILY))
        heads = [word, *(each for each in index.spoken.family(word) if each not in index.vocabulary)]
        for head in heads:
            for number in index.said.get(head, ()):
                _stronger(term, self._meant(index.groups[number], surely))
        return term

    def _phrases(self, words: set[str]) -> None:
        """Words that mean something only together."""
        for group in self._index.groups:
            if any(len(phrase) > 1 and words.issuperset(phrase) for phrase in group.said):
                self.terms.append(self._meant(group, TOGETHER))

    def _meant(self, group: Group, surely: float) -> dict[str, float]:
        return {word: surely * MEANT for word in group.means if word in self._index.postings}


def _stronger(term: dict[str, float], more: Mapping[str, float]) -> None:
    for word, weight in more.items():
        term[word] = max(weight, term.get(word, 0.0))


def _best(index: _Index, terms: Iterable[Mapping[str, float]]) -> list[Found]:
    scores: dict[int, float] = {}
    for term in terms:
        best: dict[int, float] = {}
        for word, surely in term.items():
            for page, weight in index.postings[word].items():
                best[page] = max(best.get(page, 0.0), surely * weight)
        # what fits on few pages tells more than what fits on all
        rarity = math.log(1 + len(index.pages) / len(best)) if best else 0.0
        for page, fits in best.items():
            scores[page] = scores.get(page, 0.0) + fits * rarity
    ranked = sorted(scores.items(), key=lambda each: (-each[1], each[0]))
    return [index.pages[page] for page, score in ranked[:MOST] if score >= ranked[0][1] * WORTH_SHOWING]


def _index(home: HomePage) -> _Index:
    below = Page.objects.live().descendant_of(home)
    stamp = tuple(below.aggregate(Count("pk"), Max("pk"), Max("last_published_at")).values())
    kept = _kept.get(home.pk)
    if kept is not None and kept.stamp == stamp:
        return kept
    with _lock:
        kept = _kept.get(home.pk)
        if kept is None or kept.stamp != stamp:
            kept = _kept[home.pk] = _read(home, stamp)
    return kept


def _read(home: HomePage, stamp: object) -> _Index:
    pages: dict[int, Found] = {}
    postings: dict[str, dict[int, float]] = {}
    for page in Page.objects.live().descendant_of(home).order_by("path").specific():
        if not isinstance(page, SitePage):
            continue
        pages[page.pk] = Found(page.title, page.summary, page.get_url() or "")
        for word, weight in _weights(page):
            on = postings.setdefault(word, {})
            on[page.pk] = on.get(page.pk, 0.0) + weight
    language = home.locale.language_code
    groups = (*shipped(language).groups, *of_glossary(language))
    said: dict[str, list[int]] = {}
    for number, group in enumerate(groups):
        for phrase in group.said:
            if len(phrase) == 1:
                said.setdefault(phrase[0], []).append(number)
    # words for what this site does not write about are no words here
    leading = [at for at, group in enumerate(groups) if postings.keys() & set(group.means)]
    leads = {
        word: found for word, numbers in said.items() if (found := [at for at in numbers if at in leading])
    }
    parts = {word for at in leading for phrase in groups[at].said if len(phrase) > 1 for word in phrase}
    spoken = Vocabulary(leads.keys() | parts)
    return _Index(stamp, pages, postings, Vocabulary(postings), groups, leads, spoken)


def _weights(page: SitePage) -> Iterator[tuple[str, float]]:
    """What each word of a page counts; a word that is said often counts somewhat more, not so many times more."""
    for word in set(words_of(page.title)):
        yield word, TITLE
    for word in set(words_of(f"{page.summary} {page.search_description}")):
        yield word, SUMMARY
    for word, times in Counter(words_of(" ".join(_texts(page)))).items():
        yield word, BODY * (1 + math.log(times))


def _texts(page: SitePage) -> Iterator[str]:
    for stream in (page.body, page.easy):
        yield from stream.stream_block.get_searchable_content(stream)
        for part in stream:
            if part.block_type in ("organisations", "removal", "tips"):
                yield from (_name(record) for record in part.value if record is not None)


def _name(record: Any) -> str:
    """How a record of the directory is called on the page."""
    return str(record.say(record.TITLE, None))
