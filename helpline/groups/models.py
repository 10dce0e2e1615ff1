"""Peer groups: meetings, who takes part under which alias, and who would like to."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.groups import terms
from helpline.groups.states import GroupState, InterestState, PartState
from helpline.privacy import content, declare, staff


class PlaceKind(models.TextChoices):
    ONLINE = "online", _("Online")
    IN_PERSON = "in_person", _("In person")


class Group(models.Model):
    """A row of meetings for people with the same question. name: a working title of the staff's, about nobody.

    Aliases and joining instructions are sealed with the group's own key, which is shredded at its term.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=GroupState.choices, default=GroupState.GATHERING)
    places = models.PositiveSmallIntegerField(default=terms.PLACES)
    run_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    opened_on_date = models.DateField()
    erase_on_date = models.DateField(db_index=True)
    data_key = models.OneToOneField("vault.DataKey", on_delete=models.SET_NULL, null=True, related_name="+")

    FIELD_PRIVACY = declare(
        "id", "programme", "state", "places", "data_key", "erase_on_date", name=staff("group term"),
        run_by=staff("group term"), opened_on_date=content("group term"),
    )  # fmt: skip


class Meeting(models.Model):
    """One meeting. instruction: how to join, in neutral words, sealed; empty for none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=90)
    place = models.CharField(max_length=10, choices=PlaceKind.choices, default=PlaceKind.ONLINE)
    instruction = models.BinaryField(default=bytes)

    FIELD_PRIVACY = declare(
        "id", "group", "minutes", "place", starts_at=content("group term"), instruction=content("group term"),
    )  # fmt: skip


class Participant(models.Model):
    """Somebody under an alias, which is sealed. case: when they have one, and the counsellor linked it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="participants")
    alias = models.BinaryField()
    state = models.CharField(max_length=10, choices=PartState.choices, default=PartState.WAITING)
    case = models.ForeignKey("cases.Case", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    since_date = models.DateField(help_text="the day of the last move")

    FIELD_PRIVACY = declare(
        "id", "group", alias=content("group term"), state=content("group term"), case=content("group term"),
        since_date=content("group term"),
    )  # fmt: skip


class Attendance(models.Model):
    """Whether somebody came to a meeting. counted_on_date: when that was counted, to take a mistake back."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendances")
    came = models.BooleanField()
    counted_on_date = models.DateField(null=True, blank=True)

    FIELD_PRIVACY = declare(
        "id", "meeting", "participant", came=content("group term"), counted_on_date=content("group term"),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "participant"], name="one_attendance_per_meeting")
        ]


class Interest(models.Model):
    """Somebody would like to join a group: said in a letter of the post, a contact, a case, or to a counsellor.

    letter_id: of the letter, in the room of the post; a letter tells of one interest, however often it is marked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(
        Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="interests"
    )
    letter_id = models.UUIDField(null=True, blank=True, unique=True)
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=InterestState.choices, default=InterestState.OPEN)
    noted_on_date = models.DateField()
    erase_on_date = models.DateField(db_index=True)

    FIELD_PRIVACY = declare(
        "id", "programme", "state", "erase_on_date", group=content("interest term"),
        letter_id=content("interest term"), contact=content("interest term"), case=content("interest term"),
        noted_on_date=content("interest term"),
    )  # fmt: skip
