"""The staff's side: taking, handing over, answering once, looking at a colleague's answer, closing, notes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.contacts import actions as contacts
from helpline.contacts.states import ContactState, Outcome
from helpline.mail import references, sealing
from helpline.mail.actions import keeping
from helpline.mail.actions.locks import box_of, change, lock, note
from helpline.mail.errors import NeedsSecondPair, NotAllowed, NotTheOwner, WrongState
from helpline.mail.models import Correspondence, Letter
from helpline.mail.policies import is_owner, may_answer, may_approve, may_hand_over, may_note, may_take
from helpline.mail.states import Delivery, Road, Side, State, check_move


@transaction.atomic
def take(
    *, correspondence: Correspondence, by: User, from_user_id: int | None = None, now: datetime | None = None
) -> None:
    """Answer this one. Who leads the post takes over from a colleague the same way.

    from_user_id: the colleague one has seen on the screen as the one who answers it; None for nobody.
    Raises WrongState when that is not so any more, NotAllowed and Gone.
    """
    at = now or timezone.now()
    lock(correspondence, at)
    if is_owner(by, correspondence) and correspondence.state == State.TAKEN:
        return
    if correspondence.state == State.TAKEN and correspondence.owner_id != from_user_id:
        raise WrongState("a colleague was faster")
    if not may_take(by, correspondence):
        raise NotAllowed("may not take it")
    if correspondence.state != State.TAKEN:
        check_move(correspondence.state, State.TAKEN)
    contact = correspondence.contact
    if correspondence.state == State.WAITING or (contact is not None and contact.state == ContactState.OPEN):
        keeping.answered(correspondence, by, at)
    elif contact is not None and contact.state == ContactState.TO_REGISTER:
        contacts.reopen(contact=contact, by=by, now=at)
    change(correspondence, state=State.TAKEN, owner=by)
    note("post.taken", correspondence, by=by.audit_id, now=at)


@transaction.atomic
def give_back(*, correspondence: Correspondence, by: User, now: datetime | None = None) -> None:
    """Let it wait for somebody again. Raises WrongState, NotAllowed and Gone."""
    at = now or timezone.now()
    lock(correspondence, at)
    if not may_hand_over(by, correspondence):
        raise NotAllowed("may not give it back")
    check_move(correspondence.state, State.WAITING)
    if correspondence.state != State.TAKEN:
        raise WrongState("nobody has it")
    change(correspondence, state=State.WAITING, owner=None)
    note("post.given_back", correspondence, by=by.audit_id, now=at)


@transaction.atomic
def hand_over(*, correspondence: Correspondence, to: User, by: User, now: datetime | None = None) -> None:
    """A colleague answers it from now on, and registers it. Raises WrongState, NotAllowed and Gone."""
    at = now or timezone.now()
    lock(correspondence, at)
    if not may_hand_over(by, correspondence) or not may_answer(to, correspondence.programme_id):
        raise NotAllowed("may not hand it over, or not to this colleague")
    if correspondence.state != State.TAKEN:
        raise WrongState("only what is being answered is handed over")
    contact = correspondence.contact
    if contact is not None and contact.state in (ContactState.OPEN, ContactState.TO_REGISTER):
        contacts.hand_to(contact=contact, to_user=to, by=by, now=at)
    change(correspondence, owner=to)
    note("post.handed_over", correspondence, by=by.audit_id, now=at)


@transaction.atomic
def answer(
    *, correspondence: Correspondence, text: str, request_id: UUID, by: User, now: datetime | None = None
) -> Letter:
    """Send the answer, once: the same request again gives the letter that was sent.

    Raises NeedsSecondPair where a colleague has to look first, NotTheOwner, WrongState, Empty, TooLong, Gone.
    """
    at = now or timezone.now()
    plain = keeping.checked(text)
    lock(correspondence, at)
    sent = _sent(correspondence, request_id, plain)
    if sent is not None:
        return sent
    _check_answering(correspondence, by)
    if box_of(correspondence.programme).second_pair and not correspondence.training:
        raise NeedsSecondPair("a colleague looks at it first")
    letter = _send(correspondence, plain, request_id, author=by, now=at)
    note("post.answered", correspondence, by=by.audit_id, now=at)
    return letter


@transaction.atomic
def propose(
    *, correspondence: Correspondence, text: str, request_id: UUID, by: User, now: datetime | None = None
) -> Letter:
    """Ask a colleague to look at an answer; it takes the place of an earlier proposal.

    Raises NotTheOwner, WrongState, Empty, TooLong, Gone.
    """
    at = now or timezone.now()
    plain = keeping.checked(text)
    lock(correspondence, at)
    key = sealing.key_of(correspondence)
    found, number = keeping.earlier(correspondence, key, Side.PROPOSAL, request_id, plain)
    if found is not None:
        return found
    _check_answering(correspondence, by)
    correspondence.letters.filter(side=Side.PROPOSAL).delete()
    letter = keeping.add(
        correspondence, key, side=Side.PROPOSAL, text=plain, request_id=number, author=by, now=at
    )
    note("post.proposed", correspondence, by=by.audit_id, now=at)
    return letter


@transaction.atomic
def approve(
    *, correspondence: Correspondence, proposal_id: int, by: User, now: datetime | None = None
) -> Letter:
    """A colleague finds a proposal good: it leaves as it stands, in its author's name.

    proposal_id: the one that was read; another one meanwhile raises WrongState. Raises NotAllowed and Gone.
    """
    at = now or timezone.now()
    lock(correspondence, at)
    proposal = (
        correspondence.letters.filter(pk=proposal_id, side=Side.PROPOSAL).select_related("author").first()
    )
    if proposal is None:
        raise WrongState("there is another proposal now, or none")
    if not may_approve(by, correspondence) or proposal.author_id == by.pk:
        raise NotAllowed("two people look at an answer")
    assert proposal.author is not None
    text = sealing.open_letter(sealing.key_of(correspondence), proposal)
    letter = _send(correspondence, text, proposal.request_id, author=proposal.author, now=at)
    note("post.approved", correspondence, by=by.audit_id, now=at)
    return letter


@transaction.atomic
def withdraw(*, correspondence: Correspondence, by: User, now: datetime | None = None) -> str:
    """The owner takes a proposal back, or a colleague sends it back: its text, which then stays as a note.

    Raises WrongState, NotAllowed and Gone.
    """
    at = now or timezone.now()
    lock(correspondence, at)
    if not (is_owner(by, correspondence) or may_approve(by, correspondence)):
        raise NotAllowed("may not send it back")
    proposal = correspondence.letters.filter(side=Side.PROPOSAL).first()
    if proposal is None:
        raise WrongState("there is no proposal")
    key = sealing.key_of(correspondence)
    text = sealing.open_letter(key, proposal)
    proposal.delete()
    if not is_owner(by, correspondence):
        keeping.add(
            correspondence, key, side=Side.NOTE, text=text, request_id=proposal.request_id, author=proposal.author,
            now=at,
        )  # fmt: skip
    note("post.proposal_returned", correspondence, by=by.audit_id, now=at)
    return text


@transaction.atomic
def close(*, correspondence: Correspondence, by: User, now: datetime | None = None) -> None:
    """No answer is to be written: advertising, a test, nothing that can be answered. It stays for its term.

    Raises NotTheOwner, WrongState and Gone.
    """
    at = now or timezone.now()
    lock(correspondence, at)
    if not is_owner(by, correspondence):
        raise NotTheOwner("somebody else answers this")
    check_move(correspondence.state, State.CLOSED)
    correspondence.letters.filter(side=Side.PROPOSAL).delete()
    keeping.over(correspondence, unanswered=Outcome.REFUSED, now=at)
    change(correspondence, state=State.CLOSED)
    note("post.closed", correspondence, by=by.audit_id, now=at)


@transaction.atomic
def write_note(
    *, correspondence: Correspondence, text: str, request_id: UUID, by: User, now: datetime | None = None
) -> Letter:
    """A note beside the letters, for colleagues; gone with them. Raises NotAllowed, Empty, TooLong and Gone."""
    at = now or timezone.now()
    plain = keeping.checked(text)
    lock(correspondence, at)
    if not may_note(by, correspondence):
        raise NotAllowed("may not read it")
    key = sealing.key_of(correspondence)
    found, number = keeping.earlier(correspondence, key, Side.NOTE, request_id, plain)
    if found is not None:
        return found
    letter = keeping.add(
        correspondence, key, side=Side.NOTE, text=plain, request_id=number, author=by, now=at
    )
    note("post.note_written", correspondence, by=by.audit_id, now=at)
    return letter


def _sent(correspondence: Correspondence, request_id: UUID, text: str) -> Letter | None:
    """The answer that this request sent before. Raises WrongState when it said something else."""
    sent = correspondence.letters.filter(side=Side.HELPLINE, request_id=request_id).first()
    if sent is not None and sealing.open_letter(sealing.key_of(correspondence), sent) != text:
        raise WrongState("this form has sent another answer already")
    return sent


def _check_answering(correspondence: Correspondence, by: User) -> None:
    if not is_owner(by, correspondence):
        raise NotTheOwner("somebody else answers this")
    if correspondence.state != State.TAKEN:
        raise WrongState("take it first")


def _send(
    correspondence: Correspondence, text: str, request_id: UUID, *, author: User, now: datetime
) -> Letter:
    check_move(correspondence.state, State.ANSWERED)
    key = sealing.key_of(correspondence)
    correspondence.letters.filter(side=Side.PROPOSAL).delete()
    letter = keeping.add(
        correspondence, key, side=Side.HELPLINE, text=text, request_id=request_id, author=author, now=now
    )
    if correspondence.road == Road.MAIL:
        letter.delivery, letter.next_attempt_at = Delivery.QUEUED, now
        letter.reference_hash = references.kept(references.of_letter(key, letter))
        letter.save(update_fields=["delivery", "next_attempt_at", "reference_hash"])
    keeping.over(correspondence, unanswered=Outcome.REFUSED, now=now)
    change(correspondence, state=State.ANSWERED)
    return letter
