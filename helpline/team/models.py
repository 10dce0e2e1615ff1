"""What colleagues tell each other, for a day; notes to the shift lead, for two weeks; tip sheets."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.privacy import content, declare, staff


class TalkDay(models.Model):
    """The talk of one programme's team on one day: the key that all of it is sealed with, and when it is over."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="+")
    on_date = models.DateField()
    data_key = models.OneToOneField("vault.DataKey", on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(db_index=True)

    FIELD_PRIVACY = declare("id", "programme", "on_date", "data_key", "expires_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "on_date"], name="one_talk_a_day")]


class Remark(models.Model):
    """Something a colleague said to the team."""

    id = models.UUIDField(
        primary_key=True, default=uuid.uuid4, help_text="made by the browser: a repeat is the same remark"
    )
    day = models.ForeignKey(TalkDay, on_delete=models.CASCADE, related_name="remarks")
    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()

    FIELD_PRIVACY = declare(
        "id", "day", "nonce", author=staff("one day"), said_at=staff("one day"), ciphertext=content("one day")
    )

    class Meta:
        ordering = ["said_at", "pk"]


class Heard(models.Model):
    """How far somebody has read the talk of a team."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    day = models.ForeignKey(TalkDay, on_delete=models.CASCADE, related_name="heard")
    until = models.DateTimeField()

    FIELD_PRIVACY = declare("id", "day", user=staff("one day"), until=staff("one day"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_heard_a_day")]


class Debrief(models.Model):
    """A short note of a counsellor to the shift leads, after a contact or a shift that weighs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    wants_talk = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    seen_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    data_key = models.OneToOneField("vault.DataKey", on_delete=models.SET_NULL, null=True, related_name="+")
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    FIELD_PRIVACY = declare(
        "id", "programme", "data_key", "nonce", "expires_at",
        author=staff("debrief term"), wants_talk=staff("debrief term"), written_at=staff("debrief term"),
        seen_by=staff("debrief term"), seen_at=staff("debrief term"), ciphertext=content("debrief term"),
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["programme", "seen_at"], name="debrief_unseen")]


class TipSheet(models.Model):
    """What helps in a talk about one thing: it stands beside the registration once that answer is chosen."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="+", verbose_name=_("programme")
    )
    field = models.SlugField(
        _("question"), max_length=40, help_text=_("A question of the registration form, such as topics.")
    )
    code = models.SlugField(_("answer"), max_length=40, help_text=_("The answer to which the sheet belongs."))
    title_nl = models.CharField(_("title, Dutch"), max_length=80)
    title_en = models.CharField(_("title, English"), max_length=80)
    text_nl = models.TextField(
        _("text, Dutch"), max_length=4000, help_text=_("A line that begins with - is a point.")
    )
    text_en = models.TextField(_("text, English"), max_length=4000)
    reviewed_on_date = models.DateField(_("reviewed on"))

    FIELD_PRIVACY = declare(
        "id", "programme", "field", "code", "title_nl", "title_en", "text_nl", "text_en", "reviewed_on_date"
    )

    class Meta:
        verbose_name = _("tip sheet")
        verbose_name_plural = _("tip sheets")
        constraints = [models.UniqueConstraint(fields=["programme", "field", "code"], name="one_tip_sheet")]

    def __str__(self) -> str:
        return self.title_nl
