"""What became of an appointment: told by the therapist, by a one-time link, or by the phone itself."""

import hashlib
import secrets
from datetime import date, datetime
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import timezone

from figures import counters
from helpline.accounts.models import User
from helpline.appointments import terms
from helpline.appointments.actions import following
from helpline.appointments.errors import LinkOver, NotYours, TooLate, WrongMove
from helpline.appointments.models import Appointment
from helpline.appointments.states import AppointmentState, check_move, gained, lost, path
from helpline.audit import actions as audit

_SALT = "appointments.report"


@transaction.atomic
def report(*, appointment: Appointment, state: str, therapist: User, now: datetime | None = None) -> None:
    """The therapist says what became of it, or corrects it: the figures follow, also backwards.

    "Treatment started" after "did not call" or nothing goes through "called". Raises NotYours, WrongMove, and TooLate
    before the slot.
    """
    now = now or timezone.now()
    appointment = _lock(appointment.pk)
    if appointment.slot.therapist_id != therapist.pk:
        raise NotYours("another therapist's appointment")
    _settle(appointment, state, now)
    _record("appointment.reported", appointment, therapist.audit_id, now)


@transaction.atomic
def report_by_link(*, token: str, state: str, now: datetime | None = None) -> None:
    """The same by whoever holds the one-time link; it is used up. Raises LinkOver, WrongMove and TooLate."""
    now = now or timezone.now()
    found = by_token(token, now)
    appointment = _lock(found.pk)
    if appointment.link_hash != found.link_hash:
        raise LinkOver("it was used at this moment")
    _settle(appointment, state, now)
    appointment.link_hash = appointment.link_ends_at = None
    appointment.save(update_fields=["link_hash", "link_ends_at"])
    # who held the link is not known: the entry says that it was used
    _record("appointment.reported_by_link", appointment, audit.SYSTEM, now)


@transaction.atomic
def make_link(*, appointment: Appointment, by: User | None, now: datetime | None = None) -> str:
    """A token for a new one-time link; an older link of this appointment ends. by: None when the house makes it.

    Raises WrongMove for one that was cancelled.
    """
    now = now or timezone.now()
    appointment = _lock(appointment.pk)
    if appointment.state == AppointmentState.CANCELLED:
        raise WrongMove("a cancelled appointment is not reported")
    secret = secrets.token_urlsafe(24)
    appointment.link_hash = _hashed(secret)
    appointment.link_ends_at = now + terms.LINK_TERM
    appointment.save(update_fields=["link_hash", "link_ends_at"])
    _record("appointment.link_made", appointment, by.audit_id if by else audit.SYSTEM, now)
    return signing.Signer(salt=_SALT).sign(secret).replace(":", ".")


def by_token(token: str, now: datetime, *, programme_slug: str = "") -> Appointment:
    """The appointment of a one-time link, of this programme if one is named. Changes nothing. Raises LinkOver."""
    secret, dot, signature = token.rpartition(".")
    try:
        secret = signing.Signer(salt=_SALT).unsign(f"{secret}:{signature}" if dot else "")
    except signing.BadSignature:
        raise LinkOver("none of ours") from None
    found = (
        Appointment.objects.select_related("slot", "programme")
        .filter(link_hash=_hashed(secret), link_ends_at__gt=now)
        .first()
    )
    if found is None or programme_slug not in ("", found.programme.slug):
        raise LinkOver("used or expired, or another programme's")
    return found


@transaction.atomic
def connected(*, appointment_id: UUID, now: datetime) -> None:
    """Caller and therapist were connected by the phone: that is attendance. Once, however often it is told."""
    appointment = Appointment.objects.select_for_update(of=("self",)).filter(pk=appointment_id).first()
    if appointment is None or appointment.state not in (
        AppointmentState.BOOKED,
        AppointmentState.NOT_ATTENDED,
    ):
        return
    _change(appointment, AppointmentState.ATTENDED, now)


def _settle(appointment: Appointment, state: str, now: datetime) -> None:
    if state not in (AppointmentState.ATTENDED, AppointmentState.NOT_ATTENDED, AppointmentState.STARTED):
        raise WrongMove("nobody reports that")
    if now < appointment.slot.starts_at - terms.EARLY:
        raise TooLate("it has not begun yet")
    for step in path(appointment.state, state):
        _change(appointment, step, now)


def _change(appointment: Appointment, state: str, now: datetime) -> None:
    """One move of the table, with its counts: a step is counted today and taken back on the day it was counted."""
    before = appointment.state
    check_move(before, state)
    today = timezone.localdate(now)
    slug = appointment.programme.slug
    for step in sorted(gained(before, state)):
        _set_day(appointment, step, today)
        counters.count_day(programme=slug, name="appointments", day=today, code=step)
    for step in sorted(lost(before, state)):
        day = _day_of(appointment, step)
        if day is not None:
            counters.take_back_day(programme=slug, name="appointments", day=day, code=step)
        _set_day(appointment, step, None)
    appointment.state = state
    appointment.save(update_fields=["state", "attended_on_date", "started_on_date"])
    following.tell_case(appointment, state, by=None, now=now)


def _day_of(appointment: Appointment, step: str) -> date | None:
    return appointment.attended_on_date if step == "attended" else appointment.started_on_date


def _set_day(appointment: Appointment, step: str, day: date | None) -> None:
    if step == "attended":
        appointment.attended_on_date = day
    else:
        appointment.started_on_date = day


def _hashed(secret: str) -> str:
    """The secret has 192 bits, so that a quick hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _lock(appointment_id: UUID) -> Appointment:
    found = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("slot", "programme")
        .filter(pk=appointment_id)
        .first()
    )
    if found is None:
        raise WrongMove("it was erased")
    return found


def _record(action: str, appointment: Appointment, by: str, now: datetime) -> None:
    audit.record(by=by, action=action, programme=appointment.programme.slug, day_only=True, now=now)
