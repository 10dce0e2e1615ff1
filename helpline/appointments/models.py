"""Slots of outside therapists, and appointments of people nobody knows."""

import uuid

from django.db import models

from helpline.appointments.states import HOLDING, AppointmentState, CancelledBy
from helpline.privacy import content, declare, staff
from helpline.programmes.models import Weekday


class Service(models.Model):
    """Whether a programme makes appointments with outside therapists."""

    programme = models.OneToOneField("programmes.Programme", on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)

    FIELD_PRIVACY = declare("id", "programme", "is_on")


class Practice(models.Model):
    """What the phone has to know of a therapist: the number to which callers are put through."""

    therapist = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=16, blank=True, help_text="as the provider takes it: +31...")

    FIELD_PRIVACY = declare("id", therapist=staff(), number=staff())


class Series(models.Model):
    """The same hour every week, from a first day on; with a pause, when the therapist is away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    therapist = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    first_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    paused_from_date = models.DateField(null=True, blank=True)
    paused_until_date = models.DateField(null=True, blank=True)

    FIELD_PRIVACY = declare(
        "id", "programme", therapist=staff("6 weeks after its last day"), weekday=staff("6 weeks after its last day"),
        at=staff("6 weeks after its last day"), minutes=staff("6 weeks after its last day"),
        first_date=staff("6 weeks after its last day"), until_date=staff("6 weeks after its last day"),
        paused_from_date=staff("6 weeks after its last day"), paused_until_date=staff("6 weeks after its last day"),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="series_has_a_weekday")
        ]


class SlotState(models.TextChoices):
    """A slot that is somebody's stays open: an appointment holds it."""

    OPEN = "open"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


class Slot(models.Model):
    """A time at which a therapist can be called. A therapist has one at a time, over all programmes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    therapist = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, blank=True, related_name="slots")
    series_date = models.DateField(null=True, blank=True, help_text="which day of the series it fills")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SlotState.choices, default=SlotState.OPEN)

    FIELD_PRIVACY = declare(
        "id", "programme", "series", "state", therapist=staff("6 weeks after the slot"),
        series_date=staff("6 weeks after the slot"), starts_at=staff("6 weeks after the slot"),
        ends_at=staff("6 weeks after the slot"),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "series_date"], name="one_slot_per_day_of_a_series"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_ends_after_it_starts"
            ),
        ]
        indexes = [
            models.Index(fields=["therapist", "starts_at"], name="slot_of_therapist"),
            models.Index(fields=["programme", "starts_at"], name="slot_of_programme"),
        ]


class Appointment(models.Model):
    """Somebody calls a therapist at a time. Who, nobody knows: there is a code, and not even the code is kept.

    contact, case: from where it was made, if from anywhere. planned_on_date, attended_on_date, started_on_date: the
    days on which the steps were counted, so that a mistake is taken back on its own day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="appointments")
    state = models.CharField(max_length=14, choices=AppointmentState.choices, default=AppointmentState.BOOKED)
    cancelled_by = models.CharField(max_length=10, choices=CancelledBy.choices, blank=True)
    contact = models.ForeignKey(
        "contacts.Contact", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    case = models.ForeignKey("cases.Case", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    booked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    words_hash = models.CharField(max_length=64, unique=True, null=True)
    digits_hash = models.CharField(max_length=64, unique=True, null=True)
    code_ends_at = models.DateTimeField()
    planned_on_date = models.DateField()
    attended_on_date = models.DateField(null=True, blank=True)
    started_on_date = models.DateField(null=True, blank=True)
    link_hash = models.CharField(
        max_length=64, unique=True, null=True, help_text="of the link to report with"
    )
    link_ends_at = models.DateTimeField(null=True, blank=True)
    link_mailed = models.BooleanField(default=False)
    erase_on_date = models.DateField(db_index=True)

    FIELD_PRIVACY = declare(
        "id", "programme", "words_hash", "digits_hash", "code_ends_at", "link_hash", "link_ends_at", "link_mailed",
        "erase_on_date", slot=content("appointment term"), state=content("appointment term"),
        cancelled_by=content("appointment term"), contact=content("appointment term"),
        case=content("appointment term"), booked_by=staff("appointment term"),
        planned_on_date=content("appointment term"), attended_on_date=content("appointment term"),
        started_on_date=content("appointment term"),
    )  # fmt: skip

    class Meta:
        constraints = [
            # the last word when two counsellors book one slot at the same moment
            models.UniqueConstraint(
                fields=["slot"], condition=models.Q(state__in=list(HOLDING)), name="one_appointment_per_slot"
            )
        ]
