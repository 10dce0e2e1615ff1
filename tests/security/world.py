"""A house with two programmes: people of every role, and one of everything that has an id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from chat.actions import transfer
from helpline.accounts import actions as accounts
from helpline.accounts.models import Membership, StaffSession, User
from helpline.accounts.roles import Role
from helpline.appointments.actions import booking, publishing, reporting
from helpline.appointments.models import Service
from helpline.cases import actions as cases
from helpline.cases.models import TaskKind
from helpline.groups import actions as groups
from helpline.phone.models import Call, Handover, Leg, LegKind, LegState, OutsideDesk, PhoneLine
from helpline.phone.outcome import Stage
from helpline.programmes import queries
from helpline.programmes.models import Channel, Closure, OpeningHours, Programme
from helpline.referrals import actions as referrals
from helpline.referrals.models import HotlineReport, Referral
from helpline.requests.states import RequestState
from helpline.team import actions as team
from tests.factories.care import make_record
from tests.factories.chat import make_talking
from tests.factories.contacts import make_to_register, seed
from tests.factories.desk import make_desk_user
from tests.factories.directory import make_organisation
from tests.factories.groups import make_group, make_meeting, make_participant
from tests.factories.mail import make_taken
from tests.factories.phone import OWN_NUMBER, new_sid
from tests.factories.programmes import open_always
from tests.factories.requests import make_request

#: who asks, besides `stranger` (nobody is signed in) and `halfway` (the passphrase, and no second factor yet)
PEOPLE = (
    "counsellor",  # has the conversation, the case, the letter and the rest
    "colleague",  # another counsellor of the same programme
    "lead",
    "manager",  # has the request of a professional
    "editor",
    "therapist",  # has the hours
    "other_therapist",
    "elsewhere",  # every role there is, in the other programme
    "no_role",
    "administrator",
)


@dataclass(frozen=True)
class World:
    """Keys, not objects: what one test does to an object must not reach the next."""

    people: Mapping[str, int]
    ids: Mapping[str, Any]

    def user(self, who: str) -> User:
        """One of PEOPLE."""
        return User.objects.get(pk=self.people[who])


def fill() -> World:
    """Put it all into the database."""
    helpwanted = seed()
    stopitnow = Programme.objects.get(slug="stopitnow")
    for programme in (helpwanted, stopitnow):
        OpeningHours.objects.filter(programme=programme).delete()
        for channel in (Channel.CHAT, Channel.PHONE):
            open_always(programme=programme, channel=channel)
        Service.objects.get_or_create(programme=programme, defaults={"is_on": True})
        Service.objects.filter(programme=programme).update(is_on=True)
    people = {
        "counsellor": make_desk_user(helpwanted, role=Role.COUNSELLOR, name="Noor"),
        "colleague": make_desk_user(helpwanted, role=Role.COUNSELLOR, name="Sam"),
        "lead": make_desk_user(helpwanted, role=Role.SHIFT_LEAD, name="Lou"),
        "manager": make_desk_user(helpwanted, role=Role.PROGRAMME_MANAGER, name="Mila"),
        "editor": make_desk_user(helpwanted, role=Role.EDITOR, name="Eef"),
        "therapist": make_desk_user(helpwanted, role=Role.THERAPIST, name="Jonas"),
        "other_therapist": make_desk_user(helpwanted, role=Role.THERAPIST, name="Tess"),
        "elsewhere": make_desk_user(name="Elders"),
        "no_role": make_desk_user(name="Niemand"),
        "administrator": make_desk_user(name="Ada", administrator=True),
    }
    for role in Role:
        Membership.objects.create(user=people["elsewhere"], programme=stopitnow, role=role)
    ids: dict[str, Any] = {}
    for make in (_accounts, _chat, _phone, _contacts, _post, _requests, _hours, _team):
        ids |= make(helpwanted, people)
    queries.forget()
    return World({name: user.pk for name, user in people.items()}, ids)


def _accounts(programme: Programme, people: Mapping[str, User]) -> dict[str, Any]:
    now = timezone.now()
    session = StaffSession.objects.create(
        user=people["counsellor"], session_key="s" * 32, started_at=now, seen_at=now, confirmed_at=now
    )
    _user, token = accounts.invite(
        email="invited@example.org", name="Nieuw", roles=[], administrator=False, by=None
    )
    return {"public_id": people["colleague"].public_id, "session_id": session.pk, "token": token}


def _chat(programme: Programme, people: Mapping[str, User]) -> dict[str, Any]:
    now = timezone.now()
    talking = make_talking(programme=programme, user=people["counsellor"], now=now)
    offered = transfer.offer(
        conversation=talking, by=people["counsellor"], to_user=people["colleague"], note="rustig", now=now
    )
    return {"conversation_id": talking.pk, "transfer_id": offered.pk}


def _phone(programme: Programme, people: Mapping[str, User]) -> dict[str, Any]:
    now = timezone.now()
    PhoneLine.objects.update_or_create(programme=programme, defaults={"number": OWN_NUMBER})
    call = Call.objects.create(
        programme=programme, sid=new_sid(), counsellor=people["counsellor"], arrived_at=now, heard_at=now,
        answered_at=now, room="room", stage=Stage.TALKING,
    )  # fmt: skip
    leg = Leg.objects.create(
        programme=programme, call=call, user=people["counsellor"], kind=LegKind.PULL, made_at=now
    )
    outside = Leg.objects.create(
        programme=programme,
        call=call,
        kind=LegKind.OUTSIDE,
        outside_name="Politie",
        made_at=now,
        sid=new_sid(),
        state=LegState.LIVE,
    )
    handover = Handover.objects.create(
        call=call, from_user=people["counsellor"], to_user=people["colleague"], offered_at=now
    )
    desk = OutsideDesk.objects.create(programme=programme, name="Politie", number="+31850000001")
    return {
        "call_id": call.pk, "leg_id": leg.pk, "outside_leg_id": outside.pk, "handover_id": handover.pk,
        "desk": desk.pk, "sid": new_sid(),
    }  # fmt: skip


def _contacts(programme: Programme, people: Mapping[str, User]) -> dict[str, Any]:
    now, noor = timezone.now(), people["counsellor"]
    contact = make_to_register(programme=programme, by=noor, now=now)
    linked = make_to_register(programme=programme, by=noor, now=now)
    case = cases.open_case(programme=programme, alias="de reiger", by=noor, now=now, contact=linked)
    note_id, task_id = uuid4(), uuid4()
    cases.write_note(case=case, text="een notitie", note_id=note_id, by=noor, now=now)
    cases.set_task(
        case=case, kind=TaskKind.LOOK_AGAIN, due_at=now + timedelta(days=1), by=noor, task_id=task_id, now=now
    )
    make_organisation(key="csg", name="CSG", counted_as="csg", times="altijd", audiences=["harmed"])
    referral = referrals.refer(
        organisation="csg", number=uuid4(), by=noor, case=case, note="belt zelf", agreed=True, now=now
    )
    loose = referrals.refer(organisation="csg", number=uuid4(), by=noor, contact=linked, now=now)
    Referral.objects.filter(pk=loose.pk).update(case=None)
    report = HotlineReport.objects.create(
        programme=programme,
        reported_date=now.date(),
        addresses=1,
        erase_on_date=now.date() + timedelta(days=30),
    )
    record = make_record(programme=programme, by=noor, contact=contact, now=now)
    return {
        "contact_id": contact.pk, "linked_id": linked.pk, "case_id": case.pk, "note_id": note_id,
        "task_id": task_id, "referral_id": referral.pk, "loose_referral_id": loose.pk, "report_id": report.pk,
        "record_id": record.pk,
    }  # fmt: skip


def _post(programme: Programme, people: Mapping[str, User]) -> dict[str, Any]:
    letter = make_taken(programme, people["counsellor"], now=timezone.now())
    return {"correspondence_id": letter.pk}


def _requests(programme: Programme, people: Mapping[str, User]) -> dict[str, Any]:
    asked = make_request(
        programme=programme, state=RequestState.TAKEN, by=people["manager"], now=timezone.now()
    )
    closure = Closure.objects.create(
        programme=programme, first_date=timezone.localdate(), last_date=timezone.localdate(), confirmed=False
    )
    return {"request_id": asked.pk, "closure_id": closure.pk}


def _hours(programme: Programme, people: Mapping[str, User]) -> dict[str, Any]:
    """Hours of a therapist, one of them booked; and a group with a meeting, somebody in it, and an interest."""
    now, jonas, noor = timezone.now(), people["therapist"], people["counsellor"]
    day = timezone.localdate() + timedelta(days=2)
    free, booked = (
        publishing.publish(programme=programme, therapist=jonas, day=day, at=time(hour), minutes=45, now=now)
        for hour in (10, 12)
    )
    series = publishing.publish_weekly(
        programme=programme, therapist=jonas, first=day, until=None, at=time(15), minutes=45, now=now
    )
    appointment, _code = booking.book(slot=booked, by=noor, now=now)
    group = make_group(programme=programme, by=noor, now=now)
    meeting = make_meeting(group=group, starts_at=now + timedelta(days=7), now=now)
    participant = make_participant(group=group, now=now)
    interest = groups.note_interest(programme=programme, by=noor, now=now)
    return {
        "slot_id": free.pk, "booked_slot_id": booked.pk, "series_id": series.pk,
        "appointment_id": appointment.pk, "report_token": reporting.make_link(appointment=appointment, by=jonas),
        "group_id": group.pk, "meeting_id": meeting.pk, "participant_id": participant.pk, "interest_id": interest.pk,
    }  # fmt: skip


def _team(programme: Programme, people: Mapping[str, User]) -> dict[str, Any]:
    note = team.debrief(programme=programme, text="Zwaar.", by=people["counsellor"])
    return {"debrief_id": note.pk}
