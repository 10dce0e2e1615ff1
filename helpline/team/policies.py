"""Who belongs to a team, and who reads the notes to the shift lead."""

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.programmes.models import Programme

#: whoever answers people in a programme, and who leads them
_TEAM = (Permission.CHAT_ANSWER, Permission.PHONE_ANSWER, Permission.POST_ANSWER, Permission.CHAT_LEAD)


def is_of_team(user: User, programme: Programme) -> bool:
    """Read and join the talk of the day, and write a note to the shift lead."""
    return any(user.can(permission, programme) for permission in _TEAM)


def teams_of(user: User) -> list[Programme]:
    """The programmes in whose team somebody is, in the order of the programmes."""
    found = {
        programme.pk: programme for permission in _TEAM for programme in user.programmes_with(permission)
    }
    return sorted(found.values(), key=lambda programme: programme.pk)


def reads_debriefs(user: User, programme: Programme) -> bool:
    """Read the notes of others."""
    return user.can(Permission.CHAT_LEAD, programme)
