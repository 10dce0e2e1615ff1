"""What is done with requests: taking one in, handling it, deleting it."""

import uuid
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.programmes.models import Programme
from helpline.requests import notices, sealing, terms
from helpline.requests.errors import Gone, NotTheHandler, TooBusy, WrongMove
from helpline.requests.models import Intake, ProfessionalRequest
from helpline.requests.policies import is_handler
from helpline.requests.sealing import Answers
from helpline.requests.states import RequestState, check_move
from helpline.vault.actions import new_data_key, shred
from helpline.vault.errors import VaultError
from helpline.vault.models import TermClass

#: requests that a programme takes in an hour, from everybody together: many more than an office gets in a week
MOST_PER_HOUR = 30


@transaction.atomic
def accept(
    *, programme: Programme, kind: str, answers: Answers, form_number: UUID, now: datetime | None = None
) -> None:
    """Take a request in, sealed, and tell the office after the commit that one waits.

    form_number: of the form that was sent. The same form with the same answers is one request, however often it
    comes; with other answers it is another one. Raises TooBusy.
    """
    at = now or timezone.now()
    # one at a time for each programme: the hour is counted here, and a form that comes twice at once is seen
    intake, _ = Intake.objects.select_for_update().get_or_create(programme_id=programme.pk)
    earlier = ProfessionalRequest.objects.filter(pk=form_number).first()
    if earlier is not None:
        if _says_the_same(earlier, programme, kind, answers):
            return
        form_number = uuid.uuid4()
    _count(intake, at)
    arrived = timezone.localdate(at)
    erase_on = terms.erase_on(arrived)
    data_key, key = new_data_key(term_class=TermClass.REQUEST, expires_at=terms.key_ends_at(erase_on), now=at)
    nonce, ciphertext = sealing.seal(key, answers, sealing.binding(form_number, programme.pk, kind))
    ProfessionalRequest.objects.create(
        id=form_number,
        programme_id=programme.pk,
        kind=kind,
        arrived_date=arrived,
        erase_on_date=erase_on,
        data_key=data_key,
        nonce=nonce,
        ciphertext=ciphertext,
    )
    transaction.on_commit(partial(notices.tell_office, programme.pk, now=at))


def _says_the_same(earlier: ProfessionalRequest, programme: Programme, kind: str, answers: Answers) -> bool:
    if (earlier.programme_id, earlier.kind) != (programme.pk, kind):
        return False
    try:
        return sealing.open_answers(earlier) == answers
    except VaultError:
        return False


def _count(intake: Intake, at: datetime) -> None:
    hour_at = at.replace(minute=0, second=0, microsecond=0)
    if intake.hour_at != hour_at:
        intake.hour_at, intake.taken = hour_at, 0
    if intake.taken >= MOST_PER_HOUR:
        raise TooBusy("this hour is full")
    intake.taken += 1
    intake.save(update_fields=["hour_at", "taken"])


@transaction.atomic
def read(*, asked: ProfessionalRequest, by: User, now: datetime | None = None) -> Answers:
    """What was typed, for who handles requests; that somebody looked is recorded, at what is not.

    Raises Gone, and the vault's KeyGone and SealBroken for what nobody can read any more.
    """
    _lock(asked, now)
    answers = sealing.open_answers(asked)
    _record("request.opened", asked, by, now)
    return answers


@transaction.atomic
def take(*, asked: ProfessionalRequest, by: User, now: datetime | None = None) -> None:
    """Handle a request that waits. Raises WrongMove when a colleague was faster, and Gone."""
    _lock(asked, now)
    if asked.state != RequestState.WAITING:
        raise WrongMove("only a request that waits is taken")
    asked.state, asked.handler = RequestState.TAKEN, by
    asked.save(update_fields=["state", "handler"])
    _record("request.taken", asked, by, now)


@transaction.atomic
def take_over(
    *, asked: ProfessionalRequest, from_user_id: int, by: User, now: datetime | None = None
) -> None:
    """Handle what a colleague took and cannot finish. from_user_id: the colleague one has seen on the screen.

    Raises WrongMove when that is not so any more, and Gone.
    """
    _lock(asked, now)
    if asked.state != RequestState.TAKEN or asked.handler_id != from_user_id or is_handler(by, asked):
        raise WrongMove("this colleague does not handle it")
    asked.handler = by
    asked.save(update_fields=["handler"])
    _record("request.taken_over", asked, by, now)


