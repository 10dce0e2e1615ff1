"""Words that are meant, though written otherwise: spelling, sound, endings, typing errors. Pure; Dutch and English.

Nothing here knows a dictionary. A word is compared with the words that a site uses, so a guess always leads somewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from cms.checks.folding import fold

_WORD = re.compile(r"[a-z0-9]+")
#: letters that sound alike in Dutch or English, longest first; both languages are read by the same ear
_SOUNDS = (
    ("sch", "sg"), ("tie", "sie"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("ch", "g"), ("qu", "kw"), ("ij", "y"),
    ("ei", "y"), ("ou", "au"), ("x", "ks"), ("c", "k"), ("q", "k"), ("z", "s"), ("v", "f"),
)  # fmt: skip
_ENDINGS = (
    "ingen", "ende", "ing", "jes", "ers", "den", "ten", "en", "er", "ed", "es", "de", "te", "je", "s", "t", "d", "e",
)  # fmt: skip
_SHORTEST_STEM = 4
#: a typing error is forgiven from this length on: shorter words are too often another word
SHORTEST = 4
#: at most so many guesses for one word, all equally near
MOST_GUESSES = 3
_LONGEST = 40


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, no accents, "foto's" as one word."""
    return _WORD.findall(fold(text).text.replace("'", ""))


@lru_cache(maxsize=32_768)
def sound(word: str) -> str:
    """How a word sounds, roughly: sextortion and sekstorsion differ by one letter, doorgestuurt by none."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub(r"d?t$|d$", "t", word)


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """A word without its endings, and without the "ge-" of a Dutch participle, as it sounds."""
    if word.startswith("ge") and word[-1:] in "td" and len(word) >= _SHORTEST_STEM + 3:
        word = word[2:]
    while ending := next(
        (each for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= _SHORTEST_STEM), ""
    ):
        word = word[: -len(ending)]
    return sound(word)


def errors_forgiven(word: str) -> int:
    """How many typing errors a word of this length may hold."""
    if len(word) < SHORTEST:
        return 0
    return 1 if len(word) < 7 else 2


def distance(one: str, other: str, limit: int) -> int:
    """How many letters are wrong, missing, too many or swapped with their neighbour; limit + 1 when more than limit.

    The optimal string alignment distance (Damerau and Levenshtein, each stretch edited once).
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, facing in enumerate(other, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != facing))
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == facing
            line.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(line) > limit and min(above) > limit:  # a swap reaches back two rows
            return limit + 1
        before, above = above, line
    return min(above[-1], limit + 1)


def _trigrams(heard: str) -> set[str]:
    padded = f"  {heard} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


class Vocabulary:
    """The words that a site knows, to be found by what somebody typed instead."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = set(words)
        self._by_stem: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        self._by_trigram: dict[str, list[str]] = {}
        for word in sorted(self._words):
            self._by_stem.setdefault(stem(word), []).append(word)
            self._by_sound.setdefault(sound(word), []).append(word)
        for heard in self._by_sound:
            for trigram in _trigrams(heard):
                self._by_trigram.setdefault(trigram, []).append(heard)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def family(self, word: str) -> list[str]:
        """The known words with the same stem: plurals, verb forms. Not the word itself."""
        if len(word) < _SHORTEST_STEM:
            return []
        return [each for each in self._by_stem.get(stem(word), ()) if each != word]

    def near(self, word: str) -> list[str]:
        """The known words that were most likely meant by a word nobody knows; none when all are too far away.

        Words that share no three letters with it are not looked at, so one question costs about a millisecond.
        """
        word = word[:_LONGEST]
        forgiven = errors_forgiven(word)
        heard = sound(word)
        if len(word) >= SHORTEST and heard in self._by_sound:
            return self._by_sound[heard][:MOST_GUESSES]
        if not forgiven:
            return []
        shared = Counter(each for trigram in _trigrams(heard) for each in self._by_trigram.get(trigram, ()))
        best: list[str] = []
        for other, _count in shared.most_common(80):
            # in a short word the first letter is hardly ever the wrong one
            if min(len(other), len(heard)) < SHORTEST - 1 or (len(word) < 7 and other[0] != heard[0]):
                continue
            away = distance(heard, other, forgiven)
            if away > forgiven:
                continue
            if away < forgiven:
                best, forgiven = [], away
            best.append(other)
        return [word for heard in sorted(best) for word in self._by_sound[heard]][:MOST_GUESSES]

    def parts(self, word: str) -> list[str]:
        """The two known words that a Dutch compound is made of: chatgeschiedenis, naaktfotochantage."""
        for at in range(len(word) - 4, 3, -1):
            first, second = word[:at], word[at:]
            if second not in self._words:
                continue
            for each in (first, first.removesuffix("s")):
                if each in self._words:
                    return [each, second]
        return []
