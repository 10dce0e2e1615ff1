"""The mail to the office: that a request waits, and nothing about it."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from helpline.requests.models import Intake, ProfessionalRequest
from helpline.requests.states import RequestState

logger = logging.getLogger(__name__)

#: between two mails about one programme, however many requests come in
PAUSE = timedelta(hours=1)
#: seconds that a professional may have to wait for a mail server that does not answer
PATIENCE = 5


def mail_is_on() -> bool:
    """Whether the office is mailed at all: outgoing mail is set up, and so is the address of the office."""
    return bool(settings.EMAIL_IS_ON and settings.REQUESTS_OFFICE_MAIL)


def tell_office(programme_id: int, *, now: datetime | None = None) -> bool:
    """Mail the office when something waits that no mail has told of; once an hour at most. True when a mail went out.

    Call it after the commit. It never raises: a request that was taken in is not lost because a mail server is away,
    and the night tries again.
    """
    try:
        return mail_is_on() and _tell(programme_id, now or timezone.now())
    except Exception as error:
        # the type only: the text of a mail server's refusal can hold anything
        logger.error("the office could not be told that a request waits: %s", type(error).__name__)  # noqa: TRY400
        return False


def tell_of_the_rest(*, now: datetime) -> int:
    """Mail about what is still untold: what came in the hour after a mail, or while the mail server was away.

    Returns the number of mails.
    """
    untold = _untold().values_list("programme_id", flat=True).distinct().order_by("programme_id")
    return sum(tell_office(programme_id, now=now) for programme_id in list(untold))


def _untold() -> models.QuerySet[ProfessionalRequest]:
    return ProfessionalRequest.objects.filter(state=RequestState.WAITING, announced=False)


def _tell(programme_id: int, now: datetime) -> bool:
    with transaction.atomic():
        intake, _made = Intake.objects.select_for_update().get_or_create(programme_id=programme_id)
        if intake.next_mail_at is not None and intake.next_mail_at > now:
            return False
        told = list(_untold().filter(programme_id=programme_id).values_list("pk", flat=True))
        if not told:
            return False
        intake.next_mail_at = now + PAUSE
        intake.save(update_fields=["next_mail_at"])
    _send()
    ProfessionalRequest.objects.filter(pk__in=told).update(announced=True)
    return True


def _send() -> None:
    address = settings.PUBLIC_URL + reverse("requests_staff:list")
    with translation.override(settings.LANGUAGE_CODE):
        EmailMessage(
            subject=_("A request waits"),
            body=_(
                "A request waits on the staff screen:\n\n%(address)s\n\n"
                "What was asked, and by whom, is on that screen only and never in a mail."
            )
            % {"address": address},
            to=[settings.REQUESTS_OFFICE_MAIL],
            connection=get_connection(timeout=PATIENCE),
        ).send()
