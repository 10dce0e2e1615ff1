"""What the provider asks at each step of a call: hear, write down what it proves, answer with a document."""

from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils import timezone

from helpline.phone import answers, evidence, locks, speech, tally
from helpline.phone.actions import calls, door, handing, recording
from helpline.phone.errors import NoNumber, PhoneOff
from helpline.phone.evidence import Kind, Piece, Plan
from helpline.phone.hearing import Told, hears
from helpline.phone.models import Call, Leg, LegKind, LegState
from helpline.phone.outcome import Stage
from helpline.phone.rules import CODE_TRIES
from helpline.programmes import keycodes
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug

# --- the caller's leg -------------------------------------------------------------------------------------------------


@hears
def voice(told: Told, slug: str) -> bytes:
    """Somebody calls. A repeat of this request hears the same."""
    programme, now = _programme(slug), timezone.now()
    with transaction.atomic():
        call = recording.arrive(sid=told.sid, programme=programme, now=now)
        if call is None:
            return answers.over()
        plan = door.decide(call=call, now=now)
    if plan is not Plan.ADMITTED:
        return answers.refusal(programme, plan, now)
    return answers.greeting(programme, locks.line_of(programme), call.language)


@hears
def menu(told: Told, slug: str) -> bytes:
    """A key was pressed after the greeting, or none. Every way leads into the line, unless nobody can be let in."""
    programme, now = _programme(slug), timezone.now()
    with transaction.atomic():
        call = recording.arrive(sid=told.sid, programme=programme, now=now)
        if call is None:
            return answers.over()
        plan = door.decide(call=call, now=now)
        if plan is Plan.ADMITTED and told.digits == "1":
            call.tried_before = True
            call.save(update_fields=["tried_before"])
        if plan is Plan.ADMITTED and told.digits == "2" and "en" in speech.languages_of(programme):
            call.language = "en"
            call.save(update_fields=["language"])
    if plan is not Plan.ADMITTED:
        return answers.refusal(programme, plan, now)
    if told.digits == "2" and call.language == "en":
        return answers.greeting(programme, locks.line_of(programme), call.language, first=False)
    if told.digits == "3":
        return answers.key_in_code(programme, call.language, again=False)
    return answers.to_line(programme, call.language)


@hears
def code(told: Told, slug: str) -> bytes:
    """A code was keyed in. Whether one was found or not, the caller goes on; tries are few."""
    programme, now = _programme(slug), timezone.now()
    with transaction.atomic():
        call = recording.arrive(sid=told.sid, programme=programme, now=now)
        if call is None:
            return answers.over()
        call.code_tries += 1
        call.save(update_fields=["code_tries"])
    if not told.digits or call.code_tries > CODE_TRIES:
        return answers.to_line(programme, call.language)
    try:
        found = keycodes.read(told.digits, programme, now)  # slow on purpose: in no transaction
    except keycodes.TooManyTries:
        tally.note("codes_slowed")
        found = None
    if found is None:
        if call.code_tries >= CODE_TRIES:
            return answers.to_line(programme, call.language)
        return answers.key_in_code(programme, call.language, again=True)
    return _follow(call, found)


def _follow(call: Call, found: keycodes.Direction) -> bytes:
    """Go where a code leads: into the line with what it belongs to, or through to the desk of an appointment."""
    Call.objects.filter(pk=call.pk).update(
        conversation_id=found.conversation_id,
        case_id=found.case_id,
        put_through=found.reference if found.number else "",
    )
    if found.number:
        try:
            return answers.put_through(call, found.number, calls.number_of(call.programme))
        except (NoNumber, PhoneOff):
            tally.note("no_number")
    return answers.to_line(call.programme, call.language, speech.code_known(call.language))


@hears
def wait(told: Told, slug: str) -> bytes:
    """One round of waiting: it proves that the caller is there, and says whether waiting still has sense."""
    programme, now = _programme(slug), timezone.now()
    with transaction.atomic():
        call = recording.arrive(sid=told.sid, programme=programme, now=now)
        if call is None:
            return answers.leave_line()
        recording.add(call, {Piece(Kind.WAITED)}, now)
        if call.stage != Stage.WAITING:
            return answers.still_waiting(programme)
        sent_away = door.sends_away(call=call, now=now)
        if sent_away:
            recording.add(call, {Piece(Kind.SENT_AWAY, sent_away)}, now)
            return answers.leave_line()
    return answers.waiting(call, now)


