"""The mail to a therapist: one question, and a link that can be used once. Nothing about anybody."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from helpline.appointments.actions.reporting import make_link
from helpline.appointments.errors import AppointmentError
from helpline.appointments.models import Appointment
from helpline.appointments.states import AppointmentState

logger = logging.getLogger(__name__)

#: seconds that a mail server may take
PATIENCE = 10


def link_of(appointment: Appointment, token: str) -> str:
    """The whole address of a one-time link."""
    return settings.PUBLIC_URL + reverse("appointments:report", args=[appointment.programme.slug, token])


def ask_for_reports(*, now: datetime) -> int:
    """Mail a link for each appointment that is over and of which nothing was told. Returns the number of mails.

    It never raises: a mail server that is away is tried again the next night.
    """
    if not settings.EMAIL_IS_ON:
        return 0
    untold = Appointment.objects.filter(
        state__in=(AppointmentState.BOOKED, AppointmentState.ATTENDED),
        slot__ends_at__lte=now,
        link_mailed=False,
    ).select_related("slot__therapist", "programme")
    return sum(_ask(appointment, now) for appointment in untold.order_by("slot__starts_at"))


def _ask(appointment: Appointment, now: datetime) -> bool:
    therapist = appointment.slot.therapist
    if not therapist.is_active or not therapist.can("slots.own", appointment.programme_id):
        return False
    try:
        token = make_link(appointment=appointment, by=None, now=now)
        _send(therapist.email, link_of(appointment, token))
    except AppointmentError:
        return False
    except Exception as error:
        # the type only: the text of a mail server's refusal can hold anything
        logger.error("a therapist could not be mailed: %s", type(error).__name__)  # noqa: TRY400
        return False
    Appointment.objects.filter(pk=appointment.pk).update(link_mailed=True)
    return True


def _send(address: str, link: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        EmailMessage(
            subject=_("One question about an hour of yours"),
            body=_(
                "How did it go? You can answer on this page. It works once, for two weeks:\n\n%(link)s\n\n"
                "Nothing changes until you press a button there. You can also answer on your own page."
            )
            % {"link": link},
            to=[address],
            connection=get_connection(timeout=PATIENCE),
        ).send()
