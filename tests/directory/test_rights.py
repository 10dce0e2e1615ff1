"""Who may do what with records: Wagtail's own groups, to which roles lead."""

import pytest
from django.contrib.auth.models import Group

from helpline.accounts.models import User
from helpline.accounts.roles import Role
from helpline.directory.models import KINDS
from helpline.directory.records import Record
from tests.factories.accounts import make_user
from tests.factories.programmes import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

RIGHTS = ("add", "change", "view", "delete", "publish", "lock", "unlock")


def held(user: User, kind: type[Record]) -> set[str]:
    user = User.objects.get(pk=user.pk)
    return {right for right in RIGHTS if user.has_perm(f"directory.{right}_{kind._meta.model_name}")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", list(Role))
def test_an_editor_writes_and_nobody_else(kind: type[Record], role: Role) -> None:
    user = make_user(roles=[(make_programme(), role)], enrolled=False)
    assert held(user, kind) == ({"add", "change", "view"} if role is Role.EDITOR else set())


@pytest.mark.parametrize("kind", KINDS)
def test_a_moderator_publishes_too(kind: type[Record]) -> None:
    user = make_user(enrolled=False)
    user.groups.add(Group.objects.get(name="Moderators"))
    assert held(user, kind) == set(RIGHTS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_administrator_may_all_of_it(kind: type[Record]) -> None:
    assert held(make_user(administrator=True, enrolled=False), kind) == set(RIGHTS)
