"""Who may change what here. The rooms that know people stand above this one, so a person is what can answer this."""

from typing import TYPE_CHECKING, Protocol, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from helpline.programmes.models import Programme

EDIT_HOURS = "hours.edit"
EDIT_TEXTS = "texts.edit"
EDIT_CODES = "codes.edit"
MANAGE_SYSTEM = "system.manage"


class Person(Protocol):
    """A member of staff, as far as this room asks."""

    @property
    def audit_id(self) -> str: ...

    def can(self, permission: str, programme: "Programme | None" = None) -> bool: ...

    def programmes_with(self, permission: str) -> "QuerySet[Programme]": ...


def person(request: HttpRequest) -> Person:
    """The member of staff who asks. Only behind the staff's door."""
    return cast("Person", request.user)


def may(request: HttpRequest, permission: str, programme: "Programme | None" = None) -> bool:
    """Say whether the one who asks may do this in the programme; without a programme: in any. Nobody may not."""
    return request.user.is_authenticated and person(request).can(permission, programme)
