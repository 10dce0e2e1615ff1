"""The editors' screens in Wagtail: lists that show what needs a look, and a form for each kind of record."""

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.db import transaction
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup, UnpublishView

from helpline.directory.checking import ChecksPanel
from helpline.directory.forms import OrganisationForm, RecordForm, TipForm
from helpline.directory.models import GlossaryTerm, Organisation, RemovalRoute, Tip

OVERDUE, OWNER, UNPUBLISHED = "overdue", "owner", "unpublished"


class ReviewColumn(Column):
    """The day by which somebody looks again, and a mark when that day has passed."""

    cell_template_name = "directory/staff/review_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["is_overdue"] = instance.is_overdue(timezone.localdate())
        return context


class OwnerColumn(Column):
    """A mark on what the owner still has to confirm."""

    cell_template_name = "directory/staff/owner_cell.html"


class RecordFilterSet(WagtailFilterSet):
    """What needs attention, in every list."""

    attention = django_filters.ChoiceFilter(
        label=_("Needs attention"),
        method="needs_attention",
        choices=[
            (OVERDUE, _("Look again: overdue")),
            (OWNER, _("Check with the owner")),
            (UNPUBLISHED, _("Not published, or changed since")),
        ],
    )

    def needs_attention(self, records: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Keep the records that wait for somebody in this way."""
        if value == OVERDUE:
            return records.filter(review_by__lt=timezone.localdate())
        if value == OWNER:
            return records.filter(needs_owner_check=True)
        return records.exclude(live=True, has_unpublished_changes=False)


class OrganisationFilterSet(RecordFilterSet):
    class Meta:
        model = Organisation
        fields = ["is_emergency", "programmes"]


class RemovalRouteFilterSet(RecordFilterSet):
    class Meta:
        model = RemovalRoute
        fields = ["image_age"]


class TipFilterSet(RecordFilterSet):
    class Meta:
        model = Tip
        fields = ["organisation"]


class GlossaryTermFilterSet(RecordFilterSet):
    class Meta:
        model = GlossaryTerm
        fields: list[str] = []


class WholeUnpublishView(UnpublishView):
    """Wagtail's view goes around the record's own `unpublish`; here, too, the log's entry stands or falls with it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().post(request, *args, **kwargs)
        return response


def both(field: str) -> FieldRowPanel:
    """Dutch and English side by side. Dutch is asked for, also of a draft: it is what everything falls back on."""
    return FieldRowPanel([FieldPanel(f"{field}_nl"), FieldPanel(f"{field}_en")])


def naming(field: str) -> MultiFieldPanel:
    """The field that names the record, and its key. A draft needs them too: lists and references show them."""
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel(f"{field}_nl", required_on_save=True), FieldPanel(f"{field}_en")]),
            FieldPanel("key", required_on_save=True),
        ],
        heading=_("Name"),
    )


FACTS = MultiFieldPanel(
    [
        FieldPanel("source"),
        FieldPanel("needs_owner_check"),
        FieldPanel("checked"),
        FieldPanel("review_by"),
        FieldRowPanel(
            [FieldPanel("reviewed_at", read_only=True), FieldPanel("reviewed_by", read_only=True)],
        ),
    ],
    heading=_("Are the facts still right?"),
)


class RecordViewSet(SnippetViewSet):
    """What the lists and forms of all kinds share."""

    copy_view_enabled = False
    unpublish_view_class = WholeUnpublishView
    list_per_page = 50
    # plain look-ups: an index would also have to know every field that a list can be filtered by
    search_backend_name = None

    @property
    def list_display(self) -> list[Any]:
        """Name, key, and what an editor looks for: due, to be confirmed, published."""
        return [
            "__str__",
            "key",
            ReviewColumn("review_by", label=_("Look again by"), sort_key="review_by"),
            OwnerColumn("needs_owner_check", label=_("Owner"), sort_key="needs_owner_check"),
            LiveStatusTagColumn(label=_("Status")),
            UpdatedAtColumn(),
        ]

    @property
    def ordering(self) -> tuple[str, ...]:
        """As visitors' lists."""
        listed_by: tuple[str, ...] = self.model.LISTED_BY
        return listed_by

    @property
    def search_fields(self) -> list[str]:
        """The name in both languages, and the key."""
        return [f"{self.model.TITLE}_nl", f"{self.model.TITLE}_en", "key"]


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    icon = "group"
    filterset_class = OrganisationFilterSet
    edit_handler = ObjectList(
        [
            naming("name"),
            MultiFieldPanel([both("whom"), both("what")], heading=_("What it is")),
            MultiFieldPanel(
                [
                    FieldPanel("phones"),
                    both("hours"),
                    FieldPanel("times"),
                    FieldRowPanel([FieldPanel("website"), FieldPanel("chat_address")]),
                ],
                heading=_("How to reach them"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("is_emergency"),
                    FieldPanel("programmes", widget=CheckboxSelectMultiple),
                    FieldPanel("order"),
                ],
                heading=_("Where it is shown"),
            ),
            MultiFieldPanel(
                [FieldPanel("regions"), FieldPanel("audiences"), FieldPanel("counted_as")],
                heading=_("For who refers"),
            ),
            FACTS,
            ChecksPanel(heading=_("Checks")),
        ],
        base_form_class=OrganisationForm,
    )


class RemovalRouteViewSet(RecordViewSet):
    model = RemovalRoute
    icon = "bin"
    filterset_class = RemovalRouteFilterSet
    edit_handler = ObjectList(
        [
            naming("name"),
            MultiFieldPanel([FieldPanel("image_age"), both("whom")], heading=_("For whom")),
            MultiFieldPanel([FieldPanel("steps"), FieldPanel("form_address")], heading=_("What to do")),
            FACTS,
            ChecksPanel(heading=_("Checks")),
        ],
        base_form_class=RecordForm,
    )


class TipViewSet(RecordViewSet):
    model = Tip
    icon = "pick"
    filterset_class = TipFilterSet
    edit_handler = ObjectList(
        [
            naming("title"),
            both("text"),
            MultiFieldPanel(
                [FieldPanel("situations"), FieldPanel("organisation")], heading=_("Where it fits")
            ),
            FACTS,
            ChecksPanel(heading=_("Checks")),
        ],
        base_form_class=TipForm,
    )


class GlossaryTermViewSet(RecordViewSet):
    model = GlossaryTerm
    icon = "openquote"
    filterset_class = GlossaryTermFilterSet
    edit_handler = ObjectList(
        [naming("term"), both("meaning"), both("avoided"), FACTS, ChecksPanel(heading=_("Checks"))],
        base_form_class=RecordForm,
    )


class DirectoryGroup(SnippetViewSetGroup):
    """The "Directory" menu."""

    items = (OrganisationViewSet, RemovalRouteViewSet, TipViewSet, GlossaryTermViewSet)
    menu_label = _("Directory")
    menu_icon = "list-ul"
    menu_name = "directory"
    menu_order = 250
