"""What is read of a page or record, in the order of reading, with the place of each in the editor's form."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from cms.checks.text import Anchor, Block, BlockKind, Image, Link, LinkKind, parts_of_html

_KINDS: dict[str, LinkKind] = {"tel:": "phone", "mailto:": "mail"}
#: headings within a page stand below its title
LEVEL = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in an editor's form.

    words: as an editor calls it. field: the name of the form's field, "" for the whole. block: the identity of the
    part of a stream, "" when the field is none or the part has none yet.
    """

    words: str
    field: str = ""
    block: str = ""


@dataclass
class Gathered:
    """What was read so far. `at` says where the next words stand."""

    blocks: list[Block] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    _where: str = ""

    def at(self, where: str, place: Place) -> None:
        """What follows stands here."""
        self._where = where
        self.places[where] = place

    def say(self, text: str | None, *, kind: BlockKind = "text") -> None:
        """A heading, a paragraph or an item, as plain text."""
        if text:
            level = LEVEL if kind == "heading" else 0
            self.blocks.append(Block(self._where, kind, text, level, self._part()))

    def html(self, html: str) -> None:
        """Rich text, with the links in it."""
        found = parts_of_html(html, self._where)
        first = self._part()
        self.blocks.extend(
            Block(block.where, block.kind, block.text, block.level, first + number)
            for number, block in enumerate(found.blocks)
        )
        self.links.extend(_links(found.anchors, self._where))

    def show(self, alt: str, *, is_decorative: bool) -> None:
        """A picture."""
        self.images.append(Image(self._where, alt, is_decorative=is_decorative))

    def lead_to(self, held: Any) -> None:
        """A page or record that is referred to; None when it was deleted."""
        words = str(held) if held is not None else "?"
        is_alive = held is not None and held.live
        self.links.append(Link(self._where, "internal", words, words, is_alive=is_alive))

    def _part(self) -> int:
        return sum(1 for block in self.blocks if block.where == self._where)


def _links(anchors: Iterable[Anchor], where: str) -> Iterator[Link]:
    for anchor in anchors:
        page = anchor.attributes.get("id", "") if anchor.attributes.get("linktype") == "page" else ""
        address = anchor.attributes.get("href", "")
        if page:
            alive = page.isdigit() and Page.objects.live().filter(pk=page).exists()
            yield Link(where, "internal", page, anchor.words, is_alive=alive)
        else:
            starts = (kind for start, kind in _KINDS.items() if address.startswith(start))
            kind: LinkKind = next(starts, "external")
            yield Link(where, kind, address, anchor.words)
