"""What every kind of record has. Drafts, revisions, locks and workflow are Wagtail's."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from helpline.directory import facts
from helpline.directory.words import Words, say
from helpline.privacy import declare, staff

if TYPE_CHECKING:
    from helpline.accounts.models import User

#: how long facts hold when nobody says otherwise
REVIEW_AFTER = timedelta(days=365)

is_key = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small letters and digits, with hyphens between.")
)


def in_a_year() -> date:
    """The day on which facts that are checked today are due again."""
    return timezone.localdate() + REVIEW_AFTER


def validate_https(address: str) -> None:
    """Refuse an address that is not a whole and plain https one."""
    if not facts.is_https_address(address):
        raise ValidationError(_("Write the whole address of a site, with https:// in front."), code="https")


class RecordQuerySet(models.QuerySet[Any]):
    """Records of one kind."""

    def shown(self, at: datetime) -> Self:
        """Those that visitors may see at this moment: published and not past their last moment."""
        return self.filter(live=True).filter(models.Q(expire_at=None) | models.Q(expire_at__gt=at))


class Record(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """What every record of the directory has: a key, a source, and the day on which its facts are due for a look.

    TITLE: the bilingual field that names it. BILINGUAL: all its fields that come as `<field>_nl` and `<field>_en`.
    LISTED_BY: the order of lists. TEMPLATE: the include that shows it.
    """

    TITLE: ClassVar[str]
    BILINGUAL: ClassVar[tuple[str, ...]]
    LISTED_BY: ClassVar[tuple[str, ...]]
    TEMPLATE: ClassVar[str]

    key = models.SlugField(
        _("key"),
        max_length=60,
        unique=True,
        validators=[is_key],
        help_text=_(
            "Pages and advice find the record by it. It is fixed once the record has been published."
        ),
    )
    source = models.CharField(
        _("source"),
        max_length=300,
        help_text=_("Where the facts were found: a site, a document, a person's role."),
    )
    needs_owner_check = models.BooleanField(
        _("check with the owner"),
        default=False,
        help_text=_("The organisation itself still has to confirm this. Visitors do not see the mark."),
    )
    review_by = models.DateField(
        _("look again by"), default=in_a_year, help_text=_("After this day the record counts as overdue.")
    )
    reviewed_at = models.DateTimeField(_("last checked"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # colleagues are no content: Wagtail need not look here for what uses what
    reviewed_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    PRIVACY = declare(
        "id", "key", "source", "needs_owner_check", "review_by",
        "live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision",
        "go_live_at", "expire_at", "expired", "latest_revision", "locked",
        reviewed_at=staff(), reviewed_by=staff(), locked_at=staff(), locked_by=staff(),
    )  # fmt: skip

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.say(self.TITLE) or self.key

    def clean(self) -> None:
        """Refuse another key for a record that pages may refer to."""
        super().clean()
        before = type(self).objects.filter(pk=self.pk).values_list("key", "first_published_at").first()
        if before is not None and before[1] is not None and before[0] != self.key:
            raise ValidationError({"key": _("A key does not change after the record has been published.")})

    def say(self, field: str, language: str | None = None) -> Words:
        """A bilingual field in a language; None means the active one."""
        return say(getattr(self, f"{field}_nl"), getattr(self, f"{field}_en"), language)

    def all_words(self, language: str | None = None) -> list[Words]:
        """Everything that a reader gets to read of it, in a language; None means the active one."""
        return [self.say(field, language) for field in self.BILINGUAL]

    def fell_back(self, language: str | None = None) -> bool:
        """Whether part of it is shown in another language than was asked for; None means the active one."""
        return any(words.fell_back for words in self.all_words(language))

    def is_overdue(self, today: date) -> bool:
        """Whether the day by which somebody was to look at the facts has passed."""
        return self.review_by < today

    def mark_checked(self, *, by: "User", at: datetime) -> None:
        """Note who looked at the facts, and when. It is saved, and published, with the record itself."""
        self.reviewed_by, self.reviewed_at = by, at

    @transaction.atomic
    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, as Wagtail does; its entry in the audit log stands or falls with it."""
        return super().publish(*args, **kwargs)

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Take it off the site, as Wagtail does; its entry in the audit log stands or falls with it."""
        return super().unpublish(*args, **kwargs)

    @property
    def full_url(self) -> str:
        """The address that a preview pretends to have: a staff's one, for only those may be shown in a frame."""
        return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('wagtailadmin_home')}"

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Both languages."""
        return list(settings.LANGUAGES)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the record as a page would, in one of the languages."""
        context = {"record": self, "template": self.TEMPLATE, "today": timezone.localdate()}
        with translation.override(mode_name or settings.LANGUAGE_CODE):
            return TemplateResponse(request, "directory/preview.html", context).render()
