"""A page that was copied to be translated: its links lead to pages in its own language, where those exist."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from wagtail.models import Locale, Page

from cms.models import SitePage

_LINK = re.compile(
    r'(<a\b[^>]*\blinktype="page"[^>]*\bid=")(\d+)(")|(<a\b[^>]*\bid=")(\d+)("[^>]*\blinktype="page")'
)
#: from the primary key of a page to that of its translation, or to itself
Lead = Callable[[int], int]


def lead_to_translations(page: SitePage) -> None:
    """Change the links in a draft's text, and keep that as the draft. Does nothing when none leads elsewhere."""
    raw = {name: getattr(page, name).get_prep_value() for name in ("body", "easy")}
    targets = _translations(set(_linked(raw)), page.locale)
    if not targets:
        return
    for name, parts in raw.items():
        setattr(page, name, _led(parts, lambda pk: targets.get(pk, pk)))
    revision = page.latest_revision
    page.save_revision(user=revision.user if revision is not None else None, clean=False, log_action=False)
    if not page.live:
        page.save(clean=False)


def _translations(pks: set[int], locale: Locale) -> dict[int, int]:
    """The translations of these pages, published or not, by the pages they translate."""
    keys = dict(Page.objects.filter(pk__in=pks).exclude(locale=locale).values_list("pk", "translation_key"))
    theirs = Page.objects.filter(locale=locale, translation_key__in=keys.values())
    by_key = dict(theirs.values_list("translation_key", "pk"))
    return {pk: by_key[key] for pk, key in keys.items() if key in by_key}


def _linked(raw: Any) -> Iterable[int]:
    """The pages that a text leads to."""
    found: list[int] = []

    def note(pk: int) -> int:
        found.append(pk)
        return pk

    for parts in raw.values():
        _led(parts, note)
    return found


def _led(parts: list[dict[str, Any]], lead: Lead) -> list[dict[str, Any]]:
    """The parts of a stream, as they are stored, with other targets."""
    return [part | {"value": _value(part["type"], part["value"], lead)} for part in parts]


def _value(kind: str, value: Any, lead: Lead) -> Any:
    if kind == "text":
        return _html(value, lead)
    if kind == "questions":
        items = [
            _item(each, lambda item: item | {"answer": _html(item["answer"], lead)})
            for each in value["items"]
        ]
        return value | {"items": items}
    if kind == "pages":
        return [_item(each, lead) for each in value]
    return value


def _item(each: Any, change: Callable[[Any], Any]) -> Any:
    """An item of a list: bare, as older versions stored it, or with an identity."""
    if isinstance(each, dict) and each.get("type") == "item":
        return each | {"value": change(each["value"])}
    return change(each) if each is not None else None


def _html(html: str, lead: Lead) -> str:
    def link(found: re.Match[str]) -> str:
        before, pk, after = (part for part in found.groups() if part is not None)
        return f"{before}{lead(int(pk))}{after}"

    return _LINK.sub(link, html)
