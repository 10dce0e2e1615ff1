"""What pages, advice and modules refer to: organisations, removal routes, tips and glossary terms.

Others hold a record's key or a reference and never its facts, so that a number that changes, changes everywhere.
Visitors see what is published.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField
from wagtail.search import index

from helpline.directory import facts
from helpline.directory import times as reaching
from helpline.directory.blocks import PhoneBlock, PhoneNumber, StepBlock, validate_phone_number
from helpline.directory.records import Record, validate_https
from helpline.directory.whom import Audience, Region
from helpline.directory.words import Words
from helpline.privacy import declare
from helpline.programmes.models import Programme, is_code


def validate_times(text: str) -> None:
    """Refuse times that cannot be read."""
    try:
        reaching.read(text)
    except reaching.NotTimes:
        raise ValidationError(
            _("Write it as: ma-vr 9:00-17:00, za 10:00-14:00. Day and night is: altijd."), code="times"
        ) from None


class Organisation(Record):
    """Somebody else who helps: for whom, with what, and how to reach them."""

    TITLE = "name"
    BILINGUAL = ("name", "whom", "what", "hours")
    LISTED_BY = ("order", "key")
    TEMPLATE = "directory/organisation.html"

    name_nl = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    whom_nl = models.CharField(_("for whom"), max_length=160, help_text=_("One sentence."))
    whom_en = models.CharField(_("for whom, in English"), max_length=160, blank=True)
    what_nl = models.TextField(_("what they do"), max_length=500, blank=True)
    what_en = models.TextField(_("what they do, in English"), max_length=500, blank=True)
    phones = StreamField([("phone", PhoneBlock())], verbose_name=_("phone numbers"), blank=True)
    hours_nl = models.CharField(
        _("hours"), max_length=160, blank=True, help_text=_("In words, such as: weekdays from 9.00 to 17.00.")
    )
    hours_en = models.CharField(_("hours in English"), max_length=160, blank=True)
    times = models.CharField(
        _("times"),
        max_length=160,
        blank=True,
        validators=[validate_times],
        help_text=_(
            "The same hours for the computer, so that counsellors see who can be reached now: "
            "ma-vr 9:00-17:00, za 10:00-14:00. Day and night is: altijd. Empty: not known."
        ),
    )
    regions = models.JSONField(_("regions"), default=list, blank=True)
    audiences = models.JSONField(_("for whom, to look for"), default=list, blank=True)
    counted_as = models.CharField(
        _("counted as"),
        max_length=40,
        blank=True,
        validators=[is_code],
        help_text=_("The code in the lists of referrals under which it is counted, such as: police."),
    )
    website = models.URLField(_("website"), max_length=300, blank=True, validators=[validate_https])
    chat_address = models.URLField(
        _("address of their chat"), max_length=300, blank=True, validators=[validate_https]
    )
    is_emergency = models.BooleanField(
        _("for immediate danger"), default=False, help_text=_("Shown where somebody may be in danger now.")
    )
    programmes = ParentalManyToManyField(
        Programme,
        verbose_name=_("programmes"),
        blank=True,
        related_name="+",
        help_text=_("Where it is shown in lists. None chosen: everywhere."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100, help_text=_("Low numbers come first."))

    FIELD_PRIVACY = {
        **Record.PRIVACY,
        **declare(
            "name_nl", "name_en", "whom_nl", "whom_en", "what_nl", "what_en", "phones", "hours_nl", "hours_en",
            "website", "chat_address", "is_emergency", "programmes", "order", "times", "regions", "audiences",
            "counted_as",
        ),
    }  # fmt: skip

    search_fields = [
        index.AutocompleteField("name_nl"),
        index.AutocompleteField("name_en"),
        index.AutocompleteField("key"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def clean(self) -> None:
        """Refuse numbers that cannot be dialled, also when no form was in between; and regions that nobody knows."""
        super().clean()
        for field, known in (("regions", Region.values), ("audiences", Audience.values)):
            chosen = getattr(self, field)
            if not isinstance(chosen, list) or not all(one in known for one in chosen):
                raise ValidationError({field: _("Choose from the list.")})
        for phone in self.numbers():
            try:
                validate_phone_number(phone.number)
            except ValidationError as refusal:
                raise ValidationError({"phones": refusal.messages}) from None

    def name(self, language: str | None = None) -> Words:
        """What it is called; None means the active language."""
        return self.say("name", language)

    def whom(self, language: str | None = None) -> Words:
        """For whom it is, in one sentence."""
        return self.say("whom", language)

    def what(self, language: str | None = None) -> Words:
        """What they do."""
        return self.say("what", language)

    def hours(self, language: str | None = None) -> Words:
        """When they can be reached, in words."""
        return self.say("hours", language)

    def numbers(self) -> list[PhoneNumber]:
        """Its telephone numbers, in order."""
        return [phone.value.as_number() for phone in self.phones]

    def all_words(self, language: str | None = None) -> list[Words]:
        """Its own words, and the notes beside its numbers."""
        return [*super().all_words(language), *(number.note(language) for number in self.numbers())]

    def reachable(self, moment: datetime) -> reaching.Reachable:
        """Whether somebody answers at this moment, as far as is known."""
        if any(number.day_and_night for number in self.numbers()):
            return reaching.Reachable.YES
        return self.opening().at(moment)

    def opening(self) -> reaching.Times:
        """Its times as they can be reckoned with; what cannot be read is not known."""
        try:
            return reaching.read(self.times)
        except reaching.NotTimes:
            return reaching.Times()

    def helps_in(self, region: str) -> bool:
        """Whether it helps in a region, one of Region; without regions it helps in all of them."""
        return not self.regions or region in self.regions

    def helps_whom(self, audience: str) -> bool:
        """Whether it is for an audience, one of Audience; without audiences it is for everybody."""
        return not self.audiences or audience in self.audiences

    def site(self) -> str:
        """The name of its website, as people say it; empty when it has none."""
        return facts.host_of(self.website)

    def is_for(self, programme: Programme) -> bool:
        """Whether it belongs in lists of this programme."""
        own = [one.pk for one in self.programmes.all()]
        return not own or programme.pk in own


class ImageAge(models.TextChoices):
    """How old the person in the image was when it was made: that decides which route is open."""

    ANY = "any", _("at any age")
    UNDER_18 = "under_18", _("when you were under 18")
    ADULT = "adult", _("when you were 18 or older")


class RemovalRoute(Record):
    """How to have an image taken down at one platform, step by step."""

    TITLE = "name"
    BILINGUAL = ("name", "whom")
    LISTED_BY = ("name_nl", "key")
    TEMPLATE = "directory/removal_route.html"

    name_nl = models.CharField(_("platform"), max_length=80)
    name_en = models.CharField(_("platform in English"), max_length=80, blank=True)
    image_age = models.CharField(
        _("image made"),
        max_length=10,
        choices=ImageAge.choices,
        default=ImageAge.ANY,
        help_text=_("How old the person was when the image was made."),
    )
    whom_nl = models.CharField(_("for whom"), max_length=160, help_text=_("One sentence."))
    whom_en = models.CharField(_("for whom, in English"), max_length=160, blank=True)
    steps = StreamField(
        [("step", StepBlock())],
        verbose_name=_("steps"),
        min_num=1,
        max_num=12,
        help_text=_(
            "In the order in which they are done. Keep them true when the platform moves its buttons."
        ),
    )
    form_address = models.URLField(
        _("the platform's own form or help"), max_length=300, blank=True, validators=[validate_https]
    )

    FIELD_PRIVACY = {
        **Record.PRIVACY,
        **declare("name_nl", "name_en", "image_age", "whom_nl", "whom_en", "steps", "form_address"),
    }

    search_fields = [
        index.AutocompleteField("name_nl"),
        index.AutocompleteField("name_en"),
        index.AutocompleteField("key"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("removal route")
        verbose_name_plural = _("removal routes")

    def name(self, language: str | None = None) -> Words:
        """The platform; None means the active language."""
        return self.say("name", language)

    def whom(self, language: str | None = None) -> Words:
        """For whom it is, in one sentence."""
        return self.say("whom", language)

    def instructions(self, language: str | None = None) -> list[Words]:
        """The steps, in order."""
        return [step.value.say(language) for step in self.steps]

    def all_words(self, language: str | None = None) -> list[Words]:
        """Its own words, and the steps."""
        return [*super().all_words(language), *self.instructions(language)]

    def site(self) -> str:
        """The name of the platform's site, as people say it; empty when there is no address."""
        return facts.host_of(self.form_address)

    def is_for_image_made(self, age: str) -> bool:
        """Whether it helps with an image made at this age, one of ImageAge."""
        return self.image_age == ImageAge.ANY or age in (ImageAge.ANY, self.image_age)


