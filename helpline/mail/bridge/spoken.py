"""In which of the house's languages a mail was written: by the small words that every sentence needs. Pure.

A mail says nothing reliable about it: headers name the program's language, and are dropped anyway.
"""

import re

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
#: small words of the one language that the other does not have ("in", "is", "was", "of" and "had" say nothing)
_DUTCH = """
    aan als alles ben bent bij dat deze die dit doen een er ging gaan geen graag heb hebben heeft hem het hij hoe hulp
    iemand ik jaar je jij jullie kan kon kun maar meer mij mijn moet mag naar niet niets nog nu om ook op te toen uit
    van veel voor wat weet wie wil wilde worden wordt zijn zij zo zou
"""
_ENGLISH = """
    a about am and anyone are because been but by can could did do does don't for from has have he help her him his how
    i i'm if it it's just know my no not on or out she should so somebody someone something that the them there they
    this to want were what when who with would years you your
"""
SMALL_WORDS = {"nl": frozenset(_DUTCH.split()), "en": frozenset(_ENGLISH.split())}
#: how many small words more than the other language, before a mail counts as written in it
_CLEAR = 2


def language_of(text: str, usual: str = "nl") -> str:
    """Tell "nl" or "en". usual: for a text that is too short or too mixed to tell."""
    words = _WORD.findall(text.casefold().replace("\u2019", "'"))
    found = {language: sum(word in small for word in words) for language, small in SMALL_WORDS.items()}
    best = max(found, key=lambda language: found[language])
    rest = max(n for language, n in found.items() if language != best)
    return best if found[best] - rest >= _CLEAR else usual
