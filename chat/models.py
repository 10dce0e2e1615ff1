"""Conversations and the log of their events. The log is the truth; everything else only wakes."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.states import EndedHow, State, TransferState
from helpline.privacy import content, declare, staff


class Sender(models.IntegerChoices):
    SYSTEM = 0
    VISITOR = 1
    COUNSELLOR = 2
    LEAD = 3


class Line(models.IntegerChoices):
    """A conversation has two logs: what everybody sees, and what only staff see (whispers, notes at a transfer).

    Each counts its own sequence, so that a visitor's numbers never show a gap where staff whispered.
    """

    MAIN = 0
    ASIDE = 1


class EventKind(models.IntegerChoices):
    TEXT = 0
    #: the system tells something; the body is a code with parameters, worded on the screen in the reader's language
    NOTICE = 1
    #: the panel for immediate danger, sent by a counsellor
    DANGER_PANEL = 2
    #: what the visitor brought along from another room and let the helpline read; sent in the visitor's name
    INTRODUCTION = 3


class Conversation(models.Model):
    """One chat, from the door until its term."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    contact = models.OneToOneField("contacts.Contact", on_delete=models.SET_NULL, null=True, related_name="+")
    data_key = models.OneToOneField("vault.DataKey", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    ended_how = models.CharField(max_length=14, choices=EndedHow.choices, blank=True)
    training = models.BooleanField(default=False)
    scripted = models.BooleanField(default=True, help_text="False: the visitor's browser runs no scripts")
    language = models.CharField(max_length=2, default="nl")
    pre_chat = models.JSONField(default=dict, help_text="optional coded answers: list key to codes")

    queued_at = models.DateTimeField(help_text="the place in the queue; kept through grace and take-back")
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    visitor_seen_at = models.DateTimeField()
    grace_until = models.DateTimeField(null=True, blank=True)
    counsellor = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(
        null=True, blank=True, help_text="when the assigned counsellor first opened it"
    )

    #: bumped when the log was replaced or access was withdrawn; a client with another epoch starts over
    epoch = models.PositiveIntegerField(default=1)
    head = models.PositiveIntegerField(default=0)
    aside_head = models.PositiveIntegerField(default=0)
    visitor_delivered = models.PositiveIntegerField(default=0)
    visitor_read = models.PositiveIntegerField(default=0)
    staff_delivered = models.PositiveIntegerField(default=0)
    staff_read = models.PositiveIntegerField(default=0)

    return_code_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    came_back = models.PositiveSmallIntegerField(default=0)
    survey_done = models.BooleanField(default=False)
    last_entry_told = models.BooleanField(
        default=False, help_text="the visitor knows that the chat is about to close"
    )

    FIELD_PRIVACY = declare(
        "id", "programme", "contact", "data_key", "state", "ended_how", "training", "scripted", "language",
        "expires_at", "epoch", "head", "aside_head", "visitor_delivered", "visitor_read", "staff_delivered",
        "staff_read", "came_back", "survey_done", "last_entry_told",
        pre_chat=content("chat term"), queued_at=content("chat term"), answered_at=content("chat term"),
        ended_at=content("chat term"), visitor_seen_at=content("chat term"), grace_until=content("chat term"),
        counsellor=staff("chat term"), opened_at=staff("chat term"), return_code_hash=content("chat term"),
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["programme", "state", "queued_at"], name="conversation_queue"),
            models.Index(fields=["counsellor", "state"], name="conversation_own"),
            models.Index(fields=["expires_at"], name="conversation_term"),
        ]


class Event(models.Model):
    """One entry of a conversation's log."""

    #: no index of its own: both constraints below begin with the conversation
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    line = models.PositiveSmallIntegerField(choices=Line.choices, default=Line.MAIN)
    seq = models.PositiveIntegerField()
    sender = models.PositiveSmallIntegerField(choices=Sender.choices)
    staff_id = models.BigIntegerField(null=True, blank=True)
    client_id = models.CharField(max_length=36)
    kind = models.PositiveSmallIntegerField(choices=EventKind.choices, default=EventKind.TEXT)
    at = models.DateTimeField()
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()

    FIELD_PRIVACY = declare(
        "id", "conversation", "line", "seq", "sender", "client_id", "kind", "nonce",
        staff_id=staff("chat term"), at=content("chat term"), ciphertext=content("chat term"),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "line", "seq"], name="one_event_per_seq"),
            models.UniqueConstraint(
                fields=["conversation", "sender", "client_id"], name="one_event_per_client_id"
            ),
        ]


class UsedTicket(models.Model):
    """The random id of a ticket that was used, kept until the ticket could no longer be valid."""

    id = models.UUIDField(primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    FIELD_PRIVACY = declare("id", "expires_at")


class Presence(models.Model):
    """A counsellor's availability in a programme: what they said, and a lease that proves they are there."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="+")
    available = models.BooleanField(default=False)
    on_break = models.BooleanField(default=False)
    after_heavy = models.BooleanField(
        default=False, help_text="the break is a moment after a heavy contact; colleagues see it"
    )
    capacity = models.PositiveSmallIntegerField(default=2)
    leased_until = models.DateTimeField(null=True, blank=True)

    FIELD_PRIVACY = declare(
        "id",
        "programme",
        user=staff(),
        available=staff(),
        on_break=staff(),
        after_heavy=staff(),
        capacity=staff(),
        leased_until=staff(),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "programme"], name="one_presence")]


class Transfer(models.Model):
    """An offer of a conversation to a colleague, the queue of a programme, or back. Take-back is guaranteed."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="transfers")
    from_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    from_programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    to_user = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.OFFERED)
    offered_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    FIELD_PRIVACY = declare(
        "id", "conversation", "from_programme", "to_programme", "state",
        from_user=staff("chat term"), to_user=staff("chat term"), offered_at=staff("chat term"),
        settled_at=staff("chat term"),
    )  # fmt: skip


class CannedAnswer(models.Model):
    """A sentence a counsellor can insert, per programme, in both languages."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="+", verbose_name=_("programme")
    )
    shortcut = models.SlugField(
        _("shortcut"), max_length=30, help_text=_("What a counsellor types after the slash.")
    )
    text_nl = models.TextField(_("Dutch"), max_length=2000)
    text_en = models.TextField(_("English"), max_length=2000)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    FIELD_PRIVACY = declare("id", "programme", "shortcut", "text_nl", "text_en", "order")

    class Meta:
        verbose_name = _("ready answer")
        verbose_name_plural = _("ready answers")
        constraints = [models.UniqueConstraint(fields=["programme", "shortcut"], name="one_canned_shortcut")]

    def __str__(self) -> str:
        return f"/{self.shortcut}"


class OverloadSwitch(models.Model):
    """A shift lead closes the chat's door for a while; visitors are told, and the attempt is counted as overload."""

    programme = models.OneToOneField("programmes.Programme", on_delete=models.CASCADE, related_name="+")
    on = models.BooleanField(default=False)
    text_nl = models.CharField(max_length=200, blank=True, help_text="what visitors read meanwhile")
    text_en = models.CharField(max_length=200, blank=True)
    max_waiting = models.PositiveSmallIntegerField(default=20)
    max_waiting_unscripted = models.PositiveSmallIntegerField(default=5)

    FIELD_PRIVACY = declare(
        "id", "programme", "on", "text_nl", "text_en", "max_waiting", "max_waiting_unscripted"
    )
