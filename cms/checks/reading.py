"""How hard a text reads: a published formula for each language, the figures behind it, and the hardest sentences. Pure.

Dutch: Flesch-Douma, reading ease = 206.8 - 0.77 WL - 0.93 ZL, where WL is syllables in 100 words and ZL is words in a
sentence (W. H. Douma, De leesbaarheid van landbouwbladen, Wageningen 1960; his names for the bands of ten or fifteen
points are in BANDS). Beside it Brouwer's leesindex A = 195 - 2/3 WL - 2 ZL (R. H. M. Brouwer, 1963), which weighs long
sentences more than twice as heavily. English: Flesch reading ease = 206.835 - 84.6 syllables in a word - 1.015 words in
a sentence (R. Flesch, 1948), and beside it the Flesch-Kincaid grade = 0.39 words in a sentence + 11.8 syllables in a
word - 15.59 (J. P. Kincaid and others, 1975). In all but the grade more is easier.

**No formula measures B1.** B1 is a level of readers (Common European Framework), not of texts, and these formulas see
the length of words and sentences only: not whether a word is known, what refers to what, whether the order helps, or
whether it is true. Three tools that do claim to tell the level of a Dutch text differed considerably from each other
(Kraf, Lentz and Pander Maat 2011), and correlated with what readers understood not very highly or not at all; the mean
lengths of words and sentences explained most of that by themselves, which is why they are what we show (C. Jansen and
N. Boersma, Meten is weten?, Tijdschrift voor Taalbeheersing 35, 2013). A better formula, tested on readers, exists:
LiNT (H. Pander Maat and others, Tijdschrift voor Taalbeheersing 45, 2023). Why it is not used here:
docs/decisions/0058-content-checks.md.

So `Level` is an estimate of this house: from 70 points up, where Douma and Flesch begin to speak of easy, a text is as
short of word and sentence as texts that were written for B1 usually are. It says where to look again. Whether a page is
understood, a reader has to show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from cms.checks.sentences import Sentence, sentences

LANGUAGES = ("nl", "en")

#: below this many words a score says nothing; the formulas were made with samples of 100
FEWEST_WORDS = 100
#: more letters than this make a long word (C. H. Björnsson, Läsbarhet, 1968)
LONG_WORD = 6
#: more words than this are too many for one sentence of a page at B1
LONG_SENTENCE = 20
#: a sentence of at least this many words with at least this many syllables a word is heavy although it is not long
DENSE_WORDS, DENSE_SYLLABLES = 8, 2.3


class Level(StrEnum):
    """What the score makes likely, no more: see the module's text. Named after the readers a text would suit."""

    UP_TO_B1 = "B1"
    B2 = "B2"
    C1 = "C1"


#: the score that a page should have at least
AIM = 70
#: the least score of each level
_LEVELS = ((AIM, Level.UP_TO_B1), (45, Level.B2))

#: the least score of each band, with the author's name for it: Douma's for Dutch, Flesch's for English
BANDS = {
    "nl": (
        (90, "zeer gemakkelijk"), (80, "gemakkelijk"), (70, "tamelijk gemakkelijk"), (60, "normaal"),
        (45, "tamelijk moeilijk"), (30, "moeilijk"),
    ),
    "en": (
        (90, "very easy"), (80, "easy"), (70, "fairly easy"), (60, "standard"), (50, "fairly difficult"),
        (30, "difficult"),
    ),
}  # fmt: skip
_HARDEST_BAND = {"nl": "zeer moeilijk", "en": "very difficult"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in figures. Counts are of running text and list items; headings and labels are left out.

    language: "nl" or "en".
    """

    language: str
    sentence_count: int
    word_count: int
    syllable_count: int
    long_word_count: int

    @property
    def words_per_sentence(self) -> float:
        """The mean length of a sentence, in words."""
        return self.word_count / self.sentence_count

    @property
    def syllables_per_word(self) -> float:
        """The mean length of a word, in syllables."""
        return self.syllable_count / self.word_count

    @property
    def long_word_share(self) -> float:
        """The part of the words, from 0 to 1, that has more than six letters."""
        return self.long_word_count / self.word_count

    @property
    def formula(self) -> str:
        """The name of the formula behind `score`."""
        return "Flesch-Douma" if self.language == "nl" else "Flesch reading ease"

    @property
    def score(self) -> float:
        """Reading ease: mostly between 0 and 100, more is easier; very short words and sentences pass 100."""
        if self.language == "nl":
            return 206.8 - 77 * self.syllables_per_word - 0.93 * self.words_per_sentence
        return 206.835 - 84.6 * self.syllables_per_word - 1.015 * self.words_per_sentence

    @property
    def second_formula(self) -> str:
        """The name of the formula behind `second_score`."""
        return "leesindex A" if self.language == "nl" else "Flesch-Kincaid grade"

    @property
    def second_score(self) -> float:
        """Dutch: Brouwer's index, more is easier. English: the grade of a United States school, more is harder."""
        if self.language == "nl":
            return 195 - 200 / 3 * self.syllables_per_word - 2 * self.words_per_sentence
        return 0.39 * self.words_per_sentence + 11.8 * self.syllables_per_word - 15.59

    @property
    def band(self) -> str:
        """What the formula's author calls such a text, in the text's own language."""
        return next(
            (name for least, name in BANDS[self.language] if self.score >= least),
            _HARDEST_BAND[self.language],
        )

    @property
    def level(self) -> Level:
        """The house's estimate of the level."""
        return next((level for least, level in _LEVELS if self.score >= least), Level.C1)

    @property
    def is_long_enough(self) -> bool:
        """Say whether there are words enough for the score to mean anything."""
        return self.word_count >= FEWEST_WORDS


class Difficulty(StrEnum):
    """Why a sentence is hard: it is long, or its words are."""

    LONG = "long"
    DENSE = "dense"


def measure(texts: Iterable[str], language: str) -> Reading | None:
    """Measure running text, given in pieces (paragraphs, list items).

    None when there is no sentence in it, or when no formula is known for the language.
    """
    if language not in LANGUAGES:
        return None
    return of_sentences(chain.from_iterable(sentences(text, language) for text in texts), language)


def of_sentences(found: Iterable[Sentence], language: str) -> Reading | None:
    """Measure sentences that were taken apart before; labels among them do not count. None when none is left."""
    proper = [sentence for sentence in found if not sentence.is_label]
    words = [word for sentence in proper for word in sentence.words]
    if not words:
        return None
    return Reading(
        language,
        sentence_count=len(proper),
        word_count=len(words),
        syllable_count=sum(word.syllables for word in words),
        long_word_count=sum(word.letters > LONG_WORD for word in words),
    )


def difficulty(sentence: Sentence) -> Difficulty | None:
    """Say why this sentence is hard; None when it is not."""
    count = len(sentence.words)
    if count > LONG_SENTENCE:
        return Difficulty.LONG
    if count >= DENSE_WORDS and sentence.syllables / count >= DENSE_SYLLABLES:
        return Difficulty.DENSE
    return None


def hardness(sentence: Sentence, language: str) -> float:
    """A number to order hard sentences by, the hardest the highest: the formula's score of it alone, turned round."""
    reading = of_sentences([sentence], language)
    return -reading.score if reading else float("-inf")


def hardest(found: Sequence[Sentence], language: str, most: int) -> list[Sentence]:
    """The hard ones among sentences, at most `most`, the hardest first."""
    hard = [sentence for sentence in found if difficulty(sentence)]
    return sorted(hard, key=lambda sentence: -hardness(sentence, language))[:most]
