"""Aliases: proposed from harmless words, and questioned when they look like somebody's name. Pure.

Nobody can tell for certain whether a word is a name; so what looks like one is asked about and not refused. Numbers,
addresses and links are refused.
"""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path

from helpline.cases.rules import ALIAS_LIMIT

#: how something looks, feels or sounds; none of them judges
QUALITIES = (
    "Blauwe", "Bonte", "Brede", "Bruine", "Donkere", "Fijne", "Frisse", "Gele", "Gladde", "Gouden", "Grijze", "Groene",
    "Grote", "Heldere", "Hoge", "Houten", "Kalme", "Klare", "Kleine", "Koele", "Koperen", "Kromme", "Lange", "Late",
    "Lichte", "Losse", "Milde", "Nieuwe", "Oranje", "Oude", "Paarse", "Rechte", "Rode", "Ronde", "Roze", "Ruige",
    "Ruime", "Scheve", "Smalle", "Snelle", "Stevige", "Stille", "Trage", "Verre", "Vlakke", "Vroege", "Warme", "Wilde",
    "Witte", "Zachte", "Zilveren", "Zoete", "Zonnige", "Zuivere", "Zwarte",
)  # fmt: skip
#: things; none is a plant or a bird (the desk names conversations after those), and none is a name
THINGS = (
    "Anker", "Appel", "Baken", "Balkon", "Bank", "Beker", "Berg", "Boei", "Boek", "Boot", "Brief", "Brug", "Bus",
    "Dak", "Deken", "Deur", "Dijk", "Draad", "Duin", "Emmer", "Fiets", "Fles", "Fluit", "Gang", "Gitaar", "Haven",
    "Heuvel", "Hoed", "Hoek", "Jas", "Kaart", "Kade", "Kamer", "Kan", "Kast", "Ketel", "Klok", "Knoop", "Koffer",
    "Kruik", "Kust", "Laan", "Lamp", "Lantaarn", "Lepel", "Lijn", "Lucht", "Mand", "Mast", "Meer", "Molen", "Mok",
    "Muur", "Noot", "Oever", "Pad", "Pan", "Plein", "Poort", "Raam", "Rivier", "Schaal", "Schelp", "Schip", "Schuur",
    "Sleutel", "Sloep", "Spiegel", "Steen", "Steiger", "Stoel", "Straat", "Tafel", "Tas", "Tent", "Toren", "Trap",
    "Tunnel", "Veer", "Veld", "Vijver", "Vlag", "Vloer", "Vuur", "Wagen", "Weg", "Wiel", "Wolk", "Zand", "Zee", "Zeil",
)  # fmt: skip
#: what stands between a given name and a surname
_BETWEEN = frozenset({"van", "der", "den", "ten", "ter", "vander", "vanden", "el", "al", "ben"})

_GIVEN_NAMES = Path(__file__).with_name("given_names.txt")
_HARMLESS = frozenset(word.casefold() for word in (*QUALITIES, *THINGS))
_WORDS = re.compile(r"[^\W\d_]+")
_ALLOWED = re.compile(r"[\w .,'&()-]+")
_MOST_DIGITS = 3


@cache
def given_names() -> frozenset[str]:
    """Given names that are common in the Netherlands, over generations and origins, as `fold` writes them."""
    return frozenset(_GIVEN_NAMES.read_text(encoding="ascii").split())


def propose(*, numbered: bool = False) -> str:
    """An alias such as "Stille Haven"; with a number behind it when the words alone are taken."""
    alias = f"{secrets.choice(QUALITIES)} {secrets.choice(THINGS)}"
    return f"{alias} {secrets.randbelow(990) + 10}" if numbered else alias


def tidy(alias: str) -> str:
    """The alias with single spaces."""
    return " ".join(alias.split())


def fold(text: str) -> str:
    """How aliases are compared and searched: small letters without accents, single spaces. The same on every engine."""
    plain = unicodedata.normalize("NFKD", tidy(text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))[:ALIAS_LIMIT]


def is_acceptable(alias: str) -> bool:
    """Whether it can be an alias at all: short, with a letter in it, and no long number, address, handle or link."""
    if not alias or len(alias) > ALIAS_LIMIT or not fold(alias):
        return False
    if not _ALLOWED.fullmatch(alias) or not _WORDS.search(alias):
        return False
    if sum(letter.isdigit() for letter in alias) > _MOST_DIGITS:
        return False
    return not re.search(r"\w\.\w", alias)


def looks_like_a_name(alias: str) -> tuple[str, ...]:
    """The words that make it look like somebody's name, in their order; none when nothing does.

    A common given name; or words around what stands between names ("van der"); or two words with capitals of which
    this room knows none.
    """
    words = _WORDS.findall(alias)
    plain = [fold(word) for word in words]
    given = [word for word, small in zip(words, plain, strict=True) if small in given_names()]
    if given:
        return tuple(given)
    strange = [word for word, small in zip(words, plain, strict=True) if small not in _HARMLESS]
    if len(words) > 1 and any(small in _BETWEEN for small in plain):
        return tuple(strange)
    capitals = [word for word in strange if word[0].isupper()]
    return tuple(capitals) if len(capitals) > 1 else ()