class Situation(models.TextChoices):
    """What somebody may be in: it says where a tip fits."""

    DANGER = "danger", _("danger now")
    SEXTORTION = "sextortion", _("sextortion")
    UNWANTED_SEXTING = "unwanted_sexting", _("unwanted sexting")
    SHAME_SEXTING = "shame_sexting", _("images spread to shame somebody")
    GROOMING = "grooming", _("grooming")
    DEEPFAKE = "deepfake", _("deepfake")
    STALKING = "stalking", _("stalking")
    HACKED_ACCOUNT = "hacked_account", _("hacked account")
    SCAM = "scam", _("scam")
    OWN_WORRIES = "own_worries", _("worried about oneself")
    OTHERS = "others", _("worried about somebody else")


class Tip(Record):
    """One thing to do, or to leave."""

    TITLE = "title"
    BILINGUAL = ("title", "text")
    LISTED_BY = ("title_nl", "key")
    TEMPLATE = "directory/tip.html"

    title_nl = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    text_nl = models.TextField(_("text"), max_length=800)
    text_en = models.TextField(_("text in English"), max_length=800, blank=True)
    situations = models.JSONField(_("situations"), default=list, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        # a tip outlives who it named, in drafts too
        on_delete=models.SET_NULL,
        related_name="tips",
        help_text=_("Who helps with it. Shown under the tip while it is published."),
    )

    FIELD_PRIVACY = {
        **Record.PRIVACY,
        **declare("title_nl", "title_en", "text_nl", "text_en", "situations", "organisation"),
    }

    search_fields = [
        index.AutocompleteField("title_nl"),
        index.AutocompleteField("title_en"),
        index.AutocompleteField("key"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("tip")
        verbose_name_plural = _("tips")

    def clean(self) -> None:
        """Refuse situations that nobody knows."""
        super().clean()
        known = Situation.values
        if not isinstance(self.situations, list) or not all(one in known for one in self.situations):
            raise ValidationError({"situations": _("Choose from the list.")})

    def title(self, language: str | None = None) -> Words:
        """The tip in a few words; None means the active language."""
        return self.say("title", language)

    def text(self, language: str | None = None) -> Words:
        """The tip itself; empty lines part its paragraphs."""
        return self.say("text", language)

    def published_organisation(self) -> Organisation | None:
        """Who helps with it, when visitors may see them."""
        organisation = self.organisation
        return organisation if organisation is not None and organisation.live else None


class GlossaryTerm(Record):
    """A word that pages use, with its meaning; and which words it is preferred over."""

    TITLE = "term"
    BILINGUAL = ("term", "meaning")
    LISTED_BY = ("term_nl", "key")
    TEMPLATE = "directory/term.html"

    term_nl = models.CharField(_("term"), max_length=80)
    term_en = models.CharField(_("term in English"), max_length=80, blank=True)
    meaning_nl = models.TextField(_("meaning"), max_length=500)
    meaning_en = models.TextField(_("meaning in English"), max_length=500, blank=True)
    avoided_nl = models.TextField(
        _("rather than"),
        max_length=300,
        blank=True,
        help_text=_("Words this term is preferred over, one on a line. Visitors do not see them."),
    )
    avoided_en = models.TextField(_("rather than, in English"), max_length=300, blank=True)

    FIELD_PRIVACY = {
        **Record.PRIVACY,
        **declare("term_nl", "term_en", "meaning_nl", "meaning_en", "avoided_nl", "avoided_en"),
    }

    search_fields = [
        index.AutocompleteField("term_nl"),
        index.AutocompleteField("term_en"),
        index.AutocompleteField("key"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def term(self, language: str | None = None) -> Words:
        """The word; None means the active language."""
        return self.say("term", language)

    def meaning(self, language: str | None = None) -> Words:
        """What it means."""
        return self.say("meaning", language)

    def avoided(self, language: str) -> list[str]:
        """The words of one language ("nl" or "en") that this term is preferred over."""
        lines = self.avoided_en if language == "en" else self.avoided_nl
        return [line.strip() for line in lines.splitlines() if line.strip()]


#: every kind of record, in the order of the menu
KINDS: tuple[type[Record], ...] = (Organisation, RemovalRoute, Tip, GlossaryTerm)
