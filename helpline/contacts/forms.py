"""What browsers send to this room, checked for its shape. What the codes mean is the actions' affair."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpline.accounts.models import User
from helpline.contacts.actions.afterwards import CHANNELS
from helpline.contacts.composing import compose
from helpline.contacts.models import Contact
from helpline.contacts.policies import REGISTER
from helpline.programmes.queries import programme_by_slug

#: more than any list of codes has
MOST_CODES = 60


class BadShape(ValueError):
    """The body is not what the screens of this room send."""


@dataclass(frozen=True, slots=True)
class FieldRequest:
    """One field to save."""

    codes: list[str]
    base_version: int
    request_id: uuid.UUID


def read_field_request(request: HttpRequest) -> FieldRequest:
    """Read {"codes": [...], "base_version": n, "request_id": "..."}. Raises BadShape."""
    try:
        data = json.loads(request.body)
        codes, base_version = data["codes"], data["base_version"]
        request_id = uuid.UUID(data["request_id"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadShape from error
    if not _are_codes(codes) or type(base_version) is not int or base_version < 0:
        raise BadShape
    return FieldRequest(codes, base_version, request_id)


def _are_codes(codes: object) -> bool:
    return (
        isinstance(codes, list)
        and len(codes) <= MOST_CODES
        and all(isinstance(code, str) and 0 < len(code) <= 40 for code in codes)
    )


def _codes(post: QueryDict, field: str) -> list[str]:
    return [code for code in post.getlist(field) if code]


def posted_values(contact: Contact, post: QueryDict) -> dict[str, tuple[list[str], int]]:
    """The fields of the contact's form that a plain form sent, each with the version it was shown with."""
    form = compose(contact.form) if contact.form else None
    values = {}
    for field in form.fields() if form else ():
        version = post.get(f"version.{field.key}", "")
        if version.isascii() and version.isdigit() and len(version) < 10:
            values[field.key] = (_codes(post, field.key), int(version))
    return values


def posted_codes(contact: Contact, post: QueryDict) -> dict[str, list[str]]:
    """The codes of every field of the contact's form, as a plain form sent them."""
    form = compose(contact.form) if contact.form else None
    return {field.key: _codes(post, field.key) for field in form.fields()} if form else {}


class AfterwardsForm(forms.Form):
    """Where a contact was, and when: a programme of one's own, a channel, a day and an hour."""

    programme = forms.ChoiceField(label=_("Programme"))
    channel = forms.ChoiceField(
        label=_("How the person came"), choices=[(str(channel), channel.label) for channel in CHANNELS]
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    hour = forms.TypedChoiceField(
        label=_("Hour"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )
    on_behalf = forms.BooleanField(label=_("Somebody told it for another person"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = timezone.localtime()
        programme, day, hour = self.fields["programme"], self.fields["day"], self.fields["hour"]
        assert isinstance(programme, forms.ChoiceField)
        programme.choices = [(each.slug, each.name) for each in user.programmes_with(REGISTER)]
        first = now.date() - timedelta(days=settings.CONTACT_TERM_DAYS - 1)
        day.widget.attrs.update(min=first.isoformat(), max=now.date().isoformat())
        day.initial, hour.initial = now.date(), now.hour

    def what(self) -> dict[str, Any]:
        """What `enter_afterwards` wants, of a form that was found valid."""
        data = self.cleaned_data
        zone = timezone.get_default_timezone()
        return {
            "programme": programme_by_slug(data["programme"]),
            "channel": data["channel"],
            "arrived_at": datetime.combine(data["day"], time(data["hour"]), tzinfo=zone),
            "on_behalf": data["on_behalf"],
        }
