"""Reading programmes as they are published.

The rooms beside the pages (step plan, workbook, paper) want a whole programme: every module, chapter and exercise. To
read it takes a hundred milliseconds, so a process keeps what it read for as long as pages are kept, and never longer
than until something of the programme is published or taken away.
"""

import time

from django.db.models import Q, QuerySet
from wagtail.models import Page

from cms.kept import FRESH_FOR
from cms.models import HomePage
from selfhelp.modules.models import ChapterPage, EmergencyPage, ModulePage, ProgrammePage

#: by page: when it was read, the state it was read in, and the programme with all that was read of it
_read: dict[int, tuple[float, int, ProgrammePage]] = {}


def has_programmes(slug: str) -> bool:
    """Whether a helpline has self-help that visitors can read."""
    return _of(slug).exists()


def programmes(slug: str, language: str) -> list[ProgrammePage]:
    """The programmes of a helpline: in this language, or else in the one they have."""
    found: dict[str, ProgrammePage] = {}
    for page in _of(slug).select_related("locale").order_by("path"):
        if page.key not in found or page.locale.language_code == language:
            found[page.key] = page
    return sorted(found.values(), key=lambda page: page.path)


def programme(slug: str, key: str, language: str) -> ProgrammePage | None:
    """One programme of a helpline by its key: in this language, or else in the one it has."""
    found = next((page for page in programmes(slug, language) if page.key == key), None)
    return None if found is None else _with_what_was_read(found)


def state(self_help: ProgrammePage) -> int:
    """A number that changes when anything of the programme is published or taken away."""
    pages = Page.objects.descendant_of(self_help, inclusive=True).live()
    return hash(
        tuple(pages.order_by("pk").values_list("pk", "live_revision_id", "path", "last_published_at"))
    )


def forget() -> None:
    """Read everything anew."""
    _read.clear()


def _with_what_was_read(self_help: ProgrammePage) -> ProgrammePage:
    now, current = time.monotonic(), state(self_help)
    at, was, found = _read.get(self_help.pk, (0.0, 0, self_help))
    if now - at < FRESH_FOR and was == current:
        return found
    _read[self_help.pk] = (now, current, self_help)
    return self_help


def module(self_help: ProgrammePage, key: str) -> ModulePage | None:
    """A published module of a programme."""
    return next((each for each in self_help.modules if each.key == key), None)


def recordings(slug: str, key: str) -> frozenset[int]:
    """The documents that are played in the published pages of a programme, in all its languages."""
    tops = list(_of(slug).filter(key=key).values_list("path", flat=True))
    texts = [
        page.body
        for kind in (ChapterPage, EmergencyPage)
        for top in tops
        for page in kind.objects.live().filter(path__startswith=top)
    ]
    return frozenset(
        part.value["sound"].pk
        for text in texts
        for part in text
        if part.block_type == "audio" and part.value["sound"] is not None
    )


def chapter(of: ModulePage, key: str) -> ChapterPage | None:
    """A published chapter of a module."""
    return next((each for each in of.chapters if each.key == key), None)


def _of(slug: str) -> QuerySet[ProgrammePage]:
    below = Q(pk__in=())
    for path in HomePage.objects.live().filter(programme__slug=slug).values_list("path", flat=True):
        below |= Q(path__startswith=path)
    found: QuerySet[ProgrammePage] = ProgrammePage.objects.live().filter(below)
    return found
