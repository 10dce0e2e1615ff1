"""What asks for somebody's eye beside chats and calls: risk records, letters, referrals, appointments. No word of them.

The desk shows it to each what is theirs, and the shift lead's board what is the shift's.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.appointments import queries as appointments
from helpline.care import queries as care
from helpline.mail import queries as mail
from helpline.referrals import queries as referrals


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that waits for an eye. urgent: it should not wait longer."""

    words: str
    url: str
    urgent: bool = False


def part(user: User, now: datetime) -> list[dict[str, Any]]:
    """The same for the desk, as plain data."""
    return [asdict(matter) for matter in of_person(user, now)]


def of_person(user: User, now: datetime) -> list[Matter]:
    """What waits for this person, the most urgent first."""
    found = [*_risk(user, now), *_post(user, now), *_appointments(user, now), *_referrals(user)]
    return sorted(found, key=lambda matter: not matter.urgent)


def _risk(user: User, now: datetime) -> list[Matter]:
    if not (user.can(Permission.CASES_WORK) or user.can(Permission.RISK_LEAD)):
        return []
    board = care.for_desk(user, now)
    found = []
    if board.acute:
        words = ngettext(
            "Acute: %(n)d risk record waits for a shift lead",
            "Acute: %(n)d risk records wait for a shift lead",
            board.acute,
        )
        found.append(Matter(words % {"n": board.acute}, board.url, urgent=True))
    if waiting := board.to_consult - board.acute:
        words = ngettext(
            "%(n)d risk record waits for a consultation",
            "%(n)d risk records wait for a consultation",
            waiting,
        )
        found.append(Matter(words % {"n": waiting}, board.url))
    if board.to_sign:
        words = ngettext(
            "%(n)d consultation waits for your signature",
            "%(n)d consultations wait for your signature",
            board.to_sign,
        )
        found.append(Matter(words % {"n": board.to_sign}, board.url, urgent=True))
    if board.due:
        words = ngettext(
            "%(n)d follow-up of a risk record is due", "%(n)d follow-ups of risk records are due", board.due
        )
        found.append(Matter(words % {"n": board.due}, board.url, urgent=True))
    if rest := board.count - board.to_consult:
        words = ngettext("%(n)d more risk record is open", "%(n)d more risk records are open", rest)
        found.append(Matter(words % {"n": rest}, board.url))
    return found


def _post(user: User, now: datetime) -> list[Matter]:
    if not (user.can(Permission.POST_ANSWER) or user.can(Permission.POST_LEAD)):
        return []
    post = mail.for_desk(user, now)
    found = []
    if post.late:
        words = ngettext(
            "%(n)d letter was promised an answer before now",
            "%(n)d letters were promised an answer before now",
            post.late,
        )
        found.append(Matter(words % {"n": post.late}, post.address, urgent=True))
    if post.near:
        words = ngettext(
            "%(n)d letter has to be answered soon", "%(n)d letters have to be answered soon", post.near
        )
        found.append(Matter(words % {"n": post.near}, post.address, urgent=True))
    if post.failed:
        words = ngettext(
            "%(n)d answer could not be delivered", "%(n)d answers could not be delivered", post.failed
        )
        found.append(Matter(words % {"n": post.failed}, post.address, urgent=True))
    if post.waiting:
        words = ngettext("%(n)d letter waits for somebody", "%(n)d letters wait for somebody", post.waiting)
        found.append(Matter(words % {"n": post.waiting}, post.address))
    if post.mine:
        words = ngettext("%(n)d letter is yours to answer", "%(n)d letters are yours to answer", post.mine)
        found.append(Matter(words % {"n": post.mine}, post.address))
    return found


def _appointments(user: User, now: datetime) -> list[Matter]:
    return [
        Matter(
            _("Appointment %(when)s: %(state)s")
            % {"when": f"{timezone.localtime(line.starts_at):%d-%m %H:%M}", "state": line.state},
            line.address,
        )
        for line in appointments.for_desk(user, now)
    ]


def _referrals(user: User) -> list[Matter]:
    if not user.can(Permission.REFERRALS_MAKE):
        return []
    n = referrals.for_desk(user)
    if not n:
        return []
    words = ngettext(
        "%(n)d referral of yours has no outcome yet", "%(n)d referrals of yours have no outcome yet", n
    )
    return [Matter(words % {"n": n}, reverse("referrals:list"))]
