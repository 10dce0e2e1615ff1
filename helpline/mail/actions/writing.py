"""The visitor's side: writing, writing on, coming back with a code, deleting everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpline.accounts.models import User
from helpline.audit.actions import SYSTEM
from helpline.cases import errors as cases_errors
from helpline.cases import queries as cases
from helpline.cases.models import Case
from helpline.contacts import actions as contacts
from helpline.contacts.states import Outcome
from helpline.groups import actions as groups
from helpline.mail import sealing, terms
from helpline.mail.actions import keeping
from helpline.mail.actions.locks import box_of, change, check_room, count_letter, due_at, lock, lock_box, note
from helpline.mail.errors import CaseCodeUnknown, CodeUnknown, Gone, NotAllowed, TooBusy, TooManyTries
from helpline.mail.models import Correspondence, Letter, Postbox
from helpline.mail.policies import may_answer
from helpline.mail.states import Road, Side, State
from helpline.programmes.models import Channel, Programme
from helpline.vault import actions as vault
from helpline.vault import codes
from helpline.vault.models import TermClass

#: one for the process and for everybody together: nobody is told apart, so nobody is stored
THROTTLE = codes.CodeThrottle()
LANGUAGES = ("nl", "en")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was taken. code: the words to come back with, known here and never again; "" when none was made."""

    correspondence: Correspondence
    code: str = ""


def write(
    *,
    programme: Programme,
    text: str,
    form_number: UUID,
    language: str = "nl",
    introduction: Sequence[str] = (),
    brought: Mapping[str, Sequence[str]] | None = None,
    case_code: str = "",
    wants_group: bool = False,
    proved: bool = False,
    now: datetime | None = None,
) -> Written:
    """Take a first letter in, and make the words with which its writer reads the answer.

    form_number: of the form, which only our own page can have made. The same form sent again is the same letter: its
    writer perhaps never saw the words, so new ones take their place, as long as a visit lasts.
    introduction: texts brought along, which stand before the letter; with them the letter itself may be empty.
    case_code: the code of a case, with which the letter belongs to it. wants_group: its writer would like to join a
    peer group, which is noted where groups are put together. proved: a proof of work came with it.
    Raises Empty, TooLong, TooBusy, CaseCodeUnknown, TooManyTries, and Gone for a form that was sent long ago.
    """
    at = now or timezone.now()
    texts = [*introduction] if introduction and not text.strip() else [*introduction, keeping.checked(text)]
    keeping.checked(texts[0])
    if not Correspondence.objects.filter(pk=form_number).exists():
        check_room(box_of(programme), at, proved=proved)  # before anything slow, so that a flood costs little
    case = _case_of(case_code, programme, at) if case_code.strip() else None
    code = codes.make_code()
    hashed = codes.slow_hash(code)  # slow on purpose: before the locks
    with transaction.atomic():
        box = lock_box(programme.pk)
        correspondence = Correspondence.objects.filter(pk=form_number, programme=programme).first()
        if correspondence is None:
            count_letter(box, at, proved=proved)
            correspondence = begin(
                box, programme, road=Road.WEB, language=language, number=form_number,
                brought=keeping.coded(programme, {key: list(value) for key, value in (brought or {}).items()}, at),
                case=case, now=at,
            )  # fmt: skip
            for place, each in enumerate(texts):
                keeping.add(
                    correspondence, sealing.key_of(correspondence), side=Side.VISITOR, text=each, now=at,
                    request_id=UUID(int=form_number.int ^ (len(texts) - 1 - place)),
                )  # fmt: skip
            if wants_group:
                _note_interest(correspondence, at)
        else:
            lock(correspondence, at)
            if at - correspondence.last_letter_at > terms.VISIT:
                raise Gone("this form was sent long ago")
            _write_on(correspondence, box, texts[-1], form_number, at)
        change(correspondence, return_code_hash=hashed, visitor_seen_at=at, epoch=correspondence.epoch + 1)
    return Written(correspondence, code)


def _note_interest(correspondence: Correspondence, at: datetime) -> None:
    change(correspondence, wants_group=True)
    groups.note_interest(
        programme=correspondence.programme,
        letter_id=correspondence.pk,
        contact=correspondence.contact,
        case=correspondence.case,
        now=at,
    )


def _case_of(code: str, programme: Programme, now: datetime) -> Case:
    """The case of a code. Slow on purpose: before the locks."""
    try:
        case = cases.by_code(code, programme, now=now)
    except cases_errors.TooManyTries:
        raise TooManyTries("more codes are tried than people type") from None
    if case is None:
        raise CaseCodeUnknown("no case opens with it")
    return case


def begin(
    box: Postbox,
    programme: Programme,
    *,
    road: str,
    language: str,
    number: UUID,
    now: datetime,
    brought: dict[str, list[str]] | None = None,
    case: Case | None = None,
    training: bool = False,
) -> Correspondence:
    """A new correspondence, without a letter yet, and its contact: an attempt at the door. In a transaction."""
    expires_at = terms.expires_at(now)
    data_key, _key = vault.new_data_key(term_class=TermClass.POST, expires_at=expires_at, now=now)
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    contact = contacts.open_attempt(
        programme=programme, channel=Channel.POST, training=training, language=spoken, now=now
    )
    correspondence = Correspondence.objects.create(
        id=number,
        programme_id=programme.pk,
        case=case,
        contact=contact,
        data_key=data_key,
        road=road,
        training=training,
        language=spoken,
        brought=brought or {},
        arrived_at=now,
        due_at=due_at(box, programme, now),
        last_letter_at=now,
        expires_at=expires_at,
    )
    keeping.belongs(correspondence, now)
    return correspondence


