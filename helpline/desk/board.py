"""The board: everything the desk shows of who waits, what is mine, what is offered and who is here, as plain data.

It holds no word of any conversation. The screen draws it; the socket and the page hand it over as JSON.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chat import queries
from chat.actions.door import PRE_CHAT_LISTS
from chat.models import Conversation, Presence, Transfer
from chat.rules import MAX_CAPACITY
from chat.states import State
from chat.waiting import is_reachable
from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases import queries as cases
from helpline.contacts import queries as contacts
from helpline.contacts.models import Contact
from helpline.desk import caseload, matters, phone
from helpline.desk.naming import name_of
from helpline.desk.wording import why_away
from helpline.programmes.models import Programme
from helpline.programmes.queries import find_code, programmes
from helpline.team import queries as team


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation as the desk lists it. place: the programme, for who works in more than one.

    labels: what the visitor ticked beforehand, in words. read: up to which entry the counsellor has read.
    since, until: the stretch that its timer shows; it runs while `until` is empty.
    case: the alias and address of the case that the contact belongs to.
    visitor_away: no sign of life for a while; somebody who waits keeps the place, and cannot be taken meanwhile.
    """

    id: str
    name: str
    place: str
    programme: str
    state: str
    ended_how: str
    language: str
    training: bool
    scripted: bool
    came_back: bool
    labels: list[str]
    since: str
    until: str
    queued_at: str
    is_mine: bool
    opened: bool
    may_write: bool
    may_whisper: bool
    may_lead: bool
    may_pick: bool
    unread: int
    read: int
    visitor_away: bool
    offer: dict[str, Any] | None = None
    can_take_back: int | None = None
    registration: str | None = None
    case: dict[str, str] | None = None


def board(user: User, now: datetime | None = None) -> dict[str, Any]:
    """The whole board of one member of staff."""
    now = now or timezone.now()
    answering = list(user.programmes_with(Permission.CHAT_ANSWER))
    leading = list(user.programmes_with(Permission.CHAT_LEAD))
    together = list({programme.pk: programme for programme in [*answering, *leading]}.values())
    offers = queries.offers(user, now)
    maker = _Rows(
        user, now, offers.by_me, many_programmes=len(together) > 1, leading={each.pk for each in leading}
    )
    boards = queries.board(together, now)
    mine = queries.at_hand(user, now)
    shown = {row.contact_id for row in mine}
    going_on = [row for each in boards for row in each.going_on if each.programme.pk in maker.leading]
    return {
        "now": now.isoformat(),
        "programmes": [{"slug": each.slug, "name": each.name} for each in programmes()],
        "me": {
            "id": user.pk,
            "load": _load(mine),
            "most": MAX_CAPACITY,
            "presences": _presences(user, answering),
        },
        "waiting": maker.rows(_waiting(boards)),
        "mine": maker.rows(mine),
        "offers": [_offer(offer, maker) for offer in offers.to_me],
        "returns": maker.rows(each.conversation for each in maker.handed_over.values()),
        "unfinished": [
            _unfinished(contact) for contact in contacts.unfinished(user) if contact.pk not in shown
        ],
        "others": maker.rows([*(offer.conversation for offer in offers.to_me), *going_on]),
        "team": _team(user, boards),
        "shift": [_shift(each, maker) for each in boards if each.programme.pk in maker.leading],
        "phone": phone.part(user, now),
        "matters": matters.part(user, now),
        "talk": _talk_of_the_team(user, now),
        "cases": caseload.part(user, now),
    }


def _load(mine: Iterable[Conversation]) -> int:
    return sum(1 for row in mine if row.state != State.ENDED)


class _Rows:
    """Makes rows for one reader: what may be done differs by who looks."""

    def __init__(
        self, user: User, now: datetime, offers: list[Transfer], *, many_programmes: bool, leading: set[int]
    ) -> None:
        self.user = user
        self.now = now
        self.many_programmes = many_programmes
        self.leading = leading
        self.offers = {offer.conversation_id: offer for offer in offers}
        self.handed_over = {each.conversation_id: each for each in queries.handed_over(user)}
        self.cases: dict[UUID, cases.Belonging] = {}

    def rows(self, conversations: Iterable[Conversation]) -> list[dict[str, Any]]:
        found = {row.pk: row for row in conversations}
        contact_ids = {row.contact_id for row in found.values() if row.contact_id} - set(self.cases)
        self.cases |= cases.belonging(self.user, contact_ids, self.now) if contact_ids else {}
        return [asdict(self.row(row)) for row in found.values()]

    def row(self, row: Conversation) -> Row:
        mine = row.counsellor_id == self.user.pk
        goes_on = row.state != State.ENDED
        lead = row.programme_id in self.leading
        offer = self.offers.get(row.pk)
        handed = self.handed_over.get(row.pk)
        since = row.answered_at or row.queued_at
        return Row(
            id=str(row.pk),
            name=self.name(row),
            place=row.programme.name if self.many_programmes else "",
            programme=row.programme.slug,
            state=row.state,
            ended_how=row.ended_how,
            language=row.language,
            training=row.training,
            scripted=row.scripted,
            came_back=row.came_back > 0,
            labels=labels(row),
            since=since.isoformat(),
            until=row.ended_at.isoformat() if row.ended_at and not goes_on else "",
            queued_at=row.queued_at.isoformat(),
            is_mine=mine,
            opened=row.opened_at is not None,
            may_write=mine and goes_on,
            may_whisper=goes_on and (mine or lead),
            may_lead=lead,
            may_pick=row.state == State.WAITING and (lead or row.training),
            unread=max(0, row.head - row.staff_read),
            read=row.staff_read,
            visitor_away=goes_on and not is_reachable(row.visitor_seen_at, self.now),
            offer={"id": offer.pk, "to": offered_to(offer)} if offer else None,
            can_take_back=(offer or handed).pk if (offer or handed) else None,  # type: ignore[union-attr]
            registration=registration_of(row) if mine else None,
            case=self.case(row),
        )

    def case(self, row: Conversation) -> dict[str, str] | None:
        """The case that the contact belongs to, for who may see it."""
        found = self.cases.get(row.contact_id) if row.contact_id else None
        return asdict(found) if found else None

    def name(self, row: Conversation) -> str:
        """Conversations are told apart by a made-up name and by when they began: nothing else is known."""
        return f"{name_of(row.pk)} {timezone.localtime(row.queued_at):%H:%M}"


