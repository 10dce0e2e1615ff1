"""A new version of a programme's registration form."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.contacts import series
from helpline.contacts.actions.locks import moment
from helpline.contacts.composing import compose, meanings
from helpline.contacts.errors import BreaksSeries, FormMistake
from helpline.contacts.models import RegistrationForm
from helpline.contacts.series import BENDS, Break, Meanings
from helpline.programmes.models import Programme


def _newest(programme: Programme) -> RegistrationForm | None:
    return RegistrationForm.objects.filter(programme=programme).order_by("-version").first()


def judge_version(programme: Programme, definition: Mapping[str, Any], on_date: date) -> list[Break]:
    """What this definition would break or bend after the newest version. Raises FormMistake."""
    after = compose(RegistrationForm(programme=programme, definition=definition))
    known = meanings(programme, [field.key for field in after.fields()], on_date)
    found = series.unknown_conditions(after, known)
    newest = _newest(programme)
    if newest is not None:
        before: Meanings = newest.definition.get("meanings", {})
        found += series.compare(compose(newest), after) + series.changed_meanings(before, known)
    return found


@transaction.atomic
def add_version(
    *,
    programme: Programme,
    definition: Mapping[str, Any],
    in_use_from: date,
    by: User,
    same_meaning: bool = False,
    now: datetime | None = None,
) -> RegistrationForm:
    """Store a new version, in use from a day on; contacts that were begun before keep theirs.

    same_meaning: the words of codes were corrected and mean what they meant. With the version is kept what its codes
    mean, so that the next one is compared with it. Raises FormMistake, also for a day that has passed or lies before
    the newest version's, and BreaksSeries with everything that figures over years could not bear.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    at = moment(now)
    today = timezone.localdate(at)
    newest = _newest(programme)
    if in_use_from < today or (newest is not None and in_use_from < newest.in_use_from_date):
        raise FormMistake("a version is in use from today or later, and not before the one it follows")
    broken = [
        one
        for one in judge_version(programme, definition, today)
        if one.why not in BENDS and not (same_meaning and one.why == series.Why.MEANS_OTHER)
    ]
    if broken:
        raise BreaksSeries(broken)
    fields = [field.key for field in compose(RegistrationForm(definition=definition)).fields()]
    version = RegistrationForm.objects.create(
        programme_id=programme.pk,
        version=newest.version + 1 if newest else 1,
        definition={**definition, "meanings": meanings(programme, fields, today)},
        in_use_from_date=in_use_from,
    )
    audit.record(
        by=by.audit_id,
        action="contacts.form_added",
        programme=programme.slug,
        subject=f"registration_form:{programme.slug}.{version.version}",
        detail={"in_use_from": in_use_from.isoformat()},
        now=at,
    )
    return version