@transaction.atomic
def give_back(*, asked: ProfessionalRequest, by: User, now: datetime | None = None) -> None:
    """Let it wait for a colleague again. Raises NotTheHandler, WrongMove and Gone."""
    _lock(asked, now)
    check_move(asked.state, RequestState.WAITING)
    _check_is_handler(asked, by)
    asked.state, asked.handler = RequestState.WAITING, None
    asked.save(update_fields=["state", "handler"])
    _record("request.given_back", asked, by, now)


@transaction.atomic
def finish(*, asked: ProfessionalRequest, by: User, now: datetime | None = None) -> None:
    """It is handled: it stays a week at most. Raises NotTheHandler, WrongMove and Gone."""
    _lock(asked, now)
    check_move(asked.state, RequestState.DONE)
    _check_is_handler(asked, by)
    asked.state = RequestState.DONE
    asked.erase_on_date = terms.erase_on_when_done(asked.arrived_date, timezone.localdate(now))
    asked.save(update_fields=["state", "erase_on_date"])
    _record("request.done", asked, by, now)


@transaction.atomic
def reopen(*, asked: ProfessionalRequest, by: User, now: datetime | None = None) -> None:
    """It was not handled after all; who says so handles it. Its first term holds again. Raises WrongMove and Gone."""
    _lock(asked, now)
    if asked.state != RequestState.DONE:
        raise WrongMove("only a request that was handled is opened again")
    asked.state, asked.handler = RequestState.TAKEN, by
    asked.erase_on_date = terms.erase_on(asked.arrived_date)
    asked.save(update_fields=["state", "handler", "erase_on_date"])
    _record("request.reopened", asked, by, now)


@transaction.atomic
def delete(*, asked: ProfessionalRequest, by: User, now: datetime | None = None) -> None:
    """Erase it now, in whichever state: the key first. Raises Gone."""
    _lock(asked, now)
    _erase(asked)
    _record("request.deleted", asked, by, now)


@transaction.atomic
def erase_if_due(request_id: UUID, *, now: datetime) -> bool:
    """Erase a request whose day has come; False when it is not (any more) due. Writes no audit entry."""
    asked = (
        ProfessionalRequest.objects.select_for_update()
        .filter(pk=request_id, erase_on_date__lte=timezone.localdate(now))
        .first()
    )
    if asked is None:
        return False
    _erase(asked)
    return True


@transaction.atomic
def forget_hours(*, now: datetime) -> int:
    """Empty what was counted in hours that are over: when something was asked is known by the day only."""
    hour_at = now.replace(minute=0, second=0, microsecond=0)
    over = Intake.objects.filter(hour_at__lt=hour_at).update(hour_at=None, taken=0)
    Intake.objects.filter(next_mail_at__lte=now).update(next_mail_at=None)
    return over


def _erase(asked: ProfessionalRequest) -> None:
    if asked.data_key_id is not None:
        shred(asked.data_key_id)
    asked.delete()


def _lock(asked: ProfessionalRequest, now: datetime | None) -> None:
    """Lock the row until the transaction ends and read it again.

    Raises Gone, also when its day has come and only the night's run is late.
    """
    try:
        asked.refresh_from_db(from_queryset=ProfessionalRequest.objects.select_for_update())
    except ProfessionalRequest.DoesNotExist:
        raise Gone("the request was erased") from None
    if asked.erase_on_date <= timezone.localdate(now):
        raise Gone("the day of its erasure has come")


def _check_is_handler(asked: ProfessionalRequest, by: User) -> None:
    if not is_handler(by, asked):
        raise NotTheHandler("somebody else handles this request")


def _record(action: str, asked: ProfessionalRequest, by: User, now: datetime | None) -> None:
    # The day, and not which request or of which kind: who asked for what is nobody's business in ten years.
    audit.record(by=by.audit_id, action=action, programme=asked.programme.slug, day_only=True, now=now)