@hears
def left(told: Told, slug: str) -> bytes:
    """The caller left the line: talked, hung up, was sent on, or something went wrong."""
    programme, now = _programme(slug), timezone.now()
    pieces = evidence.of_leaving(told.queue_result, told.queue_time)
    call = recording.heard(sid=told.sid, programme=programme, pieces=pieces, now=now)
    if call is None:
        return answers.over()
    code_of_leaving = next(piece.code for piece in pieces if piece.kind is Kind.LEFT)
    if code_of_leaving == "bridged":
        return answers.goodbye(call)
    if code_of_leaving in ("hangup", "redirected", "redirected_bridged", "bridging"):
        return answers.nothing()
    if code_of_leaving == "leave":
        found = recording.read(call)
        key = "phone_wait_limit" if Piece(Kind.SENT_AWAY, "wait_limit") in found else "phone_nobody"
        return answers.way_on(call, key, now)
    if code_of_leaving == "queue_full":
        return answers.refusal(programme, Plan.OVERLOAD, now)
    return answers.trouble(programme, now)


@hears
@transaction.atomic
def pulled(told: Told, slug: str) -> bytes:
    """A counsellor's leg takes this caller out of the line; they hear each other in a moment."""
    now = timezone.now()
    call = recording.arrive(sid=told.sid, programme=_programme(slug), now=now)
    if call is None:
        return answers.nothing()
    calls.pulled(call=call, dequeuer=told.dequeuer, now=now)
    return answers.connecting(call)


@hears
def room(told: Told, slug: str) -> bytes:
    """The caller is moved to the room of the call."""
    programme, now = _programme(slug), timezone.now()
    call = recording.heard(sid=told.sid, programme=programme, pieces=(), now=now)
    own = locks.line_of(programme).number
    if call is None or not call.room or not own:
        return answers.trouble(programme, now)
    return answers.caller_s_room(call, own)


@hears
def held(told: Told, slug: str) -> bytes:
    """The caller waits a moment in the room."""
    call = recording.heard(
        sid=told.sid, programme=_programme(slug), pieces=(), now=timezone.now(), makes=False
    )
    return answers.over() if call is None else answers.held(call)


@hears
def room_left(told: Told, slug: str) -> bytes:
    """The room is over for the caller."""
    programme, now = _programme(slug), timezone.now()
    call = recording.heard(
        sid=told.sid, programme=programme, pieces=evidence.of_room_left(), now=now, makes=False
    )
    return answers.over() if call is None else answers.goodbye(call)


@hears
def therapist(told: Told, slug: str) -> bytes:
    """The desk of an appointment was picked up: by a person, or by a voicemail? The caller still hears it ring."""
    return answers.ask_therapist(_programme(slug), "nl")


@hears
def therapist_takes(told: Told, slug: str) -> bytes:
    """A key was pressed there. With nothing more to hear the provider connects the two."""
    _programme(slug)
    return answers.nothing() if told.digits == "1" else answers.over()


@hears
@transaction.atomic
def connected(told: Told, slug: str) -> bytes:
    """The caller was put through to the desk of an appointment, or could not be."""
    now = timezone.now()
    pieces = evidence.of_putting_through(told.dial_status, told.bridged)
    call = recording.heard(sid=told.sid, programme=_programme(slug), pieces=pieces, now=now)
    if call is None:
        return answers.over()
    was_connected = any(piece.kind is Kind.CONNECTED for piece in pieces)
    if call.put_through:
        keycodes.tell(call.put_through, connected=was_connected, now=now)
    return answers.goodbye(call) if was_connected else answers.to_line(call.programme, call.language)


@hears
def fallback(told: Told, slug: str) -> bytes:
    """The provider could not use our answer. Once the caller goes (back) into the line; then we say what is wrong.

    It answers also while the database is away: the evidence is lost then, and the caller is not.
    """
    try:
        return _fall_back(told, _programme(slug), timezone.now())
    except DatabaseError:
        tally.note("fallback_unwritten")
        return answers.trouble_without_database()


