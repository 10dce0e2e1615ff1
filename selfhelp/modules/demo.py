"""The demo's self-help programmes, from the files in demo_content/."""

import re
import tomllib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

import cms
from cms.models import HomePage, SitePage
from helpline.directory.models import Organisation, Tip
from selfhelp.modules import written
from selfhelp.modules.models import ChapterPage, EmergencyPage, ModulePage, ProgrammePage
from selfhelp.modules.written import Words, WrittenProgramme

#: as long as the demo's other pages
REVIEW_AFTER = timedelta(days=182)
_LINK = re.compile(r'<a page="([a-z0-9-]+)">')
_MODULE_FIELDS = (
    "number", "minutes", "working_title", "score_question", "score_low", "score_high",
    "advice_low", "advice_middle", "advice_high",
)  # fmt: skip


@transaction.atomic
def create_demo_content() -> None:
    """Write every programme below its helpline's home. A page that is there is left as it is; may be called again."""
    for programme in written.programmes():
        home = HomePage.objects.filter(
            programme__slug=programme.programme["site"], locale__language_code=programme.language
        ).first()
        if home is not None:
            _Writer(programme, home).write()


class _Writer:
    """Writes one programme in one language."""

    def __init__(self, programme: WrittenProgramme, home: HomePage) -> None:
        self._written = programme
        self._home = home
        self._locale = Locale.objects.get(language_code=programme.language)
        self._records = {
            "organisations": dict(Organisation.objects.values_list("key", "pk")),
            "tips": dict(Tip.objects.values_list("key", "pk")),
        }

    def write(self) -> None:
        words = self._written.programme
        names = ("key", "intro", "enough", "emergency_door")
        top = self._page(ProgrammePage, self._home, words, {name: words[name] for name in names})
        if self._written.emergency is not None:
            self._page(EmergencyPage, top, self._written.emergency, {})
        for module in self._written.modules:
            fields = {name: module[name] for name in _MODULE_FIELDS if name in module}
            fields |= {"key": module["key"], "helps": "\n".join(module["helps"])}
            page = self._page(ModulePage, top, module, fields)
            for chapter in module["chapters"]:
                self._page(ChapterPage, page, chapter, {"key": chapter["key"]})
            self._page(ChapterPage, page, module["closing"], {"key": "closing", "is_closing": True})

    def _page(self, kind: type[SitePage], parent: Page, words: Words, fields: dict[str, Any]) -> SitePage:
        """Find the page, or write and publish it."""
        there = parent.get_children().type(kind).filter(slug=words["slug"]).first()
        if there is not None:
            found: SitePage = there.specific
            return found
        now = timezone.now()
        page = kind(
            # published as it is: the history that editing makes, of 134 pages that nobody edited, takes half a minute
            live=True,
            first_published_at=now,
            last_published_at=now,
            title=words["title"],
            slug=words["slug"],
            summary=words.get("summary", ""),
            locale=self._locale,
            review_by=timezone.localdate() + REVIEW_AFTER,
            body=self._stream(words.get("body", ())),
            **fields,
        )
        original = self._original(kind, parent, fields)
        if original is not None:
            page.translation_key = original.translation_key
        parent.add_child(instance=page)
        return page

    def _original(self, kind: Any, parent: Page, fields: dict[str, Any]) -> SitePage | None:
        """The same page in a language that was written before."""
        parents = parent.get_translations().exclude(locale=self._locale)
        for other in parents:
            beside = kind.objects.child_of(other)
            found: SitePage | None = (
                beside.filter(key=fields["key"]).first() if "key" in fields else beside.first()
            )
            if found is not None:
                return found
        return None

    def _stream(self, blocks: Iterable[Words]) -> list[dict[str, Any]]:
        return [
            {
                "type": block["type"],
                "value": written.block_value(block, html=self._html, records=self._records),
            }
            for block in blocks
        ]

    def _html(self, html: str) -> str:
        def link(found: re.Match[str]) -> str:
            slug = self._slug_of(found.group(1))
            page = self._home.get_children().get(slug=slug)
            return f'<a linktype="page" id="{page.pk}">'

        return _LINK.sub(link, html.strip())

    def _slug_of(self, key: str) -> str:
        """The address of a page of the site, by the name of its file in cms/demo_content."""
        folder = Path(cms.__file__).parent / "demo_content" / self._written.programme["site"]
        slug: str = tomllib.loads((folder / self._written.language / f"{key}.toml").read_text())["slug"]
        return slug
