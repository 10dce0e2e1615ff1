"""Results of the checks, kept per saved version, for lists of everything that has something to mend.

Reading a page takes some ten milliseconds, so no list does that for hundreds of them. A result is kept with the
version it is about. It is made anew when another version is saved, when something was published, taken off or deleted
since (a link may have died of it), and once a day. Whoever shows results says how many still wait for that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms import publishing
from cms.checks.findings import Severity
from cms.examining import Subject, report_on
from cms.models import PAGE_TYPES, Examination
from helpline.directory.models import KINDS

#: (content type, primary key)
Key = tuple[int, int]
#: as many at a time by the clock
BATCH = 40


@dataclass(frozen=True, slots=True)
class _Saved:
    """A page or record as it was saved last. revision: None when it has none."""

    key: Key
    revision: int | None


def results() -> dict[Key, Examination]:
    """What is known of every page and record."""
    return {(each.content_type_id, each.object_id): each for each in Examination.objects.all()}


def catch_up(*, now: datetime, most: int = BATCH) -> int:
    """Examine what has no result that holds now, at most so many, what was never examined first.

    Forgets results of what is gone. Returns how many are left for the next time. Idempotent.
    """
    saved = list(_everything())
    known = results()
    gone = known.keys() - {each.key for each in saved}
    if gone:
        Examination.objects.filter(pk__in=[known[key].pk for key in gone]).delete()
    since = max(_last_change(), _midnight(now))
    stale = [each for each in saved if not _holds(known.get(each.key), each, since)]
    stale.sort(key=lambda each: (each.key in known, each.key))
    for each in stale[:most]:
        _examine(each, now)
    return max(0, len(stale) - most)


def _holds(result: Examination | None, saved: _Saved, since: datetime) -> bool:
    return result is not None and result.revision == saved.revision and result.examined_at >= since


def _everything() -> Iterator[_Saved]:
    types = [each.pk for each in ContentType.objects.get_for_models(*PAGE_TYPES).values()]
    # an alias has the words of its original
    pages = Page.objects.filter(content_type__in=types, alias_of=None)
    for content_type, pk, revision in pages.values_list("content_type_id", "pk", "latest_revision_id"):
        yield _Saved((content_type, pk), revision)
    for kind in KINDS:
        content_type = ContentType.objects.get_for_model(kind).pk
        for pk, revision in kind.objects.values_list("pk", "latest_revision_id"):
            yield _Saved((content_type, pk), revision)


def _last_change() -> datetime:
    """When something last appeared, moved or went, as Wagtail's logs tell."""
    told = (
        log.objects.filter(action__in=publishing.TOLD).aggregate(last=Max("timestamp"))["last"]
        for log in (PageLogEntry, ModelLogEntry)
    )
    return max(
        (each for each in told if each is not None),
        default=datetime.min.replace(tzinfo=timezone.get_current_timezone()),
    )


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _examine(saved: _Saved, now: datetime) -> None:
    content_type, pk = saved.key
    kind: Any = ContentType.objects.get_for_id(content_type).model_class()
    subject = kind.objects.filter(pk=pk).select_related("latest_revision").first()
    if subject is None:
        return  # deleted since the list was made
    draft: Subject = subject.get_latest_revision_as_object() if saved.revision else subject
    found = [each.finding for each in report_on(draft, timezone.localdate(now)).told]
    heavy = [finding for finding in found if finding.severity is not Severity.ADVICE]
    errors = sum(finding.severity is Severity.ERROR for finding in heavy)
    Examination.objects.update_or_create(
        content_type_id=content_type,
        object_id=pk,
        defaults={
            "revision": saved.revision,
            "errors": errors,
            "warnings": len(heavy) - errors,
            "codes": list(dict.fromkeys(finding.code.value for finding in heavy)),
            "examined_at": now,
        },
    )
