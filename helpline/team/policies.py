"""Who belongs to a team, and who reads the notes to the shift lead."""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.programmes.models import Programme
from helpline.programmes.queries import programmes

#: whoever answers people in a programme, and who leads them
_TEAM = (Permission.CHAT_ANSWER, Permission.PHONE_ANSWER, Permission.POST_ANSWER, Permission.CHAT_LEAD)


def is_of_team(user: User, programme: Programme) -> bool:
    """Read and join the talk of the day, and write a note to the shift lead."""
    return any(user.can(permission, programme) for permission in _TEAM)


def teams_of(user: User) -> list[Programme]:
    """The programmes in whose team somebody is, in the order of the programmes."""
    return [programme for programme in programmes() if is_of_team(user, programme)]


def reads_debriefs(user: User, programme: Programme) -> bool:
    """Read the notes of others."""
    return user.can(Permission.CHAT_LEAD, programme)
