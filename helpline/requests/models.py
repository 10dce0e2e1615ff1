"""A professional's request: sealed as a whole, and gone after 30 days at most."""

import uuid

from django.db import models

from helpline.privacy import content, declare, staff
from helpline.requests.kinds import Kind
from helpline.requests.states import RequestState


class ProfessionalRequest(models.Model):
    """Somebody asked, for their work, for a guest lesson or for materials.

    Everything that was typed is one sealed text. What stands beside it is what the office needs to see that work
    waits: which kind, since which day, and who handles it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.WAITING)
    arrived_date = models.DateField()
    erase_on_date = models.DateField(db_index=True)
    handler = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    announced = models.BooleanField(default=False, help_text="a mail to the office has covered it")
    data_key = models.OneToOneField("vault.DataKey", on_delete=models.SET_NULL, null=True, related_name="+")
    nonce = models.BinaryField(max_length=12)
    ciphertext = models.BinaryField()

    FIELD_PRIVACY = declare(
        "id", "programme", "state", "announced", "data_key", "nonce",
        kind=content("request term"), arrived_date=content("request term"), erase_on_date=content("request term"),
        handler=staff("request term"), ciphertext=content("request term"),
    )  # fmt: skip


class Intake(models.Model):
    """How many requests a programme took in the hour that runs, and until when the office is not mailed again.

    It is emptied every night: at which hour something was asked is known for a day at most.
    """

    programme = models.OneToOneField("programmes.Programme", on_delete=models.CASCADE, related_name="+")
    hour_at = models.DateTimeField(null=True, help_text="the beginning of the hour that is counted")
    taken = models.PositiveIntegerField(default=0)
    next_mail_at = models.DateTimeField(null=True)

    FIELD_PRIVACY = declare(
        "id", "programme", "taken",
        hour_at=content("until the night"), next_mail_at=content("until the night"),
    )  # fmt: skip
