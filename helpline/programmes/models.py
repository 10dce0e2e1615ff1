"""A programme, when its channels are open, and the code lists it counts with."""

from datetime import date
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from helpline.privacy import declare
from helpline.programmes.errors import CodeIsKept

is_code = RegexValidator(r"^[a-z0-9_]{1,40}\Z", _("Use small letters, digits and underscores, 40 at most."))


def in_language(dutch: str, english: str, language: str | None = None) -> str:
    """Choose between a Dutch and an English text; None means the active language. An empty text gives the other."""
    wanted = (language or translation.get_language() or "nl").split("-")[0]
    return (english or dutch) if wanted == "en" else (dutch or english)


class Channel(models.TextChoices):
    CHAT = "chat", _("Chat")
    PHONE = "phone", _("Phone")
    POST = "post", _("Post")
    ADVICE = "advice", _("Advice module")


class Weekday(models.IntegerChoices):
    """The days of the week as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Programme(models.Model):
    """One of the helplines of this installation."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    theme = models.SlugField(_("theme"), max_length=40, help_text=_("The name of its look."))
    phone_number = models.CharField(_("phone number"), max_length=20, blank=True)
    languages = models.JSONField(
        _("languages"), default=list, help_text=_('In which people can be helped, as codes: ["nl", "en"].')
    )
    last_entry_minutes = models.PositiveSmallIntegerField(
        _("last entry"),
        default=15,
        help_text=_("Minutes before closing time after which nobody new is let in."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    FIELD_PRIVACY = declare(
        "id", "slug", "name", "theme", "phone_number", "languages", "last_entry_minutes", "order"
    )

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """The address of its home page."""
        return f"/{self.slug}/"


class ProgrammeText(models.Model):
    """A text of a programme that its people may change, in both languages."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="texts")
    key = models.SlugField(
        _("key"), max_length=60, help_text=_("Where the text stands; the pages ask for it by this.")
    )
    text_nl = models.TextField(_("Dutch"))
    text_en = models.TextField(_("English"))

    FIELD_PRIVACY = declare("id", "programme", "key", "text_nl", "text_en")

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="one_text_per_key")]

    def __str__(self) -> str:
        return self.key

    def text(self, language: str | None = None) -> str:
        """The text in a language; None means the active one."""
        return in_language(self.text_nl, self.text_en, language)


class OpeningHours(models.Model):
    """A span of a weekday in which a channel is open. `closes` at or before `opens` runs past midnight."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="opening_hours")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(
        _("closes"),
        help_text=_("At or before the opening time: the next day. 0:00 to 0:00 is the whole day."),
    )

    FIELD_PRIVACY = declare("id", "programme", "channel", "weekday", "opens", "closes")

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "channel", "weekday", "opens"], name="one_span_per_start"
            ),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="weekday_is_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}, {self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Closure(models.Model):
    """Days on which a channel, or every channel, is closed.

    A public holiday comes as a proposal: it closes nothing until a manager confirms it, and once declined it is not
    proposed again.
    """

    programme = models.ForeignKey(
        Programme, on_delete=models.CASCADE, related_name="closures", verbose_name=_("programme")
    )
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, blank=True, help_text=_("Empty: every channel.")
    )
    first_date = models.DateField(_("first day"))
    last_date = models.DateField(_("last day"))
    reason_nl = models.CharField(_("reason in Dutch"), max_length=120, blank=True)
    reason_en = models.CharField(_("reason in English"), max_length=120, blank=True)
    confirmed = models.BooleanField(
        _("confirmed"), default=True, help_text=_("Only then is the helpline closed.")
    )
    declined = models.BooleanField(
        _("declined"), default=False, help_text=_("A proposal that was turned down.")
    )

    FIELD_PRIVACY = declare(
        "id",
        "programme",
        "channel",
        "first_date",
        "last_date",
        "reason_nl",
        "reason_en",
        "confirmed",
        "declined",
    )

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_date__gte=models.F("first_date")), name="closure_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed=True, declined=True), name="closure_confirmed_or_declined"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_date:%Y-%m-%d} {self.reason()}".strip()

    def reason(self, language: str | None = None) -> str:
        """Why, in a language; None means the active one."""
        return in_language(self.reason_nl, self.reason_en, language)


class CodeList(models.Model):
    """A list a programme counts with: target group, age band, topic, ..."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="code_lists", verbose_name=_("programme")
    )
    key = models.SlugField(_("key"), max_length=40, validators=[is_code])
    name_nl = models.CharField(_("name in Dutch"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    FIELD_PRIVACY = declare("id", "programme", "key", "name_nl", "name_en")

    class Meta:
        verbose_name = _("code list")
        verbose_name_plural = _("code lists")
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="one_code_list_per_key")]

    def __str__(self) -> str:
        return self.name()

    def name(self, language: str | None = None) -> str:
        """The name in a language; None means the active one."""
        return in_language(self.name_nl, self.name_en, language)


class CodeQuerySet(models.QuerySet["Code"]):
    """Codes. None of them can be deleted, not even many at once."""

    def delete(self) -> NoReturn:
        """Refuse."""
        raise CodeIsKept("a code is retired by its last day, never deleted")


class Code(models.Model):
    """One code of a list. It is retired by a last day, never deleted, so that series stay readable."""

    code_list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="codes")
    code = models.SlugField(_("code"), max_length=40, validators=[is_code], help_text=_("Never changes."))
    label_nl = models.CharField(_("label in Dutch"), max_length=160)
    label_en = models.CharField(_("label in English"), max_length=160)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_from_date = models.DateField(_("first day"), null=True, blank=True)
    valid_until_date = models.DateField(
        _("last day"),
        null=True,
        blank=True,
        help_text=_("The last day on which it is offered: this retires it."),
    )

    FIELD_PRIVACY = declare(
        "id", "code_list", "code", "label_nl", "label_en", "order", "valid_from_date", "valid_until_date"
    )

    objects = CodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            models.UniqueConstraint(fields=["code_list", "code"], name="one_code_per_list"),
            models.CheckConstraint(
                condition=models.Q(valid_from_date__isnull=True)
                | models.Q(valid_until_date__isnull=True)
                | models.Q(valid_until_date__gte=models.F("valid_from_date")),
                name="code_retires_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.label()

    def clean(self) -> None:
        """Refuse another name for a code that stands in figures."""
        super().clean()
        before = Code.objects.filter(pk=self.pk).values_list("code", flat=True).first()
        if before is not None and before != self.code:
            raise ValidationError({"code": _("A code never changes: retire this one and make another.")})

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:
        """Refuse."""
        raise CodeIsKept(f"{self.code} is retired by its last day, never deleted")

    def label(self, language: str | None = None) -> str:
        """The label in a language; None means the active one."""
        return in_language(self.label_nl, self.label_en, language)

    def is_offered(self, on_date: date) -> bool:
        """Say whether it can be chosen on this day."""
        return (self.valid_from_date is None or self.valid_from_date <= on_date) and (
            self.valid_until_date is None or on_date <= self.valid_until_date
        )
