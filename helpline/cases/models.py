"""A case: what goes on with one person over several contacts, under an alias, until its term."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.cases.states import CaseState
from helpline.privacy import content, declare, staff


class Case(models.Model):
    """Contacts that belong together because the person said so, with a code, or because the counsellor knows.

    Nothing in it identifies the person: an alias stands for the name, and of a return code only a slow hash is kept.
    What is written about the case is sealed with the case's own key, and ends with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    alias = models.CharField(max_length=60)
    alias_key = models.CharField(
        max_length=60, help_text="the alias as it is searched for: plain small letters"
    )
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_on_date = models.DateField()
    moved_at = models.DateTimeField(help_text="the last move: the term counts from here")
    expires_at = models.DateTimeField()
    data_key = models.OneToOneField("vault.DataKey", on_delete=models.SET_NULL, null=True, related_name="+")
    words_hash = models.CharField(
        max_length=64, null=True, blank=True, unique=True, help_text="of the return code in words"
    )
    digits_hash = models.CharField(
        max_length=64, null=True, blank=True, unique=True, help_text="of the ten digits for the phone"
    )

    FIELD_PRIVACY = declare(
        "id", "programme", "state", "expires_at", "data_key",
        alias=content("case term"), alias_key=content("case term"), owner=staff("case term"),
        opened_on_date=content("case term"), moved_at=content("case term"), words_hash=content("case term"),
        digits_hash=content("case term"),
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "alias_key"], name="one_case_alias")]
        indexes = [
            # the list is walked in this order, whichever programmes somebody sees
            models.Index(fields=["-moved_at", "-id"], name="case_moved"),
            # and counted from this one alone
            models.Index(fields=["programme", "state", "expires_at"], name="case_count"),
            models.Index(fields=["owner", "state"], name="case_of_owner"),
            models.Index(fields=["expires_at"], name="case_term"),
        ]


class LineKind(models.TextChoices):
    """What a line of a case's timeline tells of."""

    CONTACT = "contact", _("Contact")
    NOTE = "note", _("Note")
    REFERRAL = "referral", _("Referral")
    APPOINTMENT = "appointment", _("Appointment")
    RISK = "risk", _("Risk record")
    GROUP = "group", _("Group")
    STATE = "state", _("Case")
    TASK = "task", _("Task")
    POST = "post", _("Post")


class TimelineLine(models.Model):
    """One thing that happened in a case. Appended, never edited.

    object_id: of what it tells of, in the room that made it; that may be gone before the case is. codes: short codes
    that say what happened, never words.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lines", db_index=False)
    kind = models.CharField(max_length=11, choices=LineKind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    object_id = models.UUIDField(null=True, blank=True)
    codes = models.JSONField(default=dict)

    FIELD_PRIVACY = declare(
        "id", "case", "kind", "object_id",
        at=content("case term"), by=staff("case term"), codes=content("case term"),
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["case", "at"], name="timeline_of_case"),
            models.Index(fields=["object_id"], name="timeline_of_object"),
        ]


class Note(models.Model):
    """What a counsellor wrote about a case, sealed with the case's key. Emptied when it is taken away early."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sealed = models.BinaryField()
    removed_at = models.DateTimeField(null=True, blank=True)

    FIELD_PRIVACY = declare(
        "id", "case",
        by=staff("case term"), written_at=content("case term"), sealed=content("case term"),
        removed_at=content("case term"),
    )  # fmt: skip


class TaskKind(models.TextChoices):
    """What is to be done. More words, if any, are sealed."""

    GET_IN_TOUCH = "get_in_touch", _("Get in touch")
    LOOK_AGAIN = "look_again", _("See how it goes")
    CHECK_REFERRAL = "check_referral", _("Ask whether the referral worked")
    CONSULT = "consult", _("Talk it over with a colleague")
    FIND_OUT = "find_out", _("Find something out")
    OTHER = "other", _("Something else")


class Task(models.Model):
    """Something to be done for a case at a moment, by somebody or by whoever is there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=14, choices=TaskKind.choices)
    assigned_to = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    sealed = models.BinaryField(default=bytes, help_text="more words, if any")
    ended_at = models.DateTimeField(null=True, blank=True)
    dropped = models.BooleanField(default=False, help_text="ended without being done")

    FIELD_PRIVACY = declare(
        "id", "case", "kind", "dropped",
        assigned_to=staff("case term"), made_by=staff("case term"), due_at=content("case term"),
        sealed=content("case term"), ended_at=content("case term"),
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["assigned_to", "ended_at", "due_at"], name="task_of_person"),
            models.Index(fields=["ended_at", "due_at"], name="task_due"),
        ]


class LinkedContact(models.Model):
    """A contact that belongs to a case: to one at most. Ends with whichever of the two ends first."""

    contact = models.OneToOneField("contacts.Contact", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="linked")

    FIELD_PRIVACY = declare("id", contact=content("contact term"), case=content("contact term"))
