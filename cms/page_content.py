"""A page of the sites as the content checks see it."""

from collections.abc import Iterable
from typing import Any, Protocol, runtime_checkable

from django.conf import settings
from django.utils.translation import gettext as _

from cms.checks.text import REVIEW_BY, SUMMARY, TITLE, BlockKind, Content
from cms.gathering import Gathered, Place
from cms.models import SitePage


def as_content(page: SitePage, found: "PageWalk") -> Content:
    """Everything of the page that is read, as it is now, saved or not: from what was `gathered`."""
    return Content(
        language=page.locale.language_code,
        title=page.title,
        summary=page.summary,
        review_by=page.review_by,
        blocks=found.blocks,
        images=found.images,
        links=found.links,
        places=list(found.places),
        original_texts=_original_texts(page),
    )


def gathered(page: SitePage) -> "PageWalk":
    """What is read of a page, with its places."""
    walk = PageWalk()
    walk.places |= {
        TITLE: Place(_("Title"), "title"),
        SUMMARY: Place(_("Summary"), "summary"),
        REVIEW_BY: Place(_("Review"), "review_by"),
    }
    walk.first_words(page)
    walk.stream(page.body, "body", _("Text, part %(number)s (%(kind)s)"))
    walk.stream(page.easy, "easy", _("Easy version, part %(number)s (%(kind)s)"))
    return walk


def _original_texts(page: SitePage) -> frozenset[str]:
    """What the same page says in the house's own language; empty for a page that is the original, or mirrors it."""
    if page.locale.language_code == settings.LANGUAGE_CODE or page.alias_of_id:
        return frozenset()
    original = page.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if original is None:
        return frozenset()
    original = original.specific if original.live else original.get_latest_revision_as_object()
    return frozenset(block.text for block in gathered(original).blocks) | {original.summary}


@runtime_checkable
class HasWords(Protocol):
    """A part of a page that another room brings, and that says itself what is read of it."""

    def words_of(self, value: Any) -> Iterable[tuple[BlockKind, str]]:
        """Its words in the order of reading, as (kind of block, text)."""


class PageWalk(Gathered):
    """Walks through a page; one method for each kind of part (cms.blocks.BodyBlock)."""

    def first_words(self, page: SitePage) -> None:
        """The words of a page that stand before its text."""
        for name in page.first_words:
            if words := getattr(page, name, ""):
                label = str(page._meta.get_field(name).verbose_name)  # noqa: SLF001 - documented interface
                self.at(name, Place(label, name))
                self.say(words)

    def stream(self, stream: Any, name: str, place: str) -> None:
        """The parts of a stream."""
        for number, part in enumerate(stream, start=1):
            words = place % {"number": number, "kind": part.block.label}
            self.at(f"{name}:{number}", Place(words, name, part.id or ""))
            if isinstance(part.block, HasWords):
                for kind, text in part.block.words_of(part.value):
                    self.say(text, kind=kind)
            else:
                getattr(self, f"_{part.block_type}")(part.value)

    def _heading(self, value: str) -> None:
        self.say(value, kind="heading")

    def _text(self, value: Any) -> None:
        if value is not None:
            self.html(value.source)

    def _steps(self, value: Any) -> None:
        self.say(value["title"], kind="heading")
        for step in value["items"]:
            self.say(step["title"], kind="list")
            self.say(step["text"], kind="list")

    def _important(self, value: Any) -> None:
        self.say(value["title"])
        self.say(value["text"])

    def _questions(self, value: Any) -> None:
        for each in value["items"]:
            self.say(each["question"])
            self._text(each["answer"])

    def _image(self, value: Any) -> None:
        if value is not None:
            self.show(value.contextual_alt_text or "", is_decorative=bool(value.decorative))

    def _held(self, value: Any) -> None:
        for each in value:
            self.lead_to(each)

    _organisations = _removal = _tips = _pages = _held

    def _ways(self, value: Any) -> None:
        """The ways in are looked up when the page is shown."""
