"""The demo's pages, from the files in demo_content/: real words for every theme, in Dutch and English."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.models import (
    ArticlePage,
    CampaignPage,
    HomePage,
    ProfessionalsPage,
    QuestionsPage,
    SitePage,
    ThemePage,
)
from cms.settling import install
from helpline.directory.models import Organisation, RemovalRoute, Tip
from helpline.programmes.models import Programme

CONTENT = Path(__file__).parent / "demo_content"
#: pages are to be looked at again after a year; the demo's are due in half of that
REVIEW_AFTER = timedelta(days=182)

TYPES: Mapping[str, type[SitePage]] = {
    "theme": ThemePage,
    "article": ArticlePage,
    "questions": QuestionsPage,
    "campaign": CampaignPage,
    "professionals": ProfessionalsPage,
}
RECORDS: Mapping[str, Any] = {
    "organisations": Organisation,
    "removal": RemovalRoute,
    "tips": Tip,
}
_LINK = re.compile(r'<a page="([a-z0-9-]+)">')


@dataclass(frozen=True, slots=True)
class Written:
    """One file: a page's words in a language."""

    key: str
    language: str
    words: Mapping[str, Any]


def written(site: str) -> Iterator[Written]:
    """The files of a site, Dutch first: a translation follows its original."""
    for language in ("nl", "en"):
        for path in sorted((CONTENT / site / language).glob("*.toml")):
            yield Written(path.stem, language, tomllib.loads(path.read_text()))


@transaction.atomic
def create_demo_content() -> None:
    """Write the pages of both sites. A page that is there is left as it is; may be called again."""
    install()
    for programme in Programme.objects.order_by("order", "slug"):
        if (CONTENT / programme.slug).is_dir():
            _Site(programme).write()


class _Site:
    """Writes one site: first every page, then the words, which lead to each other."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._pages: dict[tuple[str, str], SitePage] = {}
        self._records = {
            name: dict(model.objects.values_list("key", "pk")) for name, model in RECORDS.items()
        }

    def write(self) -> None:
        files = list(written(self._programme.slug))
        fresh = [file for file in files if self._place(file)]
        for file in fresh:
            page = self._pages[file.key, file.language]
            page.body = self._stream(file.words.get("body", []), file.language)
            page.easy = self._stream(file.words.get("easy", []), file.language)
            page.save_revision().publish()

    def _place(self, file: Written) -> bool:
        """Find or make the page of a file. Returns whether its words are to be written."""
        home = HomePage.objects.get(programme=self._programme, locale__language_code=file.language)
        if file.key == "home":
            self._pages[file.key, file.language] = home
            if home.body:
                return False
            for name in ("headline", "reassurance", "intro", "summary"):
                setattr(home, name, file.words.get(name, getattr(home, name)))
            home.review_by = timezone.localdate() + REVIEW_AFTER
            return True
        slug = file.words["slug"]
        there = home.get_children().filter(slug=slug).first()
        if there is not None:
            self._pages[file.key, file.language] = there.specific
            return False
        self._pages[file.key, file.language] = self._add(file, home)
        return True

    def _add(self, file: Written, home: HomePage) -> SitePage:
        words = file.words
        kind = TYPES[words["type"]]
        page = kind(
            title=words["title"],
            slug=words["slug"],
            summary=words["summary"],
            locale=Locale.objects.get(language_code=file.language),
            review_by=timezone.localdate() + REVIEW_AFTER,
        )
        if isinstance(page, ThemePage):
            page.order, page.icon = words.get("order", 100), words.get("icon", "")
        if isinstance(page, CampaignPage):
            page.campaign = file.key.replace("-", "_")
        original = self._pages.get((file.key, "nl"))
        if original is not None:
            page.translation_key = original.translation_key
        home.add_child(instance=page)
        return page

    def _stream(self, blocks: list[Mapping[str, Any]], language: str) -> list[dict[str, Any]]:
        return [{"type": block["type"], "value": self._value(block, language)} for block in blocks]

    def _value(self, block: Mapping[str, Any], language: str) -> Any:
        kind = block["type"]
        if kind == "heading":
            return block["text"]
        if kind == "text":
            return self._html(block["html"], language)
        if kind == "steps":
            items = [{"title": each["title"], "text": each.get("text", "")} for each in block["items"]]
            return {"title": block.get("title", ""), "items": items}
        if kind == "questions":
            return {
                "items": [
                    {"question": each["question"], "answer": self._html(each["answer"], language)}
                    for each in block["items"]
                ]
            }
        if kind in RECORDS:
            return [self._records[kind][key] for key in block["keys"]]
        if kind == "pages":
            return [self._pages[key, language].pk for key in block["keys"]]
        if kind == "ways":
            return None
        return {"title": block["title"], "text": block["text"]}

    def _html(self, html: str, language: str) -> str:
        def link(found: re.Match[str]) -> str:
            page: Page = self._pages[found.group(1), language]
            return f'<a linktype="page" id="{page.pk}">'

        return _LINK.sub(link, html.strip())
