"""Text made alike for comparing, with the way back to the characters it came from. Pure."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_HYPHENS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_APOSTROPHES = "\u2019\u2018\u02bc\u00b4"
#: marks that stand on another character, and characters that are not seen
_UNSEEN = {"Mn", "Me", "Cf"}


@dataclass(frozen=True, slots=True)
class Folded:
    """text: lower case, without accents and invisible characters, hyphens and apostrophes in their plain form.

    places: for each of its characters the place in the original that it came from; None when nothing moved.
    original: what was folded.
    """

    text: str
    places: list[int] | None
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that text[start:end] came from, with the accents that follow its last letter."""
        if self.places is None:
            return start, end
        last = self.places[end - 1] + 1
        while last < len(self.original) and unicodedata.category(self.original[last]) in ("Mn", "Me"):
            last += 1
        return self.places[start], last


def fold(text: str) -> Folded:
    """Fold a text, keeping the way back."""
    if text.isascii():
        return Folded(text.lower(), None, text)
    pieces: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        folded = character.lower() if character.isascii() else _folded(character)
        pieces.append(folded)
        places.extend([place] * len(folded))
    return Folded("".join(pieces), places, text)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """One character, folded: "" for an accent that stands by itself, a soft hyphen or a zero-width character."""
    if character in _HYPHENS:
        return "-"
    if character in _APOSTROPHES:
        return "'"
    if character.isspace():
        return "\n" if character in "\u2028\u2029\x85" else " "
    # Case is folded again after taking apart: some capitals come out of their compatibility form only then.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(part for part in apart if unicodedata.category(part) not in _UNSEEN)
