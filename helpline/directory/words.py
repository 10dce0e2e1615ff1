"""A text for a reader, which knows in which language it really is."""

from typing import Self

from django.utils import translation

from helpline.programmes.models import in_language


class Words(str):
    """A text in the language that was asked for, or, when it does not exist there, honestly in the other one.

    language: the language the text is in, "nl" or "en"; a page gives it as `lang` when it is not the page's own.
    fell_back: whether the reader gets another language than was asked for.
    """

    language: str
    fell_back: bool

    def __new__(cls, text: str, *, language: str, fell_back: bool = False) -> Self:
        words = super().__new__(cls, text)
        words.language = language
        words.fell_back = fell_back
        return words


def say(dutch: str, english: str, language: str | None = None) -> Words:
    """Choose between a Dutch and an English text; None means the active language. An empty text gives the other."""
    wanted = (language or translation.get_language() or "nl").split("-")[0]
    wanted, other = ("en", "nl") if wanted == "en" else ("nl", "en")
    own, others = (english, dutch) if wanted == "en" else (dutch, english)
    fell_back = bool(others) and not own
    text = in_language(dutch, english, wanted)
    return Words(text, language=other if fell_back else wanted, fell_back=fell_back)
