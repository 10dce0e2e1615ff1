"""What the provider is answered: a document for each step of a call. Nothing here writes."""

from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from django.urls import reverse

from helpline.phone import addresses, line, speech, twiml
from helpline.phone.evidence import Plan
from helpline.phone.models import Call, Leg, PhoneLine
from helpline.phone.rules import CODE_DIGITS, CODE_SECONDS, MENU_SECONDS, WAIT_PAUSE
from helpline.programmes.models import Programme

#: how often a waiting caller hears of the other ways
WAYS_EVERY = timedelta(minutes=2)


def address(name: str, programme: Programme) -> str:
    """The full address of a step of a caller's call."""
    return addresses.full(reverse(f"phone:{name}", args=[programme.slug]))


def greeting(programme: Programme, phone_line: PhoneLine, language: str, *, first: bool = True) -> bytes:
    """The emergency number, who we are, and the keys. first: in Dutch, with the way to English."""
    texts = [speech.danger(programme, language), speech.text(programme, "phone_welcome", language)]
    heard = [
        *twiml.spoken(texts, language),
        *twiml.spoken(speech.keys(tried_before=phone_line.ask_tried_before, language=language), language),
    ]
    if first and "en" in speech.languages_of(programme):
        # after the emergency number, so that nobody waits long to be understood
        heard[2:2] = twiml.spoken([speech.other_language()], "en")
    url = address("menu", programme)
    return twiml.response(
        twiml.gather(*heard, action=url, digits=1, seconds=MENU_SECONDS), twiml.redirect(url)
    )


def refusal(programme: Programme, plan: Plan, now: datetime) -> bytes:
    """Nobody can be talked with: why, in each language of the line, and what there is instead."""
    verbs: list[Element] = []
    for language in speech.languages_of(programme):
        texts = [
            speech.danger(programme, language),
            speech.refusal(programme, plan, language),
            *speech.ways_on(programme, language, now),
        ]
        verbs += twiml.spoken(texts, language)
    return twiml.response(*verbs, twiml.hang_up())


def key_in_code(programme: Programme, language: str, *, again: bool) -> bytes:
    """Ask for the ten digits; without any the caller goes on to the line."""
    asked = speech.code_unknown(language) if again else speech.key_in_code(language)
    return twiml.response(
        twiml.gather(
            *twiml.spoken([asked], language),
            action=address("code", programme),
            digits=CODE_DIGITS,
            seconds=CODE_SECONDS,
            finish="#",
            always=True,
        ),
        to_line_verb(programme),
    )


def to_line(programme: Programme, language: str, *said: str) -> bytes:
    """Into the line of those who wait."""
    return twiml.response(*twiml.spoken(said, language), to_line_verb(programme))


def to_line_verb(programme: Programme) -> Element:
    """The line, with what is asked while waiting and when leaving it."""
    return twiml.enqueue(
        line.name_of(programme), action=address("left", programme), wait_url=address("wait", programme)
    )


def waiting(call: Call, now: datetime) -> bytes:
    """One round of messages to a caller who waits: the place, now and then the other ways, and the next round."""
    programme, language = call.programme, call.language
    waited = now - (call.queued_at or now)
    texts = [speech.place(line.place(call, now), language)]
    if waited < timedelta(seconds=WAIT_PAUSE):
        texts.append(speech.text(programme, "phone_wait", language))
    elif waited % WAYS_EVERY < timedelta(seconds=WAIT_PAUSE + 7):
        texts += speech.ways_on(programme, language, now)
    return twiml.response(
        *twiml.spoken(texts, language), twiml.pause(WAIT_PAUSE), twiml.redirect(address("wait", programme))
    )


def still_waiting(programme: Programme) -> bytes:
    """Silence until the next round: the caller is just being connected."""
    return twiml.response(twiml.pause(WAIT_PAUSE), twiml.redirect(address("wait", programme)))


def leave_line() -> bytes:
    """Out of the line; what is said then comes with the next request."""
    return twiml.response(twiml.leave())


def way_on(call: Call, key: str, now: datetime) -> bytes:
    """Why waiting has no sense any more, and what there is instead."""
    texts = [speech.text(call.programme, key, call.language)]
    texts += speech.ways_on(call.programme, call.language, now)
    return twiml.response(*twiml.spoken(texts, call.language), twiml.hang_up())