def write_on(
    *, correspondence: Correspondence, text: str, form_number: UUID, now: datetime | None = None
) -> Letter:
    """Take a further letter in. After an answer it begins a new exchange, with a contact of its own.

    Raises Empty, TooLong, TooBusy and Gone.
    """
    at = now or timezone.now()
    plain = keeping.checked(text)
    with transaction.atomic():
        box = lock_box(correspondence.programme_id)
        lock(correspondence, at)
        return _write_on(correspondence, box, plain, form_number, at)


def _write_on(
    correspondence: Correspondence, box: Postbox, text: str, form_number: UUID, now: datetime
) -> Letter:
    key = sealing.key_of(correspondence)
    found, request_id = keeping.earlier(correspondence, key, Side.VISITOR, form_number, text)
    if found is not None:
        return found
    check_day(correspondence, now)
    goes_on(correspondence, box, now)
    return keeping.add(correspondence, key, side=Side.VISITOR, text=text, request_id=request_id, now=now)


def check_day(correspondence: Correspondence, now: datetime) -> None:
    """Raise TooBusy when a correspondence had as many letters of its writer today as it takes."""
    today = timezone.localdate(now)
    since = list(correspondence.letters.filter(side=Side.VISITOR).values_list("at", flat=True))
    if sum(timezone.localdate(at) == today for at in since) >= terms.MOST_IN_A_DAY:
        raise TooBusy("this correspondence had its letters for today")


def goes_on(correspondence: Correspondence, box: Postbox, now: datetime) -> None:
    """A further letter of its writer comes into a locked correspondence: it waits again, when it was over."""
    if correspondence.state in (State.WAITING, State.TAKEN):
        return
    contact = contacts.open_attempt(
        programme=correspondence.programme,
        channel=Channel.POST,
        training=correspondence.training,
        language=correspondence.language,
        now=now,
    )
    change(
        correspondence,
        state=State.WAITING,
        contact=contact,
        brought={},
        arrived_at=now,
        due_at=due_at(box, correspondence.programme, now),
    )
    keeping.belongs(correspondence, now)


def start_training(
    *, programme: Programme, text: str, request_id: UUID, by: User, now: datetime | None = None
) -> Correspondence:
    """Put a practice letter into the inbox: it is answered as any other, and counted nowhere. Raises Empty, TooLong."""
    at = now or timezone.now()
    if not may_answer(by, programme):
        raise NotAllowed("answers no letters there")
    plain = keeping.checked(text)
    with transaction.atomic():
        box = lock_box(programme.pk)
        found = Correspondence.objects.filter(pk=request_id, training=True).first()
        if found is not None:
            return found
        correspondence = begin(
            box, programme, road=Road.WEB, language=LANGUAGES[0], number=request_id, training=True, now=at
        )
        key = sealing.key_of(correspondence)
        keeping.add(correspondence, key, side=Side.VISITOR, text=plain, request_id=request_id, now=at)
        note("post.training_started", correspondence, by=by.audit_id, now=at)
    return correspondence


def come_back(*, code: str, now: datetime | None = None) -> Correspondence:
    """The correspondence that opens with these words; any browser that had it open before has it no longer.

    Raises CodeUnknown and TooManyTries.
    """
    at = now or timezone.now()
    if not THROTTLE.take(at):
        raise TooManyTries("more codes are tried than people type")
    normal = codes.normalise(code)
    if normal is None:
        raise CodeUnknown("not a code")
    hashed = codes.slow_hash(normal)
    with transaction.atomic():
        found = (
            Correspondence.objects.select_for_update(of=("self",))
            .select_related("programme")
            .filter(return_code_hash=hashed, expires_at__gt=at)
            .first()
        )
        if found is None or found.data_key_id is None:
            raise CodeUnknown("nothing opens with it")
        change(found, epoch=found.epoch + 1, visitor_seen_at=at)
    return found


def seen(*, correspondence: Correspondence, number: int) -> None:
    """Its writer has seen everything up to this letter. Never fails: a page that is read must not."""
    Correspondence.objects.filter(pk=correspondence.pk, read_up_to__lt=number).update(read_up_to=number)


def leave(*, correspondence: Correspondence) -> None:
    """The browser's visit is over: its cookie opens nothing any more. The letters stay for their term."""
    Correspondence.objects.filter(pk=correspondence.pk, epoch=correspondence.epoch).update(
        epoch=correspondence.epoch + 1, visitor_seen_at=None
    )


@transaction.atomic
def delete_now(*, correspondence: Correspondence, now: datetime | None = None) -> None:
    """Destroy all that was written, at once and for everybody: the key first. Deleting twice deletes once."""
    at = now or timezone.now()
    try:
        lock(correspondence, at)
    except Gone:
        return
    erase(correspondence, unanswered=Outcome.LEFT_WAITING, now=at)
    note("post.deleted_by_visitor", correspondence, by=SYSTEM, now=at)


def erase(correspondence: Correspondence, *, unanswered: Outcome, now: datetime) -> None:
    """Shred and delete a locked correspondence with everything that belongs to it; its contact keeps its codes."""
    keeping.over(correspondence, unanswered=unanswered, now=now)
    if correspondence.data_key_id is not None:
        vault.shred(correspondence.data_key_id)
    Correspondence.objects.filter(pk=correspondence.pk).delete()
