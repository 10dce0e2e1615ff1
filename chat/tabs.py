"""Of one person's sockets in a conversation the newest stays: here, and by news of the other processes, everywhere.

Newest by its ticket, not by its hello: the late hello of an abandoned line must not push out the line that lives.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from uuid import UUID

from chat.circle import Circle, Member
from chat.news import Post
from chat.protocol import Close

_WHY = "opened in another tab"


async def admit(member: Member) -> bool:
    """Let a socket into its circle, and close the older ones of the same person. False: it is the older, and closed."""
    circle = member.circle
    others = [other for other in circle.members if other.is_same_person(member)]
    if any(map(member.is_older_than, others)):
        await member.close(Close.ELSEWHERE, _WHY)
        return False
    circle.members.append(member)
    for other in others:
        await _send_away(other)
    return True


async def heard(circles: Mapping[UUID, Circle], opened: Mapping[str, int]) -> list[Member]:
    """Another process let sockets in (name -> moment). Close what is older here.

    What is newer here is returned: the other process has to hear that its own is the older.
    """
    newer = []
    for who, until_ms in opened.items():
        circle = circles.get(UUID(hex=who[:32]))
        for member in list(circle.members) if circle is not None else []:
            if member.person != who[32:]:
                continue
            if moment(member) < until_ms:
                await _send_away(member)
            elif moment(member) > until_ms:
                newer.append(member)
    return newer


def tell(member: Member, post: Post) -> None:
    """Let the other processes know that this person has a socket here."""
    post.outgoing.opened[name(member)] = moment(member)
    post.send_soon()


def name(member: Member) -> str:
    """How news names a person in a conversation: the conversation's number in 32 digits, and who it is there."""
    return member.circle.id.hex + member.person


def moment(member: Member) -> int:
    """Until when the ticket of a socket is good, in milliseconds; 0 when it has none."""
    return round((member.ticket_until or datetime.fromtimestamp(0, UTC)).timestamp() * 1000)


async def _send_away(member: Member) -> None:
    with suppress(ValueError):  # it may have left by itself meanwhile
        member.circle.members.remove(member)
    await member.close(Close.ELSEWHERE, _WHY)
