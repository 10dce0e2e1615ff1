"""What asks for somebody's eye beside chats and calls: risk records, letters, referrals, appointments. No word of them.

The desk shows it to each what is theirs, and the shift lead's board what is the shift's.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

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


def counted(words: Any, n: int, url: str, urgent: bool = False) -> Matter:
    """So many of something. words: of `ngettext_lazy` with "n" for its number."""
    return Matter(words % {"n": n}, url, urgent)


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
        found.append(
            counted(
                ngettext_lazy(
                    "Acute: %(n)d risk record waits for a shift lead",
                    "Acute: %(n)d risk records wait for a shift lead",
                    "n",
                ),
                board.acute,
                board.url,
                urgent=True,
            )
        )
    if waiting := board.to_consult - board.acute:
        found.append(
            counted(
                ngettext_lazy(
                    "%(n)d risk record waits for a consultation",
                    "%(n)d risk records wait for a consultation",
                    "n",
                ),
                waiting,
                board.url,
            )
        )
    if board.to_sign:
        found.append(
            counted(
                ngettext_lazy(
                    "%(n)d consultation waits for your signature",
                    "%(n)d consultations wait for your signature",
                    "n",
                ),
                board.to_sign,
                board.url,
                urgent=True,
            )
        )
    if board.due:
        found.append(
            counted(
                ngettext_lazy(
                    "%(n)d follow-up of a risk record is due", "%(n)d follow-ups of risk records are due", "n"
                ),
                board.due,
                board.url,
                urgent=True,
            )
        )
    if rest := board.count - board.to_consult:
        found.append(
            counted(
                ngettext_lazy("%(n)d more risk record is open", "%(n)d more risk records are open", "n"),
                rest,
                board.url,
            )
        )
    return found


def _post(user: User, now: datetime) -> list[Matter]:
    if not (user.can(Permission.POST_ANSWER) or user.can(Permission.POST_LEAD)):
        return []
    post = mail.for_desk(user, now)
    found = []
    if user.can(Permission.POST_LEAD):
        found += [
            Matter(
                _("E-mail to %(programme)s does not come in") % {"programme": box.programme.name},
                post.address,
                urgent=True,
            )
            for box in mail.stuck_mailboxes(user, now)
        ]
    if post.late:
        found.append(
            counted(
                ngettext_lazy(
                    "%(n)d letter was promised an answer before now",
                    "%(n)d letters were promised an answer before now",
                    "n",
                ),
                post.late,
                post.address,
                urgent=True,
            )
        )
    if post.near:
        found.append(
            counted(
                ngettext_lazy(
                    "%(n)d letter has to be answered soon", "%(n)d letters have to be answered soon", "n"
                ),
                post.near,
                post.address,
                urgent=True,
            )
        )
    if post.failed:
        found.append(
            counted(
                ngettext_lazy(
                    "%(n)d answer could not be delivered", "%(n)d answers could not be delivered", "n"
                ),
                post.failed,
                post.address,
                urgent=True,
            )
        )
    if post.waiting:
        found.append(
            counted(
                ngettext_lazy("%(n)d letter waits for somebody", "%(n)d letters wait for somebody", "n"),
                post.waiting,
                post.address,
            )
        )
    if post.mine:
        found.append(
            counted(
                ngettext_lazy("%(n)d letter is yours to answer", "%(n)d letters are yours to answer", "n"),
                post.mine,
                post.address,
            )
        )
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
    told = ngettext_lazy(
        "%(n)d referral of yours has no outcome yet", "%(n)d referrals of yours have no outcome yet", "n"
    )
    return [counted(told, n, reverse("referrals:list"))]
