"""How many syllables a Dutch word has. Pure.

Counted are syllables as the spelling divides them (station is sta-ti-on), because that is what the readability
formulas were made with. A syllable is one vowel sound; Dutch writes most of those with fixed groups of letters, so a
word is read from left to right by the longest group that fits:

- three letters: aai, ooi, oei, eeu, eau, and ieu before w (nieuw is one, serieus is se-ri-eus);
- two letters: aa ee oo uu ie oe eu ui ou au ei ij ai oi, and a vowel with y at its end (essay);
- a trema begins a new syllable (ideeën, geïnteresseerd), and so does an accent after another vowel (carrière),
  but not where both letters carry one for stress (één, níét);
- the u of qu is no vowel, nor is a y before a vowel (yoga, royaal);
- vowels that form no group stand in syllables of their own (theater is the-a-ter, video vi-de-o).

English loan words are written as they sound first (_LOANS); that list is short and grows by need. Words without a
vowel are read letter by letter (tv, sms), and so are capitals that make no word (CSG, EHBO).
"""

import re
import unicodedata
from functools import lru_cache

_NUCLEUS = re.compile(
    r"ieu(?=w)|eeu|eau|aai|ooi|oei|aa|ee|oo|uu|ie|oe|eu|ui|ou|au|ei|ij|ai|oi|[aeou]y(?![aeiouy])|[aeiouy]"
)
_ACUTE, _TREMA = "\u0301", "\u0308"
_ACCENTS = {_ACUTE, _TREMA, "\u0300", "\u0302"}

#: written in capitals and yet said as a word, where the pattern for words does not say so
_SAID = {"AIDS", "APP", "GIF", "HAVO", "LAT", "MAVO", "NASA", "NAVO", "PIN", "SIM", "SOA"}
#: said letter by letter although they could be words
_SPELLED = {"AED", "AIVD", "AVG", "EHBO", "EOKM", "UWV"}

#: how a loan word sounds: a pattern, and its spelling in Dutch sounds. Applied in this order.
_LOANS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        # an e at the end, or at the seam of a compound, that is not said
        (r"\b(cak|dat|fac|fak|fam|gam|hat|hom|lik|liv|lov|mem|nud|pag|rac|saf|shar|sid|sit)e(?=s?\b)", r"\1"),
        (r"\b(on|off|hot|help|dead|tim|head)(e?)line", r"\1lain"),
        (r"\b(soft|hard|mal|spy|ransom)ware", r"\1wer"),
        (r"(deepfak|gam|interfac|phon|skyp|updat|voic|websit)e(?=s?\b|[bcdfghjklmpqtvwxz])", r"\1"),
        (r"facebook", "feesbook"),
        (r"homepage", "hoompeetsj"),
        (r"lifestyle", "laifstail"),
        (r"reggae", "reggee"),
        (r"youtube", "joutjoub"),
        (r"database(?=s?\b)", "databees"),
        (r"\bservice", "servis"),
        (r"revenge", "rivenzj"),
        (r"abuse\b", "ebjoes"),
        (r"queue", "kjoe"),
        # ea and oa as one sound
        (r"(t|str|dr|scr|st)eam|(b)eam(?=er)", r"\1\2iem"),
        (r"(?<!i)deal(?=s?\b|er|en|t)", "diel"),
        (r"\b(b|h|tr|s)eat(?=s?\b)", r"\1iet"),
        (r"cheat", "tsjiet"),
        (r"\bbreak", "breek"),
        (r"\bhead(?=set|er|hunt)", "hed"),
        (r"\b(l|r)eader", r"\1ieder"),
        (r"\bjeans", "djiens"),
        (r"release", "rielies"),
        (r"feature", "fietsjur"),
        (r"clean", "klien"),
        (r"coach", "kootsj"),
        (r"(?<=[lp])oad(?=s?\b|e[nrd]|t)", "ood"),
        (r"board(?=s?\b|e)", "bord"),
        (r"\b(t|r)oast", r"\1oost"),
        # vowels that meet without belonging together, and other sounds
        (r"(?<!\bsta)tion(?=s?\b)", "sjun"),
        (r"(mus|lyc|jubil|petrol|linol|mausol)eum", r"\1e|um"),
        (r"cacao", "kakau"),
        (r"\bminij", "mini|j"),
        (r"oeuvre", "uvre"),
        (r"business", "bisnis"),
    )
]
_ANY_LOAN = re.compile("|".join(pattern.pattern for pattern, _sound in _LOANS))


@lru_cache(maxsize=16384)
def count(word: str) -> int:
    """The syllables of one word, at least 1. Parts that a hyphen joins are added up; an 's at the end adds none."""
    total = 0
    for part in re.split(r"[-\u2010\u2011]", word):
        stem, _, ending = part.replace("\u2019", "'").partition("'")
        total += _of_part(stem) if stem else 0
        # sms'en has a vowel after the apostrophe, foto's has none
        total += _of_part(ending) if stem and re.search(r"[aeiouy]", ending.lower()) else 0
    return max(total, 1)


def _of_part(part: str) -> int:
    letters = "".join(character for character in part if character.isalpha())
    if _is_spelled(letters):
        return len(letters)
    sounds = _separated(letters)
    for pattern, sound in _LOANS if _ANY_LOAN.search(sounds) else ():
        sounds = pattern.sub(sound, sounds)
    sounds = re.sub(r"qu\|?(?=[aeiouy])", "kw", sounds)
    sounds = re.sub(r"(?<![bcdfghjklmnpqrstvwxz])y(?=[aeiou])", "j", sounds)
    # beijveren, geijkt, naijver: the e or a does not pair with the i of ij
    sounds = re.sub(r"\b(be|ge|na)ij(?=[bcdfghjklmnpqrstvwxz])", r"\1|ij", sounds)
    return len(_NUCLEUS.findall(sounds))


def _is_spelled(letters: str) -> bool:
    """Say whether the letters are said one by one: there is no vowel among them, or they are an abbreviation."""
    if not re.search(r"[aeiouy]", unicodedata.normalize("NFD", letters.lower())):
        return True
    if not letters.isupper() or len(letters) > 5 or letters in _SAID:
        return False
    could_be_word = re.fullmatch(r"[^AEIOUY]{0,2}[AEIOUY]{1,2}[^AEIOUY]{1,2}([AEIOUY][^AEIOUY]?)?", letters)
    return letters in _SPELLED or (len(letters) > 1 and (len(letters) < 4 or could_be_word is None))


def _separated(letters: str) -> str:
    """Lower case without accents, with "|" where an accent says that a new syllable begins."""
    pieces: list[str] = []
    before, before_accents = "", frozenset[str]()
    for cluster in _clusters(unicodedata.normalize("NFD", letters.lower())):
        letter, accents = cluster[0], frozenset(cluster[1:]) & _ACCENTS
        is_vowel, was_vowel = letter in "aeiouy", before in tuple("aeiouy")
        for_stress = _ACUTE in accents and _ACUTE in before_accents
        if accents and is_vowel and was_vowel and not for_stress:
            pieces.append("|")
        pieces.append(letter)
        before, before_accents = letter, accents
    return "".join(pieces)


def _clusters(decomposed: str) -> list[str]:
    """Letters with the marks that follow them."""
    return re.findall(r"[^\u0300-\u036f][\u0300-\u036f]*", decomposed)
