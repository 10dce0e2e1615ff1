"""The shift lead's board: everything about the shift of a programme that asks for somebody's eye, as plain data.

It holds no word of any conversation. Each room says what it has for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from chat import queries as chats
from chat.models import Conversation
from chat.waiting import is_reachable
from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.contacts.models import Contact
from helpline.contacts.states import ContactState, Outcome
from helpline.desk.matters import Matter, counted
from helpline.desk.naming import name_of
from helpline.desk.wording import why_away
from helpline.phone import locks
from helpline.phone import queries as calls
from helpline.phone.wording import CAUSES as CAUSES_OF_CALLS
from helpline.programmes.models import Channel, Programme
from helpline.team import queries as team

#: the causes for which a chat is missed, in the order of the board
CAUSES_OF_CHATS: Mapping[str, str | Promise] = {
    Outcome.LEFT_WAITING: gettext_lazy("left while waiting"),
    Outcome.NOBODY_ON_DUTY: gettext_lazy("nobody on duty"),
    Outcome.OVERLOAD: gettext_lazy("too busy"),
    Outcome.CLOSED: gettext_lazy("outside opening hours"),
    Outcome.REFUSED: gettext_lazy("refused"),
}


@dataclass(frozen=True, slots=True)
class ChannelNow:
    """One channel of a shift. longest: minutes that the first in line waits; None when nobody does.

    answered: today, from the moment that it was given to somebody. unopened: of those that go on, how many their
    counsellor has not looked at yet. missed: cause and number, only causes that there are. stopped: a lead closed the
    door; texts: what is read or heard meanwhile, in Dutch and in English.
    """

    channel: str
    label: str
    waiting: int
    longest: int | None
    answered: int
    unopened: int
    missed: tuple[tuple[str, int], ...]
    stopped: bool
    texts: tuple[str, str]

    @property
    def missed_in_all(self) -> int:
        return sum(n for _cause, n in self.missed)


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague on the shift. how: what they do now, in words. tone: "good", "warn" or ""."""

    name: str
    how: str
    tone: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that goes on. minutes: how long. unopened: its counsellor has not looked at it yet.

    visitor_away: no sign of life for a while; it takes its counsellor's room until somebody ends it.
    """

    name: str
    counsellor: str
    minutes: int
    unopened: bool
    visitor_away: bool


@dataclass(frozen=True, slots=True)
class ShiftNow:
    """The shift of one programme."""

    programme: Programme
    channels: tuple[ChannelNow, ...]
    people: tuple[Person, ...]
    talks: tuple[Talk, ...]
    matters: tuple[Matter, ...]


def leads(user: User) -> list[Programme]:
    """The programmes whose shift somebody leads."""
    return list(user.programmes_with(Permission.CHAT_LEAD))


def shifts(user: User, now: datetime | None = None) -> list[ShiftNow]:
    """The shifts that somebody leads, as they stand now."""
    now = now or timezone.now()
    led = leads(user)
    boards = chats.board(led, now)
    lines = {board.programme.pk: board for board in calls.board(led, now)} if calls.is_on() else {}
    news = {each.programme.pk: each for each in team.for_desk(user, now)}
    found = []
    for board in boards:
        line = lines.get(board.programme.pk)
        found.append(
            ShiftNow(
                programme=board.programme,
                channels=(_chat(board, now), *([_phone(line, now)] if line is not None else [])),
                people=_people(board, line),
                talks=tuple(_talk(row, now) for row in board.going_on if row.counsellor is not None),
                matters=tuple(_matters(board.programme, news[board.programme.pk], now)),
            )
        )
    return found


def _minutes(since: datetime | None, now: datetime) -> int | None:
    return None if since is None else max(0, int((now - since).total_seconds() // 60))


def _chat(board: chats.Board, now: datetime) -> ChannelNow:
    return ChannelNow(
        channel=Channel.CHAT,
        label=str(Channel.CHAT.label),
        waiting=len(board.within_reach),
        longest=_minutes(board.longest_since, now),
        answered=board.arrivals.get(Outcome.ANSWERED, 0),
        unopened=sum(row.opened_at is None for row in board.going_on if not row.training),
        missed=tuple(
            (str(words), board.arrivals[cause])
            for cause, words in CAUSES_OF_CHATS.items()
            if board.arrivals.get(cause)
        ),
        stopped=board.switch.on,
        texts=(board.switch.text_nl, board.switch.text_en),
    )


def _phone(board: calls.PhoneBoard, now: datetime) -> ChannelNow:
    line = locks.line_of(board.programme)
    return ChannelNow(
        channel=Channel.PHONE,
        label=str(Channel.PHONE.label),
        waiting=len(board.waiting),
        longest=_minutes(board.longest_since, now),
        answered=board.answered,
        unopened=0,
        missed=tuple((str(CAUSES_OF_CALLS[code]), n) for code, n in board.missed.items()),
        stopped=line.overload,
        texts=(line.overload_text_nl, line.overload_text_en),
    )


def _people(board: chats.Board, line: calls.PhoneBoard | None) -> tuple[Person, ...]:
    on_phone = {each.user_id: each for each in line.colleagues} if line is not None else {}
    found = []
    for colleague in board.colleagues:
        phone = on_phone.pop(colleague.user_id, None)
        how, tone = _how(colleague)
        if phone is not None and phone.busy:
            how = _("%(chat)s; in a call") % {"chat": how}
        elif phone is not None and phone.available and phone.there:
            how = _("%(chat)s; available for calls") % {"chat": how}
        found.append(Person(colleague.name, how, tone))
    for phone in on_phone.values():
        how = _("in a call") if phone.busy else _("available for calls")
        if not phone.there:
            how = _("connection lost")
        found.append(Person(phone.name, how, "good" if phone.there and not phone.busy else ""))
    return tuple(found)


def _how(colleague: chats.Colleague) -> tuple[str, str]:
    if away := why_away(colleague):
        return away, "warn" if colleague.after_heavy or not colleague.there else ""
    if not colleague.available:
        return _("there, not available"), ""
    words = ngettext(
        "%(load)d chat, room for %(capacity)d", "%(load)d chats, room for %(capacity)d", colleague.load
    )
    return words % {"load": colleague.load, "capacity": colleague.capacity}, "good"


def _talk(row: Conversation, now: datetime) -> Talk:
    since = row.answered_at or row.queued_at
    assert row.counsellor is not None
    return Talk(
        name=f"{name_of(row.pk)} {timezone.localtime(row.queued_at):%H:%M}",
        counsellor=row.counsellor.name,
        minutes=_minutes(since, now) or 0,
        unopened=row.opened_at is None,
        visitor_away=not is_reachable(row.visitor_seen_at, now),
    )


def _matters(programme: Programme, news: team.TeamNews, now: datetime) -> list[Matter]:
    found = []
    unfinished = Contact.objects.filter(programme=programme, state=ContactState.TO_REGISTER).aggregate(
        n=Count("pk"), oldest=Min("ended_at")
    )
    if unfinished["n"]:
        hours = (now - unfinished["oldest"]).total_seconds() / 3600 if unfinished["oldest"] else 0
        words = ngettext_lazy(
            "%(n)d contact is not registered yet", "%(n)d contacts are not registered yet", "n"
        )
        found.append(counted(words, unfinished["n"], reverse("contacts:list"), urgent=hours >= 24))
    if news.debriefs:
        words = ngettext_lazy("%(n)d note for you", "%(n)d notes for you", "n")
        found.append(counted(words, news.debriefs, reverse("team:notes", args=[programme.slug])))
    if news.unheard:
        words = ngettext_lazy(
            "%(n)d new remark in the talk of the team", "%(n)d new remarks in the talk of the team", "n"
        )
        found.append(counted(words, news.unheard, reverse("team:talk", args=[programme.slug])))
    return found
