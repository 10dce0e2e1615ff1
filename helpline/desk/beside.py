"""The desk while another page of the staff is open: who looks something up keeps their chats, and hears of news."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chat import queries
from chat.actions import leases, presence
from chat.states import State
from helpline.accounts.models import User


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes on at the desk, in one line. calls: something there waits for this person."""

    words: str
    calls: bool


def beside(user: User, now: datetime | None = None) -> Beside | None:
    """Say what goes on at this person's desk, and prove that they are there; None when they do not sit at it.

    Only who was there a moment ago, or whose visitors still wait for them, is kept there: nobody becomes available by
    opening another page.
    """
    now = now or timezone.now()
    rows = queries.own(user)
    if not leases.is_there(user, now) and not any(row.state == State.GRACE for row in rows):
        return None
    presence.renew(user=user, now=now)
    fresh = sum(1 for row in rows if row.opened_at is None)
    unread = sum(max(0, row.head - row.staff_read) for row in rows if row.opened_at is not None)
    told = []
    if fresh:
        told.append(
            ngettext("%(number)d new chat waits for you", "%(number)d new chats wait for you", fresh)
            % {"number": fresh}
        )
    if unread:
        told.append(
            ngettext("%(number)d new message", "%(number)d new messages", unread) % {"number": unread}
        )
    if rows and not told:
        told.append(
            ngettext("%(number)d chat goes on", "%(number)d chats go on", len(rows)) % {"number": len(rows)}
        )
    return Beside(" · ".join(told) or _("No chat waits for you"), calls=bool(fresh or unread))
