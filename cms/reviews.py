"""What has to be looked at again: pages and records of the directory whose review date is near or past."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.models import PAGE_TYPES
from helpline.accounts.models import User
from helpline.directory import queries as directory

#: how long before the day something appears in the list
AHEAD = timedelta(days=14)

#: kinds of pages with a review date; rooms above add theirs when they are ready
_kinds: list[type[Any]] = list(PAGE_TYPES)


def watch_over(kind: type[Any]) -> None:
    """Have the pages of a kind in the list as well. It has `review_by` and `is_overdue`."""
    if kind not in _kinds:
        _kinds.append(kind)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to look at. overdue: the day has passed."""

    title: str
    kind: str
    review_by: date
    overdue: bool
    address: str


def due(user: User, today: date) -> list[Due]:
    """What this editor may change and should look at, the oldest date first. Every editor looks after the directory."""
    found = [*_pages(user, today), *_records(today)]
    return sorted(found, key=lambda each: (each.review_by, each.title))


def _pages(user: User, today: date) -> Iterable[Due]:
    allowed = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    for kind in _kinds:
        pages: Any = kind.objects.live().filter(review_by__lte=today + AHEAD, pk__in=allowed.values("pk"))
        for page in pages:
            yield Due(
                title=page.title,
                kind=page.get_verbose_name(),
                review_by=page.review_by,
                overdue=page.is_overdue(today),
                address=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            )


def _records(today: date) -> Iterable[Due]:
    for record in directory.overdue(today + AHEAD):
        yield Due(
            title=str(record),
            kind=str(record._meta.verbose_name),  # noqa: SLF001 - Django's documented interface
            review_by=record.review_by,
            overdue=record.is_overdue(today),
            address=reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk]),
        )
