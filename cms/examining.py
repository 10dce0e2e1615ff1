"""A page of the sites as the content checks see it, and what they find in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, runtime_checkable

from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.checks.findings import Finding
from cms.checks.run import check
from cms.checks.text import REVIEW_BY, SUMMARY, TITLE, Block, Content, Image, Link, LinkKind, parts_of_html
from cms.models import SitePage

_KINDS: dict[str, LinkKind] = {"tel:": "phone", "mailto:": "mail"}
#: headings within a page stand below its title
LEVEL = 2


def examine(page: SitePage, today: date) -> list[Finding]:
    """What an editor should know about this page as it is now, saved or not; the heaviest first."""
    return check(content_of(page), today)


def place_in_words(where: str) -> str:
    """Where a finding is, as an editor calls it."""
    fields = {"": _("page"), TITLE: _("Title"), SUMMARY: _("Summary"), REVIEW_BY: _("Review")}
    return fields.get(where, where)


def content_of(page: SitePage) -> Content:
    """Everything of the page that is read."""
    gathered = _Gathered()
    gathered.first_words(page)
    gathered.stream(page.body, _("Text, part %(number)s (%(kind)s)"))
    gathered.stream(page.easy, _("Easy version, part %(number)s (%(kind)s)"))
    return Content(
        language=page.locale.language_code,
        title=page.title,
        summary=page.summary,
        review_by=page.review_by,
        blocks=gathered.blocks,
        images=gathered.images,
        links=gathered.links,
        places=gathered.places,
    )


@runtime_checkable
class HasWords(Protocol):
    """A part of a page that another room brings, and that says itself what is read of it."""

    def words_of(self, value: Any) -> Iterable[tuple[str, str]]:
        """Its words in the order of reading, as (kind of block, text)."""


@dataclass
class _Gathered:
    """Walks through a page in the order of reading."""

    blocks: list[Block] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    _where: str = ""

    def first_words(self, page: SitePage) -> None:
        """The words of a page that stand before its text."""
        for name in page.first_words:
            words = getattr(page, name, "")
            if words:
                self._at(str(page._meta.get_field(name).verbose_name))  # noqa: SLF001 - documented interface
                self._say(words)

    def stream(self, stream: Any, place: str) -> None:
        for number, part in enumerate(stream, start=1):
            self._at(place % {"number": number, "kind": part.block.label})
            if isinstance(part.block, HasWords):
                for kind, text in part.block.words_of(part.value):
                    self._say(text, kind=kind)
            else:
                getattr(self, f"_{part.block_type}")(part.value)

    def _at(self, where: str) -> None:
        self._where = where
        self.places.append(where)

    def _say(self, text: str, *, kind: Any = "text") -> None:
        if text:
            self.blocks.append(
                Block(self._where, kind, text, LEVEL if kind == "heading" else 0, self._part())
            )

    def _part(self) -> int:
        return sum(1 for block in self.blocks if block.where == self._where)

    # one for each kind of part (cms.blocks.BodyBlock)

    def _heading(self, value: str) -> None:
        self._say(value, kind="heading")

    def _text(self, value: Any) -> None:
        self._html(value.source)

    def _steps(self, value: Any) -> None:
        self._say(value["title"], kind="heading")
        for step in value["items"]:
            self._say(step["title"], kind="list")
            self._say(step["text"], kind="list")

    def _important(self, value: Any) -> None:
        self._say(value["title"])
        self._say(value["text"])

    def _questions(self, value: Any) -> None:
        for each in value["items"]:
            self._say(each["question"])
            self._html(each["answer"].source)

    def _image(self, value: Any) -> None:
        if value is not None:
            alt = value.contextual_alt_text or ""
            self.images.append(Image(self._where, alt, is_decorative=bool(value.decorative)))

    def _records(self, value: Any) -> None:
        for record in value:
            self._lead_to(str(record) if record else "", is_alive=record is not None and record.live)

    _organisations = _removal = _tips = _records

    def _ways(self, value: Any) -> None:
        """The ways in are looked up when the page is shown."""

    def _pages(self, value: Any) -> None:
        for page in value:
            self._lead_to(page.title if page else "", is_alive=page is not None and page.live)

    def _lead_to(self, words: str, *, is_alive: bool) -> None:
        self.links.append(Link(self._where, "internal", words or "?", words or "?", is_alive=is_alive))

    def _html(self, html: str) -> None:
        found = parts_of_html(html, self._where)
        first = self._part()
        self.blocks.extend(
            Block(block.where, block.kind, block.text, block.level, first + number)
            for number, block in enumerate(found.blocks)
        )
        self.links.extend(_links(found.anchors, self._where))


def _links(anchors: Any, where: str) -> Iterator[Link]:
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
