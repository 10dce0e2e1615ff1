"""A risk record: what was noticed, who was consulted, what was decided, and how it went on.

Codes and moments stand in the row, so that the board can show what waits. Everything that somebody wrote is sealed,
each text in a row of its own, and is only ever added to.
"""

import uuid

from django.db import models

from helpline.care.meldcode import Applies, Help, Report, TextKind
from helpline.care.states import RiskState
from helpline.privacy import content, declare, staff


class RiskRecord(models.Model):
    """Somebody may be at risk. The record belongs to a contact, to a case, or to both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    level = models.CharField(max_length=40, help_text="a code of the programme's list of levels")
    state = models.CharField(max_length=10, choices=RiskState.choices, default=RiskState.OPEN)
    round = models.PositiveSmallIntegerField(
        default=1, help_text="begins anew when it became more serious, and when it was opened again"
    )
    applies = models.CharField(max_length=10, choices=Applies.choices, default=Applies.UNKNOWN)
    report = models.CharField(max_length=10, choices=Report.choices, blank=True)
    help_given = models.CharField(max_length=10, choices=Help.choices, blank=True)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    consulted = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    consulted_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(
        null=True, blank=True, help_text="when the one who was consulted signed for what was advised"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    follow_up_at = models.DateTimeField(
        null=True, blank=True, help_text="when something is to follow; empty once it was done"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    data_key = models.OneToOneField(
        "vault.DataKey", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="empty: its texts are sealed with the key of the case",
    )  # fmt: skip
    expires_at = models.DateTimeField(
        null=True, blank=True, help_text="of one without a case that was closed: when it is erased"
    )

    FIELD_PRIVACY = declare(
        "id", "programme", "contact", "case", "state", "round", "data_key", "expires_at",
        level=content("risk term"), applies=content("risk term"), report=content("risk term"),
        help_given=content("risk term"), author=staff("risk term"), opened_at=content("risk term"),
        consulted=staff("risk term"), consulted_at=content("risk term"), signed_at=content("risk term"),
        decided_at=content("risk term"), follow_up_at=content("risk term"), closed_at=content("risk term"),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=RiskState.OPEN)
                | models.Q(consulted__isnull=False, consulted_at__isnull=False),
                name="risk_goes_on_after_a_consultation",
            ),
            models.CheckConstraint(
                condition=models.Q(consulted__isnull=True) | ~models.Q(consulted=models.F("author")),
                name="risk_consulted_is_somebody_else",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RiskState.CLOSED)
                | models.Q(signed_at__isnull=False, closed_at__isnull=False, decided_at__isnull=False),
                name="risk_closed_is_signed_and_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="risk_of_programme"),
            models.Index(fields=["expires_at"], name="risk_expires"),
        ]


class RiskText(models.Model):
    """One text of a record, sealed. It is never changed: who has more to say adds another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(RiskRecord, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=12, choices=TextKind.choices)
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    consulted = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="of what was advised: who advised it",
    )  # fmt: skip
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()

    FIELD_PRIVACY = declare(
        "id", "record", "kind", "round", "nonce",
        by=staff("risk term"), written_at=content("risk term"), consulted=staff("risk term"),
        ciphertext=content("risk term"),
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["record", "written_at"], name="risk_texts")]
