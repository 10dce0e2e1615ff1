"""The page that holds a programme's question tree, what was published of it, and the scenarios editors agreed about."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, Panel, TabbedInterface
from wagtail.fields import StreamField
from wagtail.log_actions import LogContext, get_active_log_context
from wagtail.models import Page, Revision
from wagtail.search import index

from cms.models import PAGE_PRIVACY, HomePage
from helpline.accounts.models import User
from helpline.privacy import declare, staff
from helpline.programmes.models import Programme
from selfhelp.advice.addresses import address_of
from selfhelp.advice.blocks import TreeBlock
from selfhelp.advice.compiling import tree_of
from selfhelp.advice.editing.panels import TreeChecks, TreeTools
from selfhelp.advice.errors import NotThatWay, SnapshotsAreKept, TreeRefused
from selfhelp.advice.forms import AdvicePageForm
from selfhelp.advice.tree import Tree


class TreeField(StreamField):
    """A stream that migrations know by name only: its blocks may change words without one.

    So a migration that has to change stored trees reads the column as JSON and never saves such a model.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, _path, _blocks, options = super().deconstruct()
        return name, "wagtail.fields.StreamField", [[]], {**options, "block_lookup": {}}


class AdvicePage(Page):
    """One programme's question tree, in both languages. Editors work on it here; visitors walk published snapshots.

    It stands below the programme's home in the house's own language and has no translations: each block holds both.
    """

    programme = models.OneToOneField(
        Programme, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("programme")
    )
    title_en = models.CharField(_("title in English"), max_length=255, blank=True)
    nodes = TreeField(TreeBlock(), verbose_name=_("questions and advice"), blank=True)
    review_by = models.DateField(
        _("look at again before"),
        null=True,
        blank=True,
        help_text=_("On this day the page appears among what needs review."),
    )
    urgent = models.BooleanField(
        _("urgent correction"),
        default=False,
        help_text=_(
            "Something was wrong or unsafe. Who is walking an earlier version goes on with this one, "
            "with the answers that still fit. Counts for the next time it is published."
        ),
    )
    refused_at = models.DateTimeField(
        null=True, editable=False, help_text="when a scheduled publication was last refused by the checks"
    )

    base_form_class = AdvicePageForm
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["programme", "urgent", "refused_at"]
    search_fields: ClassVar[Sequence[index.BaseField]] = [*Page.search_fields, index.FilterField("review_by")]
    content_panels: ClassVar[Sequence[Panel]] = [
        FieldPanel("title"),
        FieldPanel("title_en"),
        TreeTools(),
        FieldPanel("nodes"),
        FieldPanel("urgent"),
    ]
    settings_panels: ClassVar[Sequence[Panel]] = [FieldPanel("review_by"), *Page.settings_panels]

    FIELD_PRIVACY = {
        **PAGE_PRIVACY,
        **declare("programme", "title_en", "nodes", "review_by", "urgent", "refused_at"),
    }

    class Meta:
        verbose_name = _("advice module")
        verbose_name_plural = _("advice modules")

    @classmethod
    def get_edit_handler(cls) -> Panel:
        """The form: the blocks, what the checks say with the picture, and the rest. Its address is the room's."""
        return TabbedInterface(
            [
                ObjectList(cls.content_panels, heading=_("Questions and advice")),
                ObjectList([TreeChecks()], heading=_("Checks and picture")),
                ObjectList(cls.settings_panels, heading=_("Review")),
            ],
            base_form_class=cls.base_form_class,
        ).bind_to_model(cls)

    def tree(self) -> Tree:
        """The tree as it stands on this object, saved or not."""
        return tree_of(self.nodes)

    @cached_property
    def home(self) -> HomePage:
        """The home page it stands below. Raises HomePage.DoesNotExist outside a site."""
        found: HomePage = HomePage.objects.ancestor_of(self).select_related("programme").get()
        return found

    def is_overdue(self, today: date) -> bool:
        """Whether the review date has passed."""
        return self.review_by is not None and self.review_by <= today

    def must_be_mended(self, today: date) -> bool:
        """Whether the gate would refuse it as it is."""
        from selfhelp.advice import gate  # it knows this page

        return not gate.may_pass(self)

    # Where it stands

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Below a home in the house's own language whose programme has none yet."""
        home = parent.specific
        return (
            bool(super().can_create_at(parent))
            and isinstance(home, HomePage)
            and home.locale.language_code == settings.LANGUAGE_CODE
            and not cls.objects.filter(programme_id=home.programme_id).exists()
        )

    def can_move_to(self, parent: Page) -> bool:
        """It stays with its programme: what was published and counted is the programme's."""
        return False

    def copy(self, *args: Any, **options: Any) -> NoReturn:
        """Refuse, also as a translation: `exchange.copy` brings scenarios, and tells what the other one lacks.

        Wagtail's screen for copying does not ask; what it makes is a draft. Raises NotThatWay.
        """
        raise NotThatWay(self.pk)

    create_alias = copy
    copy_for_translation = copy

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if self.path:
            self.programme = self.home.programme
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save. A new page is a draft; one that becomes live, or shows another revision, passes the gate.

        Raises TreeRefused.
        """
        if self._state.adding:
            self.live = False
            self.programme = self.home.programme
        elif self._becomes_what_is_shown(kwargs.get("update_fields")):
            from selfhelp.advice import gate  # it knows this page

            with gate.passage(self):
                return super().save(*args, **kwargs)
        return super().save(*args, **kwargs)

    def _becomes_what_is_shown(self, fields: Collection[str] | None) -> bool:
        if not self.live or (fields is not None and {"live", "live_revision"}.isdisjoint(fields)):
            return False
        before = type(self).objects.filter(pk=self.pk).values_list("live", "live_revision_id").first()
        return before != (True, self.live_revision_id)

    def with_content_json(self, content: Any) -> "AdvicePage":
        """A revision as a page; what belongs to the page as a whole stays as it is."""
        page: AdvicePage = super().with_content_json(content)
        page.programme_id = self.programme_id
        page.refused_at = self.refused_at
        return page

    # Publishing

    def publish(self, revision: Revision, user: User | None = None, **options: Any) -> None:
        """Publish a revision, or plan to. The gate looks at it now, also when it is to appear later.

        Raises TreeRefused when the tree may not be shown. On the clock's road nobody is there to be told: nothing is
        raised, it stays as it was and is planned no more, and editors see why.
        """
        from selfhelp.advice import actions, gate  # they know this page

        now = timezone.now()
        try:
            with LogContext(user=user), transaction.atomic():
                gate.check(revision.as_object())
                super().publish(revision, user=user, **options)
        except TreeRefused as refused:
            if options.get("log_action") != gate.ON_TIME:
                raise
            actions.note_refusal(page=self, revision=revision, refused=refused, now=now)

    def unpublish(self, *args: Any, **options: Any) -> None:
        """Close the door, and remember who did."""
        with LogContext(user=options.get("user") or get_active_log_context().user):
            super().unpublish(*args, **options)

    # Addresses: the room answers, not Wagtail

    def get_url_parts(self, *args: Any, **kwargs: Any) -> tuple[int, str | None, str | None] | None:
        """The address of the room, on the site that this page belongs to."""
        parts = super().get_url_parts(*args, **kwargs)
        return parts and (parts[0], parts[1], address_of(self.programme))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead from the page's place among the pages to the room."""
        address = address_of(self.programme)
        if request.path == address:
            raise Http404  # the room did not answer there
        return HttpResponseRedirect(address)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The door, while something is published behind it."""
        from selfhelp.advice import queries  # it knows this page

        if queries.current(self.programme) is None:
            return []
        found: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return found


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    """What visitors were shown. It can be read, and retired; nothing else."""

    def delete(self) -> NoReturn:
        """Refuse."""
        raise SnapshotsAreKept("a snapshot is kept: counters and walks refer to it")


class Snapshot(models.Model):
    """A published tree, as it was. Never changed; a later one retires it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(AdvicePage, null=True, on_delete=models.SET_NULL, related_name="snapshots")
    number = models.PositiveIntegerField(
        help_text="counts up within the programme; counters name it as version"
    )
    form = models.CharField(max_length=20, help_text="the form of the data, as in advice-tree/1")
    title_nl = models.CharField(max_length=255)
    title_en = models.CharField(max_length=255)
    nodes = models.JSONField(help_text="the tree, see selfhelp.advice.form")
    revision = models.PositiveBigIntegerField(
        null=True, help_text="Wagtail's revision of the page it was made of"
    )
    urgent = models.BooleanField(default=False, help_text="visitors of earlier ones go on with this one")
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40, help_text="as the audit log names people")
    retires_at = models.DateTimeField(
        null=True, help_text="from when nobody walks it any more; empty while it is the one that is shown"
    )

    objects = SnapshotQuerySet.as_manager()

    FIELD_PRIVACY = declare(
        "id", "programme", "page", "number", "form", "title_nl", "title_en", "nodes", "revision", "urgent",
        "published_at", "retires_at",
        published_by=staff("kept with the audit log"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_snapshot_per_number"),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(retires_at__isnull=True),
                name="one_snapshot_is_shown",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise SnapshotsAreKept("a snapshot is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SnapshotsAreKept("a snapshot is kept: counters and walks refer to it")


class Scenario(models.Model):
    """Answers, and the advice that editors agreed they lead to. `actions` run them when something is published."""

    page = models.ForeignKey(AdvicePage, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=120)
    answers = models.JSONField(default=dict, help_text="{id of a node: [ids of options]}")
    expect = models.CharField(_("leads to"), max_length=36, help_text="the id of the ending")
    approved_by = models.CharField(max_length=40, blank=True, help_text="as the audit log names people")
    approved_at = models.DateTimeField(null=True)
    approved_for = models.ForeignKey(
        Snapshot, null=True, on_delete=models.PROTECT, related_name="+",
        help_text="the last published version for which it was agreed",
    )  # fmt: skip

    FIELD_PRIVACY = declare(
        "id", "page", "name", "answers", "expect", "approved_at", "approved_for",
        approved_by=staff("kept with the audit log"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        constraints = [models.UniqueConstraint(fields=["page", "name"], name="one_scenario_per_name")]

    def __str__(self) -> str:
        return self.name