def trouble(programme: Programme, now: datetime) -> bytes:
    """Something is wrong on our side; the emergency number first."""
    verbs: list[Element] = []
    for language in speech.languages_of(programme):
        texts = [
            speech.danger(programme, language),
            speech.text(programme, "phone_trouble", language),
            *speech.ways_on(programme, language, now),
        ]
        verbs += twiml.spoken(texts, language)
    return twiml.response(*verbs, twiml.hang_up())


def trouble_without_database() -> bytes:
    """The same in both languages and in sentences of ours: nothing else can be read now."""
    verbs: list[Element] = []
    for language in ("nl", "en"):
        texts = [speech.ours("phone_danger", language), speech.ours("phone_trouble", language)]
        verbs += twiml.spoken(texts, language)
    return twiml.response(*verbs, twiml.hang_up())


def goodbye(call: Call) -> bytes:
    """The conversation is over."""
    texts = [speech.text(call.programme, "phone_goodbye", call.language)]
    return twiml.response(*twiml.spoken(texts, call.language), twiml.hang_up())


def connecting(call: Call) -> bytes:
    """Just before caller and counsellor hear each other."""
    return twiml.response(*twiml.spoken([speech.connecting(call.language)], call.language))


def caller_s_room(call: Call, own_number: str) -> bytes:
    """The caller's place in the room: when the caller leaves, it is over for everybody."""
    room = twiml.conference(call.room, ends_it=True, label="caller")
    url = address("room_left", call.programme)
    return twiml.response(twiml.dial(room, own_number=own_number, action=url))


def counsellor_s_room(leg: Leg, room: str, own_number: str) -> bytes:
    """A counsellor's place in the room."""
    place = twiml.conference(room, ends_it=False, label=str(leg.pk))
    url = addresses.full(reverse("phone:desk_over", args=[leg.pk]))
    return twiml.response(twiml.dial(place, own_number=own_number, action=url))


def take(leg: Leg, own_number: str) -> bytes:
    """The counsellor's leg takes the longest waiting caller."""
    queue = twiml.queue(line.name_of(leg.programme), url=address("pulled", leg.programme))
    url = addresses.full(reverse("phone:desk_left", args=[leg.pk]))
    return twiml.response(twiml.dial(queue, own_number=own_number, action=url, seconds=20), twiml.hang_up())


def ask_to_take(leg: Leg, language: str) -> bytes:
    """A desk phone was picked up: by a person, who presses a key?"""
    url = addresses.full(reverse("phone:desk_take", args=[leg.pk]))
    asked = twiml.spoken([speech.press_to_take(language)], language)
    return twiml.response(twiml.gather(*asked, action=url, digits=1, seconds=8), twiml.hang_up())


def held(call: Call) -> bytes:
    """The caller waits a moment in the room, and hears so."""
    texts = [speech.hold(call.language)]
    again = twiml.redirect(address("held", call.programme))
    return twiml.response(*twiml.spoken(texts, call.language), twiml.pause(WAIT_PAUSE), again)


def put_through(call: Call, number: str, own_number: str) -> bytes:
    """To the desk of an appointment, which sees the helpline's number, and where somebody has to press a key."""
    url = address("connected", call.programme)
    said = twiml.spoken([speech.connecting(call.language)], call.language)
    noun = twiml.number(number, url=address("therapist", call.programme))
    return twiml.response(*said, twiml.dial(noun, own_number=own_number, action=url), twiml.hang_up())


def ask_therapist(programme: Programme, language: str) -> bytes:
    """The desk of an appointment was picked up: by a person, who presses a key? A voicemail takes no caller."""
    asked = twiml.spoken([speech.press_to_take(language)], language)
    url = address("therapist_takes", programme)
    return twiml.response(twiml.gather(*asked, action=url, digits=1, seconds=8), twiml.hang_up())


def over() -> bytes:
    """Nothing is left to be said on this leg."""
    return twiml.response(twiml.hang_up())


def nothing() -> bytes:
    """The provider goes on by itself."""
    return twiml.response()
