"""Who may do what where: the whole matrix, written out, so that a change of a role shows here."""

import pytest

from helpline.accounts.models import User
from helpline.accounts.roles import ADMINISTRATOR_PERMISSIONS, ROLE_PERMISSIONS, Permission, Role
from helpline.programmes.models import Programme
from tests.factories.accounts import make_user

COUNSELLING = {
    "chat.answer",
    "phone.answer",
    "post.answer",
    "contact.register",
    "cases.work",
    "referrals.make",
    "appointments.book",
    "groups.run",
}
MATRIX: dict[str, set[str]] = {
    "counsellor": COUNSELLING,
    "shift_lead": {
        *COUNSELLING,
        "chat.lead",
        "contact.correct",
        "cases.lead",
        "risk.lead",
        "post.lead",
        "requests.handle",
    },
    "programme_manager": {"figures.view", "hours.edit", "codes.edit", "texts.edit", "requests.handle"},
    "editor": {"content.edit"},
    "therapist": {"slots.own"},
}
ADMINISTRATOR = {"people.manage", "system.manage", "hours.edit", "codes.edit", "texts.edit", "content.edit"}


def test_the_matrix_is_whole() -> None:
    assert {role.value for role in Role} == set(MATRIX) == {str(role) for role in ROLE_PERMISSIONS}
    assert set().union(*MATRIX.values(), ADMINISTRATOR) == {permission.value for permission in Permission}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(MATRIX))
@pytest.mark.parametrize("permission", [permission.value for permission in Permission])
def test_a_role_allows_this_in_its_programme_only(
    role: str, permission: str, helpwanted: Programme, stopitnow: Programme
) -> None:
    user = make_user(roles=[(helpwanted, role)], enrolled=False)
    allowed = permission in MATRIX[role]
    assert user.can(permission, helpwanted) is allowed
    assert user.can(permission, helpwanted.pk) is allowed
    assert user.can(permission) is allowed
    assert user.can(permission, stopitnow) is False
    assert list(user.programmes_with(permission)) == ([helpwanted] if allowed else [])


@pytest.mark.django_db
@pytest.mark.parametrize("permission", [permission.value for permission in Permission])
def test_an_administrator_manages_everywhere_and_reads_no_chat(
    permission: str, helpwanted: Programme, stopitnow: Programme
) -> None:
    user = make_user(administrator=True, enrolled=False)
    allowed = permission in ADMINISTRATOR
    assert {user.can(permission, helpwanted), user.can(permission, stopitnow), user.can(permission)} == {
        allowed
    }
    assert set(user.programmes_with(permission)) == ({helpwanted, stopitnow} if allowed else set())
    assert {str(one) for one in ADMINISTRATOR_PERMISSIONS} == ADMINISTRATOR


@pytest.mark.django_db
def test_roles_add_up(helpwanted: Programme, stopitnow: Programme) -> None:
    user = make_user(
        roles=[(helpwanted, Role.COUNSELLOR), (helpwanted, Role.EDITOR), (stopitnow, Role.EDITOR)]
    )
    assert user.can("chat.answer", helpwanted)
    assert not user.can("chat.answer", stopitnow)
    assert list(user.programmes_with("content.edit")) == [helpwanted, stopitnow]


@pytest.mark.django_db
def test_who_is_out_may_nothing(helpwanted: Programme) -> None:
    user = make_user(roles=[(helpwanted, Role.COUNSELLOR)], administrator=True)
    user.is_active = False
    assert not any(user.can(permission, helpwanted) for permission in Permission)
    assert not user.programmes_with("people.manage").exists()
    assert not user.is_staff


@pytest.mark.django_db
def test_djangos_questions_about_a_user(helpwanted: Programme) -> None:
    manager = make_user(roles=[(helpwanted, Role.PROGRAMME_MANAGER)], name="Willem")
    assert manager.is_staff
    assert (manager.get_full_name(), manager.get_short_name(), str(manager)) == ("Willem", "Willem", "Willem")
    assert not make_user(roles=[(helpwanted, Role.COUNSELLOR)]).is_staff
    assert User.objects.get_by_natural_key(manager.email.upper()) == manager
