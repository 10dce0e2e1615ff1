"""The phone's part of the board: who waits on the line, the call at hand, what is offered, what was missed and why.

No word of a conversation, and nothing about who calls: calls are named after rivers.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.cases import queries as cases
from helpline.desk.naming import name_of_call
from helpline.phone import queries
from helpline.phone.models import Call, Handover, Leg, LegKind, LegState, PhoneDevice, PhonePresence
from helpline.phone.wording import CAUSES
from helpline.programmes.models import Programme


def part(user: User, now: datetime) -> dict[str, Any] | None:
    """The phone as this person sees it; None where it is off, or is not theirs."""
    answering = list(user.programmes_with(Permission.PHONE_ANSWER))
    if not answering or not queries.is_on():
        return None
    leg = queries.current_leg(user, now)
    maker = _Maker(user, now, many=len(answering) > 1)
    boards = queries.board(answering, now)
    call = next(iter(queries.own(user)), None) or (leg.call if leg is not None else None)
    return {
        "presences": _presences(user, answering),
        "waiting": [maker.waiting(row, board.programme) for board in boards for row in board.waiting],
        "call": maker.call(call, leg) if call is not None else None,
        "is_busy": leg is not None,
        "offers": [maker.offer(offer) for offer in queries.offers_to(user, now)],
        "team": _team(user, boards),
        "missed": [maker.missed(board) for board in boards],
    }


class _Maker:
    """Makes rows for one reader. many: the programme stands beside a name, since there are several."""

    def __init__(self, user: User, now: datetime, *, many: bool) -> None:
        self._user = user
        self._now = now
        self._many = many
        self._offers = {offer.call_id: offer for offer in queries.offers_from(user, now)}

    def waiting(self, row: queries.Waiting, programme: Programme) -> dict[str, Any]:
        return {
            "id": row.call_id,
            "name": _("Place %(place)d") % {"place": row.place},
            "place": self._place(programme),
            "programme": programme.slug,
            "since": row.since.isoformat(),
            "language": row.language,
            "came_back": row.came_back,
            "tried_before": row.tried_before,
        }

    def call(self, call: Call, leg: Leg | None) -> dict[str, Any]:
        mine = call.counsellor_id == self._user.pk
        others = queries.legs_in(call)
        offer = self._offers.get(call.pk)
        return {
            "id": str(call.pk),
            "name": _name(call),
            "place": self._place(call.programme),
            "programme": call.programme.slug,
            "since": (call.answered_at or call.queued_at or call.arrived_at).isoformat(),
            "language": call.language,
            "came_back": queries.has_come_back(call),
            "case": self._case(call),
            "tried_before": call.tried_before,
            "is_mine": mine,
            "lost": leg is None,
            "by_desk_phone": leg is not None and leg.kind == LegKind.DESK_PHONE,
            "offer": {"id": offer.pk, "to": _offered_to(offer)} if offer else None,
            "outside": next((_outside(each) for each in others if each.kind == LegKind.OUTSIDE), None),
            "colleagues": [each.user.name for each in others if each.user and each.user_id != self._user.pk],
            "desks": [{"id": desk.pk, "name": desk.name} for desk in queries.outside_desks(call.programme)],
            "registration": reverse("contacts:part", args=[call.contact_id])
            if mine and call.contact_id
            else None,
        }

    def _case(self, call: Call) -> dict[str, str] | None:
        """The case that the contact belongs to, for who may see it."""
        if call.contact_id is None:
            return None
        found = cases.belonging(self._user, [call.contact_id], self._now).get(call.contact_id)
        return asdict(found) if found else None

    def offer(self, offer: Handover) -> dict[str, Any]:
        return {
            "id": offer.pk,
            "name": _("%(who)s: %(call)s") % {"who": offer.from_user.name, "call": _name(offer.call)},
            "offered_at": offer.offered_at.isoformat(),
            "may_decline": offer.to_user_id == self._user.pk,
        }

    def missed(self, board: queries.PhoneBoard) -> dict[str, Any]:
        causes = [{"code": code, "label": str(CAUSES[code]), "n": n} for code, n in board.missed.items()]
        return {
            "programme": board.programme.slug,
            "place": self._place(board.programme),
            "offered": board.offered,
            "answered": board.answered,
            "missed": sum(board.missed.values()),
            "causes": causes,
        }

    def _place(self, programme: Programme) -> str:
        return programme.name if self._many else ""


def _name(call: Call) -> str:
    return f"{name_of_call(call.pk)} {timezone.localtime(call.arrived_at):%H:%M}"


def _offered_to(offer: Handover) -> str:
    return offer.to_user.name if offer.to_user else offer.call.programme.name


def _outside(leg: Leg) -> dict[str, Any]:
    return {"leg": str(leg.pk), "name": leg.outside_name, "is_in": leg.state == LegState.LIVE}


def _presences(user: User, answering: list[Programme]) -> list[dict[str, Any]]:
    standing = {row.programme_id: row for row in queries.presence_of(user)}
    rows = []
    for programme in answering:
        row = standing.get(programme.pk) or PhonePresence(device=PhoneDevice.BROWSER)
        rows.append(
            {
                "programme": programme.slug,
                "name": programme.name,
                "available": row.available,
                "device": row.device,
                "desk_number": row.desk_number,
            }
        )
    return rows


def _team(user: User, boards: list[queries.PhoneBoard]) -> list[dict[str, Any]]:
    """Whom a call can be offered to: who is there and in no call, with the programmes they answer."""
    team: dict[int, dict[str, Any]] = {}
    for board in boards:
        for colleague in board.colleagues:
            if colleague.user_id == user.pk or not colleague.there or colleague.busy:
                continue
            row = team.setdefault(
                colleague.user_id, {"id": colleague.user_id, "name": colleague.name, "programmes": []}
            )
            row["programmes"].append(board.programme.slug)
    return list(team.values())
