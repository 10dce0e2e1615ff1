"""Calls while they last, who answers them, and what is still to be deleted at the provider.

Nothing here holds a caller's number. A call's row lives from the first ring until some minutes after its end; then
it is counted, its contact stands alone, and the row is gone with the provider's name for the call.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.phone.outcome import Stage
from helpline.privacy import content, declare, staff
from helpline.programmes.numbers import is_e164


def check_number(number: str) -> None:
    """Raise ValidationError unless this is a number as the provider takes it."""
    if not is_e164(number):
        raise ValidationError(
            _("Write the number with its country: +31 and then the number, without spaces.")
        )


class LegKind(models.TextChoices):
    """Why a leg was made."""

    #: a counsellor's browser that takes the longest waiting caller
    PULL = "pull"
    #: a counsellor's desk phone that does
    DESK_PHONE = "desk_phone"
    #: a colleague who joins a call
    JOIN = "join"
    #: another organisation that is asked to join
    OUTSIDE = "outside"


class LegState(models.TextChoices):
    MADE = "made"
    LIVE = "live"
    ENDED = "ended"


class OfferState(models.TextChoices):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"


class PhoneDevice(models.TextChoices):
    """With what a counsellor answers."""

    BROWSER = "browser", _("This computer")
    DESK_PHONE = "desk_phone", _("A desk phone")


class PhoneLine(models.Model):
    """The phone of a programme. Its row is the lock of the line: who moves a call in it holds it."""

    programme = models.OneToOneField(
        "programmes.Programme", on_delete=models.CASCADE, related_name="+", verbose_name=_("programme")
    )
    number = models.CharField(
        _("own number"),
        max_length=16,
        blank=True,
        validators=[check_number],
        help_text=_(
            "As the provider knows it, such as +31 and the number. Whoever we call sees this number."
        ),
    )
    wait_limit_minutes = models.PositiveSmallIntegerField(
        _("longest wait"),
        default=15,
        help_text=_("Minutes after which a waiting caller is told another way."),
    )
    max_waiting = models.PositiveSmallIntegerField(
        _("longest line"),
        default=10,
        help_text=_("With so many waiting, the next caller hears that it is busy."),
    )
    ask_tried_before = models.BooleanField(
        _("ask whether somebody called before"),
        default=True,
        help_text=_("Press 1 if you tried before today. Nobody has to."),
    )
    last_missed_at = models.DateTimeField(null=True, blank=True, editable=False)
    overload = models.BooleanField(default=False, editable=False)
    overload_text_nl = models.CharField(max_length=200, blank=True, editable=False)
    overload_text_en = models.CharField(max_length=200, blank=True, editable=False)

    FIELD_PRIVACY = declare(
        "id", "programme", "number", "wait_limit_minutes", "max_waiting", "ask_tried_before",
        "overload", "overload_text_nl", "overload_text_en",
        last_missed_at=content("one hour"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("phone line")
        verbose_name_plural = _("phone lines")

    def __str__(self) -> str:
        return self.programme.name


class Call(models.Model):
    """One call to the helpline, until it is counted. Nothing in it says who called."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    sid = models.CharField(max_length=34, unique=True, help_text="the provider's name for the call")
    contact = models.OneToOneField("contacts.Contact", on_delete=models.SET_NULL, null=True, related_name="+")
    conversation = models.ForeignKey(
        "chat.Conversation", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.SET_NULL, null=True, related_name="+")
    counsellor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    stage = models.CharField(
        max_length=8, choices=[(stage, stage) for stage in Stage], default=Stage.ARRIVING
    )
    language = models.CharField(max_length=2, default="nl")
    tried_before = models.BooleanField(default=False)
    code_tries = models.PositiveSmallIntegerField(default=0)
    minutes_since_miss = models.PositiveSmallIntegerField(null=True)
    room = models.CharField(max_length=36, blank=True, help_text="the conference it was moved to")
    put_through = models.CharField(
        max_length=64, blank=True, help_text="what the reader of a keyed code wants to hear again"
    )
    arrived_at = models.DateTimeField()
    heard_at = models.DateTimeField(help_text="the last request about it")
    queued_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    FIELD_PRIVACY = declare(
        "id", "programme", "contact", "stage", "language",
        sid=content("until it is counted"), conversation=content("until it is counted"),
        case=content("until it is counted"),
        counsellor=staff("until it is counted"), tried_before=content("until it is counted"),
        code_tries=content("until it is counted"), minutes_since_miss=content("until it is counted"),
        room=content("until it is counted"), put_through=content("until it is counted"),
        arrived_at=content("until it is counted"),
        heard_at=content("until it is counted"), queued_at=content("until it is counted"),
        answered_at=content("until it is counted"), ended_at=content("until it is counted"),
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["programme", "stage", "queued_at"], name="call_line"),
            models.Index(fields=["stage", "ended_at"], name="call_ended"),
        ]


