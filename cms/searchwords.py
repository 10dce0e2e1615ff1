"""What people say and what our pages say instead: the list of each language, and what the house knows besides.

The lists (search_words/) are data, reviewed like text. Besides them a search understands the words that we avoid
(cms.checks) and those that an editor's glossary prefers another over; so an editor can add a word without us.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from cms.checks.terms import shipped_terms
from cms.wordlike import words_of
from helpline.directory import queries as directory

FOLDER = Path(__file__).parent / "search_words"


@dataclass(frozen=True, slots=True)
class Group:
    """Whoever types all words of one of `said` means the words of `means`."""

    said: tuple[tuple[str, ...], ...]
    means: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchWords:
    """The list of one language. silent: words that say nothing; danger: who types one may be in danger."""

    silent: frozenset[str]
    danger: tuple[tuple[str, ...], ...]
    groups: tuple[Group, ...]


@cache
def shipped(language: str) -> SearchWords:
    """The list of a language, with the words we avoid; an empty one where none is written."""
    path = FOLDER / f"{language}.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    silent = frozenset(word for each in found.get("silent", []) for word in words_of(each))
    groups = [
        _group([*each.get("said", []), *_together(each)], each["means"], frozenset())
        for each in found.get("groups", [])
    ]
    terms = [term for term in shipped_terms() if term.language == language]
    avoided = [
        # who types the short word may mean what a longer one of the list means
        _group([term.avoid], [each.prefer for each in terms if each.avoid.startswith(term.avoid)], silent)
        for term in terms
    ]
    return SearchWords(silent, _phrases(found.get("danger", [])), (*groups, *avoided))


def of_glossary(language: str) -> list[Group]:
    """What editors added: a term of the glossary is meant by the words it is preferred over."""
    silent = shipped(language).silent
    return [
        _group(avoided, [str(term.term(language))], silent)
        for term in directory.terms()
        if (avoided := term.avoided(language))
    ]


def _together(group: Mapping[str, Any]) -> Iterator[str]:
    """Phrases of two words: one of the first line of `together` with one of the second."""
    first, second = group.get("together", ((), ()))
    return (f"{one} {other}" for one, other in product(first, second))


def _group(said: Iterable[str], means: Sequence[str], silent: frozenset[str]) -> Group:
    meant = [word for each in means for word in words_of(each) if word not in silent]
    return Group(_phrases(said), tuple(dict.fromkeys(meant)))


def _phrases(said: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(tuple(words_of(each)) for each in said if words_of(each)))
