"""What needs an editor: proposals, what must be mended, dates, marks, translations; what matters first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.models import Page, TaskState
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms import examinations
from cms.checks.findings import Code
from cms.models import PAGE_TYPES, Examination, SecondEditor, SitePage
from cms.record_content import without_english
from helpline.accounts.models import User
from helpline.directory import queries as directory
from helpline.directory.models import KINDS
from helpline.directory.records import Record
from helpline.directory.screens import OWNER

#: how long before the day something appears in the list
AHEAD = timedelta(days=14)

#: kinds of pages with a review date; rooms above add theirs when they are ready
_kinds: list[type[Any]] = list(PAGE_TYPES)


def watch_over(kind: type[Any]) -> None:
    """Have the pages of a kind in the list as well. It has `review_by` and `is_overdue`."""
    if kind not in _kinds:
        _kinds.append(kind)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do. note: what is the matter with it; beside: another address for it, and its words.

    count: how many things the row stands for.
    """

    title: str
    kind: str
    note: str
    address: str
    beside: tuple[str, str] | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one sort.

    name: stable, for styles and tests. is_pressing: something is wrong for visitors, or somebody waits.
    """

    name: str
    heading: str
    rows: Sequence[Row]
    is_pressing: bool = False

    @property
    def count(self) -> int:
        """How many things; a row may stand for several."""
        return sum(row.count for row in self.rows)


@dataclass(frozen=True, slots=True)
class _PageRow:
    """What is needed of a page, without reading it."""

    page: Page
    review_by: date | None

    @property
    def address(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @property
    def title(self) -> str:
        title: str = self.page.draft_title or self.page.title
        return title

    @property
    def kind(self) -> str:
        language = self.page.locale.language_code
        name = str(self.page.cached_content_type.model_class()._meta.verbose_name)  # noqa: SLF001
        return name if language == settings.LANGUAGE_CODE else f"{name} ({language})"


def groups(user: User, today: date) -> list[Group]:
    """All that this editor may do something about; empty groups are left out.

    Pages are those they may change. Every editor looks after the directory.
    """
    desk = _Desk(user, today)
    found = (
        Group("waiting", _("Proposals that wait for you"), desk.waiting(mine=False), is_pressing=True),
        Group("blocked", _("Must be mended"), desk.failing("errors"), is_pressing=True),
        Group("overdue", _("Look again: the day has passed"), desk.due(overdue=True), is_pressing=True),
        Group("weigh", _("Look at a word or link"), desk.failing("warnings")),
        Group("owner", _("Check with the owner"), desk.owner_checks()),
        Group("undated", _("Without a day to look again"), desk.undated()),
        Group("untranslated", _("Missing in the other language"), desk.untranslated()),
        Group("soon", _("Look again within two weeks"), desk.due(overdue=False)),
        Group("mine", _("Your proposals, waiting for a second editor"), desk.waiting(mine=True)),
    )
    return [group for group in found if group.rows]


class _Desk:
    """Reads each thing once for all groups."""

    def __init__(self, user: User, today: date) -> None:
        self._user, self._today = user, today

    @cached_property
    def _pages(self) -> list[_PageRow]:
        types = ContentType.objects.get_for_models(*_kinds).values()
        allowed = PagePermissionPolicy().instances_user_has_permission_for(self._user, "change")
        pages = (
            allowed.filter(content_type__in=types, alias_of=None).select_related("locale").order_by("path")
        )
        days: dict[int, date | None] = {}
        for kind in _kinds:
            days.update(kind.objects.values_list("pk", "review_by"))
        return [_PageRow(page, days.get(page.pk)) for page in pages]

    @cached_property
    def _results(self) -> dict[examinations.Key, Examination]:
        return examinations.results()

    @cached_property
    def _proposals(self) -> list[Any]:
        states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        states = states.select_related("workflow_state__requested_by", "revision__user", "task")
        states = states.prefetch_related("revision__content_object").order_by("started_at")
        return [state for state in states if state.revision.content_object is not None]

    def waiting(self, *, mine: bool) -> list[Row]:
        """Proposals of this editor, or those of others that they may answer. The longest waiting first."""
        belongs = self._is_mine if mine else self._may_answer
        return [self._proposal(state) for state in self._proposals if belongs(state)]

    def _is_mine(self, state: Any) -> bool:
        return bool(state.workflow_state.requested_by == self._user)

    def _may_answer(self, state: Any) -> bool:
        task = state.task.specific
        return isinstance(task, SecondEditor) and task.may_answer(state.revision.content_object, self._user)

    def _proposal(self, state: Any) -> Row:
        subject, by = state.revision.content_object, state.workflow_state.requested_by
        day = date_format(state.started_at, "j F")
        if by is None:
            note = day
        elif by == self._user:
            note = _("proposed on %(day)s") % {"day": day}
        else:
            note = _("by %(name)s, %(day)s") % {"name": by.name, "day": day}
        result = self._results.get((ContentType.objects.get_for_model(subject).pk, subject.pk))
        if result is not None and result.errors:
            note = f"{note}; {_in_words(result.codes)}"
        args = [subject.pk, subject.live_revision_id or "earliest", state.revision_id]
        if isinstance(subject, Page):
            compare = "wagtailadmin_pages:revisions_compare"
            row = _PageRow(subject, None)
            title, kind, address = row.title, row.kind, row.address
        else:
            compare = subject.snippet_viewset.get_url_name("revisions_compare")
            title, kind, address = str(subject), _kind(subject), _edit(subject)
        return Row(title, kind, note, address, (reverse(compare, args=args), _("What changed")))

    def failing(self, weight: str) -> list[Row]:
        """weight: "errors", or "warnings" of what has no errors."""
        rows = [
            Row(page.title, page.kind, _state(page.page.live, note), page.address)
            for page in self._pages
            if (note := self._note(page.page.content_type_id, page.page.pk, weight))
        ]
        for kind in KINDS:
            content_type = ContentType.objects.get_for_model(kind).pk
            notes = {pk: self._note(of, pk, weight) for of, pk in self._results if of == content_type}
            failing = {pk: note for pk, note in notes.items() if note}
            for record in kind.objects.filter(pk__in=failing) if failing else ():
                note = _state(record.live, failing[record.pk])
                rows.append(Row(str(record), _kind(record), note, _edit(record)))
        return rows

    def _note(self, content_type: int, pk: int, weight: str) -> str:
        result = self._results.get((content_type, pk))
        if result is None or (weight == "warnings" and result.errors) or not getattr(result, weight):
            return ""
        return _in_words(result.codes)

    def due(self, *, overdue: bool) -> list[Row]:
        """What should be looked at again: the day has passed, or comes within two weeks. The oldest first."""
        found: list[tuple[date, Row]] = []
        for page in self._pages:
            if page.page.live and page.review_by is not None and self._belongs(page.review_by, overdue):
                row = Row(page.title, page.kind, _before(page.review_by), page.address)
                found.append((page.review_by, row))
        for record in directory.overdue(self._today + AHEAD + timedelta(days=1)):
            if self._belongs(record.review_by, overdue):
                row = Row(str(record), _kind(record), _before(record.review_by), _edit(record))
                found.append((record.review_by, row))
        return [row for _day, row in sorted(found, key=lambda each: (each[0], each[1].title))]

    def _belongs(self, review_by: date, overdue: bool) -> bool:
        if overdue:
            return review_by < self._today
        return self._today <= review_by <= self._today + AHEAD

    def undated(self) -> list[Row]:
        return [
            Row(page.title, page.kind, "", page.address)
            for page in self._pages
            if page.page.live and page.review_by is None
        ]

    def owner_checks(self) -> list[Row]:
        """A line for each kind of record: there may be dozens, and the list of that kind is the place to do them."""
        marked: dict[type[Record], int] = defaultdict(int)
        for record in directory.to_check_with_owner():
            marked[type(record)] += 1
        rows = []
        for kind in KINDS:
            if count := marked.get(kind, 0):
                model: Any = kind
                address = reverse(model.snippet_viewset.get_url_name("list"))
                title = str(model._meta.verbose_name_plural)  # noqa: SLF001
                note = ngettext("%(count)s to ask about", "%(count)s to ask about", count) % {"count": count}
                rows.append(
                    Row(title[:1].upper() + title[1:], "", note, f"{address}?attention={OWNER}", count=count)
                )
        return rows

    def untranslated(self) -> list[Row]:
        """Published pages that are not published in another language, and records without an English text."""
        by_key: dict[Any, list[_PageRow]] = defaultdict(list)
        for page in self._pages:
            if issubclass(
                page.page.cached_content_type.model_class(), SitePage
            ):  # others hold both languages
                by_key[page.page.translation_key].append(page)
        rows = []
        for code, name in settings.LANGUAGES:
            for pages in by_key.values():
                theirs = next((page for page in pages if page.page.locale.language_code == code), None)
                source = next((page for page in pages if page.page.live and page is not theirs), None)
                if source is None or (theirs is not None and theirs.page.live):
                    continue
                if theirs is not None:
                    note = pgettext("a translation", "%(language)s: begun, not published")
                    address = theirs.address
                else:
                    note = pgettext("a translation", "%(language)s: not begun")
                    address = reverse("simple_translation:submit_page_translation", args=[source.page.pk])
                rows.append(Row(source.title, source.kind, note % {"language": name}, address))
        return rows + list(_without_english())


def _without_english() -> Iterable[Row]:
    for kind in KINDS:
        for record in directory.records(kind):
            if missing := without_english(record):
                note = ngettext(
                    "%(count)s text without English", "%(count)s texts without English", len(missing)
                )
                yield Row(str(record), _kind(record), note % {"count": len(missing)}, _edit(record))


def _in_words(codes: Sequence[str]) -> str:
    words = {
        Code.TERM_TO_AVOID: _("a word we do not use"),
        Code.TERM_TO_WEIGH: _("a word to weigh"),
        Code.ALT_MISSING: _("a picture without alternative text"),
        Code.ALT_SAYS_NOTHING: _("an alternative text that says nothing"),
        Code.LINK_DEAD: _("a dead link"),
        Code.LINK_WITHOUT_WORDS: _("a link without words"),
        Code.NOT_TRANSLATED: _("a text that was not translated"),
    }
    return ", ".join(words[Code(code)] for code in codes if Code(code) in words)


def _state(is_live: bool, note: str) -> str:
    return note if is_live or not note else _("%(note)s (not published)") % {"note": note}


def _before(day: date) -> str:
    return _("before %(day)s") % {"day": date_format(day, "j F Y")}


def _kind(record: Any) -> str:
    return str(record._meta.verbose_name)  # noqa: SLF001 - Django's documented interface


def _edit(record: Any) -> str:
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])