def _fall_back(told: Told, programme: Programme, now: datetime) -> bytes:
    pieces = evidence.of_fallback(told.error_code)
    call = recording.heard(sid=told.sid, programme=programme, pieces=pieces, now=now)
    if call is not None and call.stage in (Stage.ARRIVING, Stage.WAITING):
        found = recording.read(call)
        failures = sum(piece.kind is Kind.FALLBACK for piece in found)
        if recording.plan_of(found) is Plan.ADMITTED and failures == 1:
            return answers.to_line(programme, call.language)
    return answers.trouble(programme, now)


@hears
def status(told: Told, slug: str) -> None:
    """The provider's word on the whole call. The address stays right when a call is told twice, or much too late."""
    pieces = evidence.of_status(told.call_status, told.duration)
    if pieces:
        recording.heard(sid=told.sid, programme=_programme(slug), pieces=pieces, now=timezone.now())


# --- the counsellor's leg ---------------------------------------------------------------------------------------------


@hears
def desk(told: Told) -> bytes:
    """A counsellor's browser calls: to take the longest waiting caller, or to join a room."""
    now = timezone.now()
    leg = _came(told, told.leg, now)
    if leg is None or leg.kind not in (LegKind.PULL, LegKind.JOIN):
        return answers.over()
    own = _own_number(leg.programme)
    if not own:
        return answers.over()
    if leg.kind == LegKind.PULL:
        return answers.take(leg, own)
    return _join(leg, own, now)


@hears
def desk_answer(told: Told, leg_id: UUID) -> bytes:
    """A desk phone was picked up: by a person, or by a voicemail?"""
    leg = _came(told, str(leg_id), timezone.now())
    if leg is None or leg.kind != LegKind.DESK_PHONE:
        return answers.over()
    return answers.ask_to_take(leg, "nl")


@hears
def desk_take(told: Told, leg_id: UUID) -> bytes:
    """A key was pressed on a desk phone."""
    leg = _came(told, str(leg_id), timezone.now())
    own = _own_number(leg.programme) if leg is not None else ""
    if leg is None or leg.kind != LegKind.DESK_PHONE or told.digits != "1" or not own:
        return answers.over()
    return answers.take(leg, own)


@hears
def desk_left(told: Told, leg_id: UUID) -> bytes:
    """The counsellor's dialling ended. When the call was moved to a room, this leg follows it."""
    now = timezone.now()
    with transaction.atomic():
        leg = Leg.objects.select_related("programme", "call", "user").filter(pk=leg_id, sid=told.sid).first()
        call = locks.lock_call_by_id(leg.call) if leg is not None and leg.call is not None else None
        if call is not None:
            recording.add(call, evidence.of_counsellor_s_leg(told.dial_status, told.bridged), now)
    if leg is None:
        return answers.over()
    own = _own_number(leg.programme)
    if call is not None and call.room and call.stage == Stage.TALKING and leg.state == LegState.LIVE and own:
        return answers.counsellor_s_room(leg, call.room, own)
    calls.leg_ended(sid=told.sid, now=now)
    return answers.over()


@hears
def desk_over(told: Told, leg_id: UUID) -> bytes:
    """The counsellor left the room, or it ended."""
    calls.leg_ended(sid=told.sid, now=timezone.now())
    return answers.over()


@hears
def desk_status(told: Told) -> None:
    """The provider's word on a counsellor's leg."""
    if told.call_status and told.call_status not in evidence.LIVE_STATUSES:
        calls.leg_ended(sid=told.sid, now=timezone.now())


@hears
def outside_status(told: Told, leg_id: UUID) -> None:
    """The provider's word on the leg of another organisation."""
    if told.call_status and told.call_status not in evidence.LIVE_STATUSES:
        calls.leg_ended(leg_id=leg_id, now=timezone.now())


def _programme(slug: str) -> Programme:
    programme = programme_by_slug(slug)
    if programme is None:
        raise Http404
    return programme


def _own_number(programme: Programme) -> str:
    return locks.line_of(programme).number


def _came(told: Told, leg_id: str, now: datetime) -> Leg | None:
    try:
        number = UUID(leg_id)
    except ValueError:
        return None
    return calls.leg_came(leg_id=number, sid=told.sid, now=now)


@transaction.atomic
def _join(leg: Leg, own: str, now: datetime) -> bytes:
    """Let a colleague into the room, where the call becomes theirs."""
    call = leg.call
    if call is None or not call.room:
        return answers.over()
    handing.joined(leg=leg, now=now)
    return answers.counsellor_s_room(leg, call.room, own)
