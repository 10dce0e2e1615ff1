"""Putting a sealed letter into a locked correspondence, and keeping its contact in step."""

import hashlib
import hmac
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from chat.actions import door
from chat.wakes import wake_desk
from helpline.accounts.models import User
from helpline.cases.actions import linking as cases
from helpline.cases.errors import CaseError
from helpline.contacts import actions as contacts
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState, Outcome
from helpline.mail import sealing, terms
from helpline.mail.actions.locks import change
from helpline.mail.errors import Empty, TooLong
from helpline.mail.models import Correspondence, Letter
from helpline.mail.states import Side, State
from helpline.programmes.models import Channel, Programme
from helpline.vault import actions as vault
from helpline.vault.errors import SealBroken


def checked(text: str) -> str:
    """The text as it is kept. Raises Empty and TooLong."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not plain:
        raise Empty("there is nothing in it")
    if len(plain) > terms.LONGEST_LETTER:
        raise TooLong("longer than a letter may be")
    return plain


def earlier(
    correspondence: Correspondence, key: bytes, side: str, request_id: UUID, text: str
) -> tuple[Letter | None, UUID]:
    """The letter that this form made before, when it says the same; and the id under which another text is kept.

    Somebody goes back, changes the text and sends the same form again: that is another letter. Its id is made of both
    with the correspondence's own key, so that it is the same when it comes twice and tells nothing without the key.
    """
    found = correspondence.letters.filter(side=side, request_id=request_id).first()
    if found is None or _says(key, found, text):
        return found, request_id
    digest = hmac.new(key, b"another letter|" + request_id.bytes + text.encode(), hashlib.sha256).digest()
    other = UUID(bytes=digest[:16])
    return correspondence.letters.filter(side=side, request_id=other).first(), other


def _says(key: bytes, letter: Letter, text: str) -> bool:
    try:
        return sealing.open_letter(key, letter) == text
    except SealBroken:
        return False


def add(
    correspondence: Correspondence,
    key: bytes,
    *,
    side: str,
    text: str,
    request_id: UUID,
    now: datetime,
    author: User | None = None,
    attachments_removed: int = 0,
    is_cut: bool = False,
) -> Letter:
    """Seal a text as the next letter of a locked correspondence. What is said between the two prolongs its term."""
    letter = Letter(
        correspondence=correspondence,
        number=correspondence.head + 1,
        side=side,
        author=author,
        at=now,
        request_id=request_id,
        attachments_removed=min(attachments_removed, 999),
        is_cut=is_cut,
    )
    sealing.seal_letter(key, letter, text)
    letter.save()
    change(correspondence, head=letter.number)
    wake_desk(correspondence.programme_id)
    if side in (Side.VISITOR, Side.HELPLINE):
        expires_at = terms.expires_at(now)
        assert correspondence.data_key_id is not None
        vault.extend(correspondence.data_key_id, expires_at=expires_at, now=now)
        change(correspondence, last_letter_at=now, expires_at=expires_at)
    return letter


def coded(programme: Programme, brought: dict[str, list[str]], now: datetime) -> dict[str, list[str]]:
    """What came along as codes, as far as the programme has them."""
    return door.coded(programme, brought, door.BROUGHT_LISTS, now)


def answered(correspondence: Correspondence, by: User, now: datetime) -> None:
    """Somebody takes the letter: its attempt is answered.

    An attempt is kept for two days and a letter may wait longer than that, over a long weekend: then it is made anew,
    for the moment at which the letter came, so that it is counted there.
    """
    contact = correspondence.contact or _attempt_anew(correspondence, now)
    first = contact.state == ContactState.AT_THE_DOOR
    if first or contact.state == ContactState.OPEN:
        contacts.answer(contact=contact, by=by, now=now)
    if first and correspondence.brought:
        contacts.prefill(contact=contact, told=correspondence.brought, by=by, now=now)


def _attempt_anew(correspondence: Correspondence, now: datetime) -> Contact:
    contact = contacts.open_attempt(
        programme=correspondence.programme,
        channel=Channel.POST,
        training=correspondence.training,
        language=correspondence.language,
        now=correspondence.arrived_at,
    )
    change(correspondence, contact=contact)
    belongs(correspondence, now)
    return contact


def belongs(correspondence: Correspondence, now: datetime) -> None:
    """The contact belongs to the case whose code the letter's writer gave; when that can no longer be, to none."""
    if correspondence.case is not None and correspondence.contact is not None:
        with suppress(CaseError):
            cases.link(
                contact=correspondence.contact, case=correspondence.case, by=None, by_code=True, now=now
            )


def over(correspondence: Correspondence, *, unanswered: Outcome, now: datetime) -> None:
    """The exchange is over: to be registered when somebody took it, else an attempt with this outcome."""
    contact = correspondence.contact
    if contact is None and correspondence.state == State.WAITING:
        contact = _attempt_anew(correspondence, now)
    if contact is None:
        return
    if contact.state == ContactState.AT_THE_DOOR:
        contacts.close_attempt(contact=contact, outcome=unanswered, now=now)
    elif contact.state == ContactState.OPEN:
        contacts.end(contact=contact, now=now)
