"""A contact: one row for its whole life, from the attempt at the door to the end of its term."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from helpline.contacts.states import ContactState, Outcome
from helpline.privacy import content, declare, staff
from helpline.programmes.models import Channel


class RegistrationForm(models.Model):
    """A version of a programme's registration form, as data: sections of fields that take codes from code lists."""

    programme = models.ForeignKey(
        "programmes.Programme", verbose_name=_("programme"), on_delete=models.PROTECT, related_name="forms"
    )
    version = models.PositiveIntegerField(_("version"))
    definition = models.JSONField()
    in_use_from_date = models.DateField(_("in use from"))

    FIELD_PRIVACY = declare("id", "programme", "version", "definition", "in_use_from_date")

    class Meta:
        verbose_name = _("registration form")
        verbose_name_plural = _("registration forms")
        constraints = [models.UniqueConstraint(fields=["programme", "version"], name="one_form_version")]

    def __str__(self) -> str:
        """As the admin calls it, below the name of its programme."""
        return _("version %(number)s") % {"number": self.version}


class Contact(models.Model):
    """One attempt to reach the helpline, and what became of it. Nothing in it identifies the visitor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="contacts")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=12, choices=ContactState.choices, default=ContactState.AT_THE_DOOR)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    training = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="nl")
    arrived_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    counsellor = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    form = models.ForeignKey(
        RegistrationForm, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    after_the_fact = models.BooleanField(
        default=False,
        help_text="it came elsewhere, and was entered afterwards: its moments are a day and an hour",
    )
    on_behalf = models.BooleanField(default=False, help_text="somebody told it for another person")
    kind = models.CharField(
        max_length=40, blank=True, help_text="a code of the list of kinds, once registered"
    )
    registered_date = models.DateField(null=True, blank=True)
    fact_id = models.UUIDField(
        null=True, blank=True, help_text="the only link to the fact; ends with the contact"
    )
    expires_at = models.DateTimeField(help_text="the end of the contact's term")

    FIELD_PRIVACY = declare(
        "id", "programme", "channel", "state", "outcome", "training", "language", "form", "registered_date",
        "expires_at", "after_the_fact", arrived_at=content("contact term"), answered_at=content("contact term"),
        ended_at=content("contact term"), counsellor=staff("contact term"), fact_id=content("contact term"),
        kind=content("contact term"), on_behalf=content("contact term"),
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["expires_at"], name="contact_expires"),
            models.Index(fields=["counsellor", "state"], name="contact_of_counsellor"),
            # the list of contacts: each filter alone, in the order of the list
            models.Index(fields=["arrived_at", "id"], name="contact_list"),
            models.Index(fields=["state", "arrived_at", "id"], name="contact_list_state"),
            models.Index(fields=["counsellor", "arrived_at", "id"], name="contact_list_counsellor"),
            models.Index(fields=["programme", "arrived_at", "id"], name="contact_list_programme"),
            models.Index(fields=["channel", "arrived_at", "id"], name="contact_list_channel"),
            models.Index(fields=["kind", "arrived_at", "id"], name="contact_list_kind"),
        ]


class Answer(models.Model):
    """The current value of one field of a contact's registration: a list of codes."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="answers")
    field = models.SlugField(max_length=40)
    codes = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    from_visitor = models.BooleanField(
        default=False, help_text="told by the visitor beforehand, and not changed by anybody since"
    )

    FIELD_PRIVACY = declare(
        "id", "contact", "field", "version", "from_visitor",
        codes=content("contact term"), saved_by=staff("contact term"),
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "field"], name="one_answer_per_field")]


class Change(models.Model):
    """One saved value of a field, kept until the registration is finished: what was typed before is not lost, and a
    request that comes twice is known."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="changes")
    field = models.SlugField(max_length=40)
    codes = models.JSONField(default=list)
    version = models.PositiveIntegerField()
    request_id = models.UUIDField(help_text="the request that set this value: a repeat of it changes nothing")
    saved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    FIELD_PRIVACY = declare(
        "id", "contact", "field", "version", "request_id",
        codes=content("until registration"), saved_by=staff("until registration"),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "request_id"], name="one_change_per_request"),
            models.UniqueConstraint(fields=["contact", "field", "version"], name="one_change_per_version"),
        ]
