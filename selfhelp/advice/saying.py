"""The words of a tree for a reader: in the language asked for, easy where that was asked for and is written. Pure."""

from collections.abc import Iterator

from helpline.directory.words import Words, say
from selfhelp.advice.tree import Node, Text


def words(text: Text, *, easy: bool = False, language: str | None = None) -> Words:
    """A text for a reader. language: "nl" or "en"; None means the active one."""
    ordinary = say(text.nl, text.en, language)
    if not easy:
        return ordinary
    simple = text.easy_en if ordinary.language == "en" else text.easy_nl
    return Words(simple, language=ordinary.language, fell_back=ordinary.fell_back) if simple else ordinary


def has_easy(node: Node, language: str) -> bool:
    """Whether any words of a node are written in easy language, in this language."""
    return any(text.easy_en if language == "en" else text.easy_nl for text in _texts(node))


def _texts(node: Node) -> Iterator[Text]:
    yield from (node.text, node.help, node.body, node.say)
    yield from (option.label for option in node.options)
    for step in node.steps:
        yield from (step.title, step.text)
