"""The post: correspondences, their letters, and what a programme promises about them."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.mail.states import Delivery, Road, Side, State
from helpline.privacy import content, declare, staff
from helpline.programmes.models import Channel, in_language

POST_TERM = "post term"


class Unit(models.TextChoices):
    HOURS = "hours", _("hours in which somebody is there")
    DAYS = "days", _("days on which somebody is there")


class Postbox(models.Model):
    """What a programme promises about its post, and the hour that is being counted.

    staffed_as: the channel whose opening hours are the hours in which letters are answered. The hour's numbers are
    for everybody together; they say nothing about anybody, and are emptied when another hour begins.
    """

    programme = models.OneToOneField(
        "programmes.Programme", on_delete=models.CASCADE, related_name="+", verbose_name=_("programme")
    )
    promise = models.PositiveSmallIntegerField(
        _("an answer within"), default=2, validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    unit = models.CharField(_("unit"), max_length=5, choices=Unit.choices, default=Unit.DAYS)
    staffed_as = models.CharField(
        _("counted in the opening hours of"), max_length=10, choices=Channel.choices, default=Channel.CHAT,
        help_text=_("The hours in which somebody answers letters."),
    )  # fmt: skip
    closed = models.BooleanField(
        _("closed for a while"), default=False, help_text=_("Visitors are told, and see the other ways in.")
    )
    second_pair = models.BooleanField(
        _("a second pair of eyes"),
        default=False,
        help_text=_("A colleague looks at an answer before it leaves."),
    )

    hour_at = models.DateTimeField(null=True, editable=False)
    taken = models.PositiveIntegerField(default=0, editable=False)
    taken_unproved = models.PositiveIntegerField(default=0, editable=False)
    automatic = models.PositiveIntegerField(default=0, editable=False)
    fetching_until = models.DateTimeField(
        null=True, editable=False, help_text="one process fetches at a time"
    )
    fetched_at = models.DateTimeField(
        null=True, editable=False, help_text="when the mailbox was last emptied"
    )

    FIELD_PRIVACY = declare(
        "id", "programme", "promise", "unit", "staffed_as", "closed", "second_pair", "hour_at", "taken",
        "taken_unproved", "automatic", "fetching_until", "fetched_at",
    )  # fmt: skip

    class Meta:
        verbose_name = _("postbox")
        verbose_name_plural = _("postboxes")

    def __str__(self) -> str:
        return str(self.programme)


class Correspondence(models.Model):
    """The letters of one person about one thing, and our answers. Nobody knows whose they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    contact = models.OneToOneField("contacts.Contact", on_delete=models.SET_NULL, null=True, related_name="+")
    data_key = models.OneToOneField("vault.DataKey", on_delete=models.SET_NULL, null=True, related_name="+")
    road = models.CharField(max_length=4, choices=Road.choices, default=Road.WEB)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    training = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="nl")
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey(
        "cases.Case", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="because its writer gave the case's code",
    )  # fmt: skip
    wants_group = models.BooleanField(default=False, help_text="its writer would like to join a peer group")
    brought = models.JSONField(default=dict, help_text="coded answers that came along: list key to codes")

    arrived_at = models.DateTimeField(help_text="the first letter that is not answered, or was answered last")
    due_at = models.DateTimeField(help_text="until when an answer was promised")
    last_letter_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    visitor_seen_at = models.DateTimeField(null=True)

    epoch = models.PositiveIntegerField(default=1, help_text="bumped when a browser's visit is to end")
    head = models.PositiveIntegerField(default=0)
    read_up_to = models.PositiveIntegerField(default=0, help_text="the newest letter its writer has seen")
    return_code_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    #: of the bridge: where an answer goes, sealed; and whether the one automatic answer was sent
    reply_nonce = models.BinaryField(max_length=12, null=True)
    reply_ciphertext = models.BinaryField(null=True)
    automatic_sent = models.BooleanField(default=False)

    FIELD_PRIVACY = declare(
        "id", "programme", "contact", "data_key", "road", "state", "training", "language", "expires_at", "epoch",
        "head", "read_up_to", "reply_nonce", "automatic_sent",
        owner=staff(POST_TERM), case=content(POST_TERM), wants_group=content(POST_TERM),
        brought=content(POST_TERM), arrived_at=content(POST_TERM), due_at=content(POST_TERM),
        last_letter_at=content(POST_TERM), visitor_seen_at=content(POST_TERM), return_code_hash=content(POST_TERM),
        reply_ciphertext=content(POST_TERM),
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["programme", "state", "due_at"], name="post_inbox"),
            models.Index(fields=["owner", "state"], name="post_of_owner"),
            models.Index(fields=["expires_at"], name="post_term"),
        ]


class Letter(models.Model):
    """One letter, answer, proposal or note: sealed, and bound to its place."""

    #: no index of its own: the constraints begin with the correspondence
    correspondence = models.ForeignKey(
        Correspondence, on_delete=models.CASCADE, related_name="letters", db_index=False
    )
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)
    author = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    request_id = models.UUIDField(help_text="of the form that was sent: sent twice, it is one letter")
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()
    attachments_removed = models.PositiveSmallIntegerField(default=0)
    is_cut = models.BooleanField(default=False, help_text="the mail was longer than a letter may be")

    delivery = models.CharField(max_length=6, choices=Delivery.choices, blank=True, default=Delivery.NONE)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    #: SHA-256 of the random half of the answer's Message-ID, by which an answer to it is known
    reference_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)

    FIELD_PRIVACY = declare(
        "id", "correspondence", "number", "side", "request_id", "nonce", "attachments_removed", "is_cut", "delivery",
        "attempts", "next_attempt_at", author=staff(POST_TERM), at=content(POST_TERM), ciphertext=content(POST_TERM),
        reference_hash=content(POST_TERM),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["correspondence", "number"], name="one_letter_per_number"),
            models.UniqueConstraint(
                fields=["correspondence", "side", "request_id"], name="one_letter_per_request"
            ),
        ]
        indexes = [models.Index(fields=["delivery", "next_attempt_at"], name="letter_delivery")]


class FetchedMail(models.Model):
    """A mail that was taken in and still has to be removed from the server: its number there, and nothing of it."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="+")
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()

    FIELD_PRIVACY = declare("id", "programme", "uid_validity", "uid")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "uid_validity", "uid"], name="one_letter_per_mail")
        ]


class LetterTemplate(models.Model):
    """Text that a counsellor can begin an answer with, per programme, in both languages."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="+", verbose_name=_("programme")
    )
    shortcut = models.SlugField(_("short name"), max_length=30)
    text_nl = models.TextField(_("Dutch"), max_length=6000)
    text_en = models.TextField(_("English"), max_length=6000)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    FIELD_PRIVACY = declare("id", "programme", "shortcut", "text_nl", "text_en", "order")

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        constraints = [
            models.UniqueConstraint(fields=["programme", "shortcut"], name="one_template_shortcut")
        ]

    def __str__(self) -> str:
        return self.shortcut

    def text(self, language: str) -> str:
        """The text in the language of the correspondence."""
        return in_language(self.text_nl, self.text_en, language)
