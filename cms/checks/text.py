"""A page as the checks see it: plain text in blocks, pictures, links, dates. And how HTML becomes plain text. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Literal

BlockKind = Literal["heading", "text", "list"]
LinkKind = Literal["internal", "external", "phone", "mail"]

TITLE = "title"
SUMMARY = "summary"
REVIEW_BY = "review_by"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or one item of a list.

    where: the path of the place that an editor can find it by; several blocks may share one (a rich text does).
    part: which of the blocks of that place, from 0. level: of a heading, 1 to 6; else 0.
    """

    where: str
    kind: BlockKind
    text: str
    level: int = 0
    part: int = 0

    def __post_init__(self) -> None:
        """Raises ValueError for a heading without a level, or a level without a heading."""
        if (self.kind == "heading") != (1 <= self.level <= 6):
            raise ValueError(f"{self.kind} with level {self.level} at {self.where!r}")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture. is_decorative: the editor said that it tells nothing, so no alternative text is wanted."""

    where: str
    alt: str
    is_decorative: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link or button.

    target: the address as the page will show it, or what is known of it when it is dead. words: what is read aloud.
    is_alive: for an internal link, whether there is a published page or file behind it. Others are not looked up.
    """

    where: str
    kind: LinkKind
    target: str
    words: str
    is_alive: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """All that is checked of a page.

    language: "nl" or "en"; in another language the text's difficulty is not measured.
    review_by: the last day for somebody to look whether all of this is still right; None when none was set.
    places: every `where` in the order of the page. A place that is not named here comes after those that are.
    original_texts: the blocks of the page that this one translates; what is the same here was not translated.
    """

    language: str
    title: str
    summary: str = ""
    blocks: Sequence[Block] = ()
    images: Sequence[Image] = ()
    links: Sequence[Link] = ()
    review_by: date | None = None
    places: Sequence[str] = ()
    original_texts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Anchor:
    """An <a> as written: its attributes, and the words in it with the alternative texts of its pictures."""

    attributes: dict[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What a piece of HTML holds. images, embeds: the attributes of each <img> and <embed>."""

    blocks: list[Block] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    embeds: list[dict[str, str]] = field(default_factory=list)


def parts_of_html(html: str, where: str = "") -> Parts:
    """Take HTML apart: a block for each heading, paragraph and list item, with the white space a reader would see.

    Words that only an inline tag divides stay one word; a <br> is a line's end. Never fails: what is badly nested is
    read as a browser would, roughly.
    """
    reader = _Reader(where)
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.parts


_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ITEMS = {"li", "dt", "dd"}
_APART = {
    *_HEADINGS, *_ITEMS,
    "address", "article", "aside", "blockquote", "body", "caption", "details", "div", "dl", "embed", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "main", "nav", "ol", "option", "p",
    "pre", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SILENT = {"script", "style", "template"}


class _Reader(HTMLParser):
    """Collects the parts while the parser walks."""

    def __init__(self, where: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts = Parts()
        self._where = where
        self._open: list[str] = []
        self._words: list[str] = []
        self._anchor: tuple[dict[str, str], list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _APART:
            self.flush()
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "a":
            self._end_anchor()
            self._anchor = (attributes, [])
        elif tag == "br":
            self._say("\n")
        elif tag == "img":
            self.parts.images.append(attributes)
            if self._anchor is not None:
                self._anchor[1].append(f" {attributes.get('alt', '')} ")
        elif tag == "embed":
            self.parts.embeds.append(attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # `<p/>` is `<p>` to a browser: the stroke means nothing in HTML.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _APART:
            self.flush()
        if tag == "a":
            self._end_anchor()
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not _SILENT.intersection(self._open):
            # Only these are white space in HTML: a no-break space is meant, and stays.
            self._say("".join(" " if character in " \t\n\r\f" else character for character in data))

    def close(self) -> None:
        super().close()
        self._end_anchor()

    def flush(self) -> None:
        """End the block that is being read."""
        text = _squeezed("".join(self._words))
        self._words.clear()
        if not text:
            return
        level = next((_HEADINGS[tag] for tag in reversed(self._open) if tag in _HEADINGS), 0)
        kind: BlockKind = "heading" if level else "list" if _ITEMS.intersection(self._open) else "text"
        self.parts.blocks.append(Block(self._where, kind, text, level, part=len(self.parts.blocks)))

    def _say(self, text: str) -> None:
        self._words.append(text)
        if self._anchor is not None:
            self._anchor[1].append(text)

    def _end_anchor(self) -> None:
        if self._anchor is not None:
            attributes, words = self._anchor
            self.parts.anchors.append(Anchor(attributes, _squeezed("".join(words)).replace("\n", " ")))
            self._anchor = None


def _squeezed(text: str) -> str:
    """The text with runs of blanks as one, and none at the ends of its lines; empty lines are left out."""
    lines = (" ".join(word for word in line.split(" ") if word) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
