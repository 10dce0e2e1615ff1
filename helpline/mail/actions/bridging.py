"""What the bridge changes: a mail becomes a letter, once; an answer leaves; a machine is told apart from a person."""

import logging
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from helpline.mail import references, sealing
from helpline.mail.actions import keeping
from helpline.mail.actions.locks import change, count_letter, lock, lock_box, may_answer_automatically
from helpline.mail.actions.writing import begin, check_day, goes_on
from helpline.mail.bridge.parsing import Kind, Parsed
from helpline.mail.bridge.spoken import language_of
from helpline.mail.errors import Gone, TooBusy
from helpline.mail.models import Correspondence, FetchedMail, Letter, Postbox
from helpline.mail.states import Delivery, Road, Side
from helpline.programmes.models import Programme
from helpline.vault.errors import SealBroken

logger = logging.getLogger(__name__)

#: waits between tries to send: half a day together, then a person is told
WAITS = tuple(timedelta(minutes=minutes) for minutes in (2, 5, 15, 60, 180, 480))


class Received(StrEnum):
    """What became of a mail."""

    LETTER = "letter"
    AGAIN = "again"
    DROPPED = "dropped"
    BOUNCED = "bounced"
    OVER_THE_LIMIT = "over_the_limit"


@transaction.atomic
def receive(*, programme: Programme, uid_validity: int, uid: int, mail: Parsed, now: datetime) -> Received:
    """Take a mail in, and remember its number until it is removed from the server: in one transaction.

    Raises TooBusy when this hour is full: the mail then stays where it is, and comes in later.
    """
    box = lock_box(programme.pk)
    _fetched, is_new = FetchedMail.objects.get_or_create(
        programme_id=programme.pk, uid_validity=uid_validity, uid=uid
    )
    if not is_new:
        return Received.AGAIN
    if mail.kind == Kind.BOUNCE:
        return Received.BOUNCED if _bounced(programme, mail) else Received.DROPPED
    if mail.kind == Kind.AUTOMATIC:
        return Received.DROPPED
    found = _answered_to(programme, mail, now)
    if found is None:
        return _first(box, programme, mail, now)
    try:
        check_day(found, now)
    except TooBusy:
        _answer_automatically(box, found, mail, now, over=True)
        return Received.OVER_THE_LIMIT
    goes_on(found, box, now)
    _keep(box, found, mail, now)
    return Received.LETTER


def _first(box: Postbox, programme: Programme, mail: Parsed, now: datetime) -> Received:
    count_letter(box, now, proved=True)
    language = language_of(mail.text)
    correspondence = begin(box, programme, road=Road.MAIL, language=language, number=uuid4(), now=now)
    sealing.seal_reply(sealing.key_of(correspondence), correspondence, mail.sender)
    correspondence.save(update_fields=["reply_nonce", "reply_ciphertext"])
    _keep(box, correspondence, mail, now)
    return Received.LETTER


def _keep(box: Postbox, correspondence: Correspondence, mail: Parsed, now: datetime) -> None:
    keeping.add(
        correspondence, sealing.key_of(correspondence), side=Side.VISITOR, text=mail.text.replace("\0", ""),
        request_id=uuid4(), now=now, attachments_removed=mail.attachments, is_cut=mail.is_cut,
    )  # fmt: skip
    if mail.is_cut or not mail.text:
        _answer_automatically(box, correspondence, mail, now, over=False)


def _answered_to(programme: Programme, mail: Parsed, now: datetime) -> Correspondence | None:
    """The correspondence that a mail goes on with: it names an answer of ours and comes from whom we answered.

    Both must be so. Without a reference nobody is recognised by an address; with another address it may be somebody
    whom the answer was passed on to, and what was written before is not theirs.
    """
    hashes = [references.kept(each) for each in mail.references]
    letters = Letter.objects.filter(
        reference_hash__in=hashes, correspondence__programme=programme.pk, correspondence__road=Road.MAIL
    )
    for letter in letters.select_related("correspondence").order_by("-pk"):
        correspondence = letter.correspondence
        try:
            lock(correspondence, now)
            address = sealing.open_reply(sealing.key_of(correspondence), correspondence)
        except (Gone, SealBroken):
            continue
        if address.casefold() == mail.sender.casefold():
            return correspondence
    return None


def _bounced(programme: Programme, mail: Parsed) -> bool:
    """An answer came back: whoever wrote it is told."""
    hashes = [references.kept(each) for each in mail.references]
    return bool(
        Letter.objects.filter(
            reference_hash__in=hashes, correspondence__programme=programme.pk, side=Side.HELPLINE
        ).update(delivery=Delivery.FAILED, next_attempt_at=None)
    )


def _answer_automatically(
    box: Postbox, correspondence: Correspondence, mail: Parsed, now: datetime, *, over: bool
) -> None:
    """Say once in a correspondence that something was not taken; never to who asked not to hear machines."""
    if correspondence.automatic_sent or not mail.may_hear_machines or not may_answer_automatically(box, now):
        return
    with translation.override(correspondence.language):
        text = (
            _("Today we could not take in any more of your messages. You can write again tomorrow.")
            if over
            else _(
                "We could not take in all of your message. Attachments and very long messages do not reach us. "
                "You can write in a short message, without attachments, what you would like to say or ask."
            )
        )
    key = sealing.key_of(correspondence)
    letter = keeping.add(correspondence, key, side=Side.AUTOMATIC, text=text, request_id=uuid4(), now=now)
    letter.delivery, letter.next_attempt_at = Delivery.QUEUED, now
    letter.reference_hash = references.kept(references.of_letter(key, letter))
    letter.save(update_fields=["delivery", "next_attempt_at", "reference_hash"])
    change(correspondence, automatic_sent=True)


@transaction.atomic
def claim(*, letter_id: int, now: datetime) -> Letter | None:
    """Have one process send an answer that is due; None when it is not due any more.

    The claim ends by itself: a process that died while it sent leaves an answer that another one sends, as the same
    mail (its reference is the same).
    """
    letter = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("correspondence", "correspondence__programme")
        .filter(pk=letter_id, delivery=Delivery.QUEUED, next_attempt_at__lte=now)
        .first()
    )
    if letter is None:
        return None
    letter.next_attempt_at = now + WAITS[min(letter.attempts, len(WAITS) - 1)]
    letter.attempts += 1
    letter.save(update_fields=["next_attempt_at", "attempts"])
    return letter


def sent(*, letter: Letter) -> None:
    """The mail server took it."""
    Letter.objects.filter(pk=letter.pk, delivery=Delivery.QUEUED).update(
        delivery=Delivery.SENT, next_attempt_at=None
    )


def not_sent(*, letter: Letter, permanent: bool) -> None:
    """It did not leave: it is tried again after a while, or a person is told."""
    if permanent or letter.attempts >= len(WAITS):
        Letter.objects.filter(pk=letter.pk, delivery=Delivery.QUEUED).update(
            delivery=Delivery.FAILED, next_attempt_at=None
        )