class Evidence(models.Model):
    """One piece of a call's evidence. The set only grows."""

    #: no index of its own: the constraint begins with the call
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="evidence", db_index=False)
    kind = models.CharField(max_length=10)
    code = models.CharField(max_length=20, blank=True)
    seconds = models.IntegerField(default=-1)

    FIELD_PRIVACY = declare(
        "id", "call", "kind", code=content("until it is counted"), seconds=content("until it is counted")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "kind", "code", "seconds"], name="one_piece")]


class Leg(models.Model):
    """The part of a call that leads to a counsellor or to another organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, null=True, related_name="legs")
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=LegKind.choices)
    state = models.CharField(max_length=8, choices=LegState.choices, default=LegState.MADE)
    sid = models.CharField(max_length=34, null=True, unique=True)
    outside_name = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    FIELD_PRIVACY = declare(
        "id", "programme", "call", "kind", "state",
        user=staff("until the call is counted"), sid=content("until the call is counted"),
        outside_name=content("until the call is counted"), made_at=staff("until the call is counted"),
        ended_at=staff("until the call is counted"),
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["user", "state"], name="leg_of_user")]


class PhonePresence(models.Model):
    """A counsellor's availability for calls: what they said, and a lease that proves they are there."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="+")
    available = models.BooleanField(default=False)
    device = models.CharField(max_length=10, choices=PhoneDevice.choices, default=PhoneDevice.BROWSER)
    desk_number = models.CharField(max_length=16, blank=True)
    leased_until = models.DateTimeField(null=True)

    FIELD_PRIVACY = declare(
        "id", "programme", user=staff(), available=staff(), device=staff(), desk_number=staff(),
        leased_until=staff(),
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "programme"], name="one_phone_presence")]


class Handover(models.Model):
    """An offer of a call to a colleague, or to whoever answers in its programme. The caller talks on meanwhile."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="handovers")
    from_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OFFERED)
    offered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    FIELD_PRIVACY = declare(
        "id", "call", "state",
        from_user=staff("until the call is counted"), to_user=staff("until the call is counted"),
        offered_at=staff("until the call is counted"), settled_at=staff("until the call is counted"),
    )  # fmt: skip


class OutsideDesk(models.Model):
    """Another organisation that a counsellor may ask to join a call."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="+", verbose_name=_("programme")
    )
    name = models.CharField(_("name"), max_length=120)
    number = models.CharField(
        _("number"), max_length=16, validators=[check_number], help_text=_("Such as +31 and the number.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("shown"), default=True)

    FIELD_PRIVACY = declare("id", "programme", "name", "number", "order", "active")

    class Meta:
        verbose_name = _("outside desk")
        verbose_name_plural = _("outside desks")
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="one_outside_desk")]

    def __str__(self) -> str:
        return self.name


class PhoneCode(models.Model):
    """Ten digits with which a caller comes back to a conversation. Only a slow keyed hash is kept."""

    code_hash = models.CharField(max_length=64, unique=True)
    conversation = models.OneToOneField("chat.Conversation", on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()

    FIELD_PRIVACY = declare(
        "id", "conversation", code_hash=content("chat term"), made_at=content("chat term")
    )


class ProviderRecord(models.Model):
    """The provider's name of a call that is counted here and still to be deleted there. It leads to nothing else.

    A deleted one is kept for a day, so that a request that comes late is known to be late.
    """

    #: random, so that the order of rows does not tell which call was counted when
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sid = models.CharField(max_length=34, unique=True)
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True)
    given_up = models.BooleanField(default=False)

    FIELD_PRIVACY = declare(
        "id", "tries", "given_up",
        sid=content("a day after it is deleted at the provider"),
        due_at=content("a day after it is deleted at the provider"),
        deleted_at=content("a day after it is deleted at the provider"),
    )  # fmt: skip


class Tally(models.Model):
    """How often something happened to the phone on a day: records deleted at the provider, requests refused."""

    day_date = models.DateField()
    what = models.CharField(max_length=20)
    n = models.PositiveIntegerField(default=0)

    FIELD_PRIVACY = declare("id", "day_date", "what", "n")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day_date", "what"], name="one_tally")]
