"""How a guide is written down, and read. A pure core: text in, parts out.

A guide is a text file, one for each language:

    # Title                         once, on the first line; the paragraphs below it open the guide
    ## Name of a part               a part holds sections
    ### key: Title of a section     the key is the section's address, the same in every language
    1. A step.                      steps, points, and
    - A point.
    > Something to know.            a remark
    ! Something to beware of.       a warning
        manage.py seed              indented by four: to be typed into a terminal

and within a line:

    [[Take next]]                   a word of the screen, as the code has it; shown in the reader's language
    [[context::Take next]]          the same where the word has a context
    <Alt+n>                         a key
    `manage.py seed`                something to be typed, or a name
    [words](counsellor#danger)      a section of a guide
    [words](@accounts:people)       a page of the house, by its name

Nothing else is understood: a guide that cannot be read raises BrokenGuide with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

SpanKind = Literal["text", "word", "key", "typed", "section", "page"]
BlockKind = Literal["paragraph", "steps", "points", "remark", "warning", "terminal"]

_SPAN = re.compile(
    r"\[\[(?P<word>[^\]]+)\]\]|<(?P<key>[^<> ]+)>|`(?P<typed>[^`]+)`|\[(?P<text>[^\]]+)\]\((?P<target>[^)]+)\)"
)
_SECTION = re.compile(r"### (?P<key>[a-z0-9]+(?:-[a-z0-9]+)*): (?P<title>\S.*)")
_STEP = re.compile(r"(?P<number>\d+)\. (?P<text>.+)")
_MARKS: dict[str, BlockKind] = {"- ": "points", "> ": "remark", "! ": "warning", "    ": "terminal"}


class BrokenGuide(ValueError):
    """A guide that cannot be read; the text names guide and line."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line. target: of a word its context (or ""), of a section or page where it leads."""

    kind: SpanKind
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list or a remark. lines: its items, each as its spans."""

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]


@dataclass(slots=True)
class Section:
    key: str
    title: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    title: str
    sections: list[Section] = field(default_factory=list)


@dataclass(slots=True)
class Guide:
    """The guide of one job in one language."""

    key: str
    title: str
    opening: list[Block] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def sections(self) -> Iterator[Section]:
        """All sections, in their order."""
        for part in self.parts:
            yield from part.sections

    def blocks(self) -> Iterator[Block]:
        """All blocks, those of the opening first."""
        yield from self.opening
        for section in self.sections():
            yield from section.blocks

    def spans(self) -> Iterator[Span]:
        """All spans of all lines."""
        for block in self.blocks():
            for line in block.lines:
                yield from line


def read(text: str, key: str) -> Guide:
    """The guide of a text. Raises BrokenGuide."""
    lines = text.split("\n")
    if not lines[0].startswith("# "):
        raise BrokenGuide(f"{key}, line 1: a guide begins with its title")
    guide = Guide(key, lines[0][2:].strip())
    into = guide.opening
    last: tuple[BlockKind, list[tuple[Span, ...]]] | None = None

    def close() -> None:
        nonlocal last
        if last is not None:
            into.append(Block(last[0], tuple(last[1])))
        last = None

    for number, line in enumerate(lines[1:], start=2):
        where = f"{key}, line {number}"
        if not line.strip():
            close()
        elif line.startswith("#"):
            close()
            into = _begin(guide, line, where)
        else:
            kind, words = _kind_of(line)
            if last is not None and last[0] != kind:
                close()
            if last is None:
                last = (kind, [])
            _check_next(kind, line, len(last[1]), where)
            last[1].append(_line(words, kind, where))
    close()
    _check(guide)
    return guide


def _begin(guide: Guide, line: str, where: str) -> list[Block]:
    """Begin a part or a section; return where its blocks go."""
    if line.startswith("## "):
        guide.parts.append(Part(line[3:].strip()))
        return []
    found = _SECTION.fullmatch(line.rstrip())
    if found is None:
        raise BrokenGuide(f"{where}: a section is “### key: Title”")
    if not guide.parts:
        raise BrokenGuide(f"{where}: a section stands in a part")
    section = Section(found["key"], found["title"])
    guide.parts[-1].sections.append(section)
    return section.blocks


def _kind_of(line: str) -> tuple[BlockKind, str]:
    if step := _STEP.fullmatch(line):
        return "steps", step["text"]
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return "paragraph", line


def _check_next(kind: BlockKind, line: str, before: int, where: str) -> None:
    """Whether a line may follow so many others of its block."""
    if kind == "steps" and not line.startswith(f"{before + 1}. "):
        raise BrokenGuide(f"{where}: the steps do not count 1, 2, 3")
    if kind == "paragraph" and before:
        raise BrokenGuide(f"{where}: a paragraph is one line; leave a line empty before the next")


def _line(words: str, kind: BlockKind, where: str) -> tuple[Span, ...]:
    if kind == "terminal":
        return (Span("typed", words.rstrip()),)
    return tuple(_spans(words.rstrip(), where))


def _spans(words: str, where: str) -> Iterator[Span]:
    at = 0
    for found in _SPAN.finditer(words):
        if found.start() > at:
            yield _plain(words[at : found.start()], where)
        at = found.end()
        if word := found["word"]:
            context, _, msgid = word.rpartition("::")
            yield Span("word", msgid, context)
        elif key := found["key"]:
            yield Span("key", key)
        elif typed := found["typed"]:
            yield Span("typed", typed)
        elif (target := found["target"]).startswith("@"):
            yield Span("page", found["text"], target[1:])
        else:
            yield Span("section", found["text"], target)
    if at < len(words):
        yield _plain(words[at:], where)


def _plain(words: str, where: str) -> Span:
    if left := re.search(r"\[\[|\]\]|`|\]\(|\*\*", words):
        raise BrokenGuide(f"{where}: “{left[0]}” is not closed, or not understood")
    return Span("text", words)


def _check(guide: Guide) -> None:
    keys = [section.key for section in guide.sections()]
    for key in keys:
        if keys.count(key) > 1:
            raise BrokenGuide(f"{guide.key}: two sections have the key “{key}”")
    for section in guide.sections():
        if not section.blocks:
            raise BrokenGuide(f"{guide.key}#{section.key}: nothing stands here")