def registration_of(row: Conversation) -> str | None:
    """Where the registration of a conversation's contact is, to be put beside it."""
    if row.contact_id is None or row.answered_at is None or row.training:
        return None
    return reverse("contacts:part", args=[row.contact_id])


def labels(row: Conversation) -> list[str]:
    """What the visitor told before the chat, in words of the reader's language.

    What came along besides (a platform, the police) stands in the conversation and in the registration.
    """
    told = ((key, code) for key in PRE_CHAT_LISTS for code in row.pre_chat.get(key, ()))
    found = (find_code(row.programme, key, code) for key, code in told)
    return [code.label() for code in found if code is not None]


def offered_to(offer: Transfer) -> str:
    """To whom an offer was made."""
    return offer.to_user.name if offer.to_user else offer.to_programme.name


def _presences(user: User, answering: list[Programme]) -> list[dict[str, Any]]:
    standing = {row.programme_id: row for row in Presence.objects.filter(user=user)}
    rows = []
    for programme in answering:
        row = standing.get(programme.pk) or Presence()
        rows.append(
            {
                "programme": programme.slug,
                "name": programme.name,
                "available": row.available,
                "on_break": row.on_break,
                "after_heavy": row.on_break and row.after_heavy,
                "capacity": row.capacity,
            }
        )
    return rows


def _waiting(boards: list[queries.Board]) -> list[Conversation]:
    """Who waits, longest first over all programmes; practice comes last."""
    found = [row.conversation for each in boards for row in (*each.waiting, *each.training)]
    return sorted(found, key=lambda row: (row.training, row.queued_at, row.pk))


def _offer(offer: Transfer, maker: _Rows) -> dict[str, Any]:
    return {
        "id": offer.pk,
        "conversation": str(offer.conversation_id),
        "name": _("%(who)s: %(chat)s")
        % {"who": offer.from_user.name, "chat": maker.name(offer.conversation)},
        "language": offer.conversation.language,
        "training": offer.conversation.training,
        "offered_at": offer.offered_at.isoformat(),
        "may_decline": offer.to_user_id == maker.user.pk,
    }


def _unfinished(contact: Contact) -> dict[str, Any]:
    moment = timezone.localtime(contact.answered_at or contact.arrived_at)
    return {
        "id": str(contact.pk),
        "name": f"{contact.programme.name} {moment:%d-%m %H:%M}",
        "registration": reverse("contacts:part", args=[contact.pk]),
    }


def _team(user: User, boards: list[queries.Board]) -> list[dict[str, Any]]:
    team: dict[int, dict[str, Any]] = {}
    for each in boards:
        for colleague in each.colleagues:
            if colleague.user_id == user.pk:
                continue
            row = team.setdefault(
                colleague.user_id,
                {
                    "id": colleague.user_id,
                    "name": "",
                    "programmes": [],
                    "present": colleague.there and not colleague.on_break,
                },
            )
            row["name"] = _colleague(colleague)
            row["programmes"].append(each.programme.slug)
    return list(team.values())


def _colleague(colleague: queries.Colleague) -> str:
    how = why_away(colleague)
    if not how:
        is_over = colleague.load > colleague.capacity
        words = _("%(load)s (room for %(capacity)s)") if is_over else _("%(load)s of %(capacity)s")
        how = words % {"load": colleague.load, "capacity": colleague.capacity}
    return f"{colleague.name} · {how}"


def _shift(each: queries.Board, maker: _Rows) -> dict[str, Any]:
    arrivals = each.arrivals
    answered = arrivals.get("answered", 0)
    longest = _("nobody") if each.longest_since is None else _minutes(maker.now - each.longest_since)
    return {
        "programme": each.programme.slug,
        "name": each.programme.name,
        "waiting": len(each.within_reach),
        "longest": longest,
        "answered": answered,
        "missed": sum(arrivals.values()) - answered,
        "overload": each.switch.on,
        "talks": [
            {**asdict(maker.row(row)), "name": f"{row.counsellor.name} · {maker.name(row)}"}
            for row in each.going_on
            if row.counsellor is not None and row.counsellor_id != maker.user.pk
        ],
    }


def _talk_of_the_team(user: User, now: datetime) -> list[dict[str, Any]]:
    """What colleagues said since this person last looked, and notes that wait for a lead."""
    return [
        {
            "programme": news.programme.slug,
            "name": news.programme.name,
            "talk": reverse("team:talk", args=[news.programme.slug]),
            "notes": reverse("team:notes", args=[news.programme.slug]),
            "unheard": news.unheard,
            "debriefs": news.debriefs,
        }
        for news in team.for_desk(user, now)
    ]


def _minutes(length: Any) -> str:
    return _("%(minutes)d min") % {"minutes": int(length.total_seconds() // 60)}
