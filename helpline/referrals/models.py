"""Referrals to organisations of the directory, and that something was reported to the hotline."""

import uuid

from django.db import models

from helpline.privacy import content, declare, staff


class Referral(models.Model):
    """Somebody was told of an organisation that can help, perhaps with a note to take along.

    The organisation is named by its key in the directory, where its facts stand. The note is sealed: with the key of
    the case, else with a key of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.SlugField(max_length=60, help_text="its key in the directory")
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_date = models.DateField()
    outcome = models.CharField(
        max_length=40,
        blank=True,
        help_text="a code of the programme's list of outcomes; empty: not heard yet",
    )
    outcome_date = models.DateField(null=True, blank=True)
    data_key = models.OneToOneField(
        "vault.DataKey", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="empty: the note is sealed with the key of the case, or there is none",
    )  # fmt: skip
    nonce = models.BinaryField(max_length=12, default=bytes)
    ciphertext = models.BinaryField(
        default=bytes, help_text="what the person agreed to pass on; empty: no note"
    )
    erase_on_date = models.DateField(null=True, blank=True, help_text="of one without a case")

    FIELD_PRIVACY = declare(
        "id", "programme", "contact", "case", "data_key", "nonce", "erase_on_date",
        organisation=content("referral term"), made_by=staff("referral term"), made_date=content("referral term"),
        outcome=content("referral term"), outcome_date=content("referral term"),
        ciphertext=content("referral term"),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case__isnull=False) | models.Q(erase_on_date__isnull=False),
                name="referral_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "outcome", "made_date"], name="referrals_of_programme"),
            models.Index(fields=["erase_on_date"], name="referral_ends"),
        ]


class HotlineReport(models.Model):
    """That web addresses were passed on to the hotline: on which day, how many, and under which reference of theirs.

    Never the addresses, nor of which contact or case they came.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    reported_date = models.DateField()
    addresses = models.PositiveSmallIntegerField(help_text="how many")
    reference = models.CharField(max_length=40, blank=True, help_text="the hotline's own")
    erase_on_date = models.DateField(db_index=True)

    FIELD_PRIVACY = declare(
        "id", "programme", "reported_date", "addresses", "erase_on_date",
        reference=content("hotline term"),
    )  # fmt: skip
