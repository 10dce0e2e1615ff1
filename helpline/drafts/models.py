"""What somebody is typing and has not saved yet: masked, sealed, for a few days, for themselves alone."""

from django.db import models

from helpline.privacy import content, declare, staff


class Draft(models.Model):
    """What one member of staff typed in one form.

    key: which form, and of what ("cases.note:<id>"). version only grows, also over an end: a draft that was used or
    thrown away stays as an empty row until its term, so that a late copy of an earlier request cannot bring it back.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=0)
    request_id = models.UUIDField(
        null=True, help_text="the request that set this version: a repeat changes nothing"
    )
    data_key = models.OneToOneField("vault.DataKey", on_delete=models.SET_NULL, null=True, related_name="+")
    nonce = models.BinaryField(max_length=12, default=b"")
    ciphertext = models.BinaryField(default=b"")
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    FIELD_PRIVACY = declare(
        "id", "version", "request_id", "data_key", "nonce", "expires_at",
        user=staff("draft term"), key=content("draft term"), ciphertext=content("draft term"),
        saved_at=staff("draft term"),
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_draft_per_form")]
        indexes = [models.Index(fields=["key"], name="draft_by_key")]
