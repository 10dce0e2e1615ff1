"""The form that the editors' screen of a page sends, made of the raw stream of a tree."""

from collections.abc import Sequence
from typing import Any

from selfhelp.advice.models import AdvicePage


def form_of(page: AdvicePage, stream: Sequence[dict[str, Any]], **more: str) -> dict[str, str]:
    """Everything a browser would send for this page with this stream in it."""
    found = {
        "title": page.title, "title_en": page.title_en, "slug": page.slug, "seo_title": "", "search_description": "",
        "review_by": "", "go_live_at": "", "expire_at": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "nodes-count": str(len(stream)),
    }  # fmt: skip
    for number, block in enumerate(stream):
        _item(found, f"nodes-{number}", number, block["id"], block["value"], block["type"])
    return found | more


def _item(found: dict[str, str], prefix: str, number: int, item_id: str, value: Any, kind: str) -> None:
    found |= {
        f"{prefix}-deleted": "",
        f"{prefix}-order": str(number),
        f"{prefix}-type": kind,
        f"{prefix}-id": item_id,
    }
    _value(found, f"{prefix}-value", value)


def _value(found: dict[str, str], prefix: str, value: Any) -> None:
    if isinstance(value, dict):
        for name, each in value.items():
            _value(found, f"{prefix}-{name}", each)
    elif isinstance(value, list):
        found[f"{prefix}-count"] = str(len(value))
        for number, each in enumerate(value):
            _item(found, f"{prefix}-{number}", number, each["id"], each["value"], "item")
    elif value is True:
        found[prefix] = "on"
    elif value is not False:
        found[prefix] = str(value)
