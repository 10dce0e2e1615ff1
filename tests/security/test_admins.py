"""The admins of other packages, each as a whole: whoever has no business in one is refused at every address of it.

Strangers: tests/accounts/test_middleware.py. What an editor may of which programme's pages and records:
tests/cms/test_editing.py and tests/directory/test_rights.py; of which settings: tests/programmes/test_admin.py.
"""

import pytest
from django.test import Client

from helpline.accounts.middleware import AREAS
from helpline.accounts.models import Membership
from helpline.accounts.roles import ADMINISTRATOR_PERMISSIONS, ROLE_PERMISSIONS, Role
from tests.accounts.test_middleware import SHUT
from tests.factories.desk import browser_of, make_desk_user
from tests.factories.programmes import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_refusals")]

#: who may come in; what each then may is asked inside
MAY: dict[str, frozenset[str]] = {
    "/beheer/cms/": frozenset({Role.EDITOR}),
    "/beheer/techniek/": frozenset({Role.PROGRAMME_MANAGER}),
}


def everybody_else(area: str) -> Client:
    """One person with all the roles that have no business there: refused together, each is refused alone."""
    programme, user = make_programme(), make_desk_user(name="Veel")
    for role in Role:
        if role not in MAY[area]:
            Membership.objects.create(user=user, programme=programme, role=role)
    return browser_of(user)


def test_every_admin_has_a_rule() -> None:
    inside = {address for address in SHUT if address.startswith("/beheer/")}
    covered = {address for address in inside if address.startswith(tuple(MAY))}
    assert inside == covered, (
        "an admin without a rule: say in MAY who comes in, and in middleware.AREAS by what right"
    )
    assert AREAS.keys() == MAY.keys()


@pytest.mark.parametrize("area", MAY)
def test_the_rule_and_the_door_say_the_same(area: str) -> None:
    rights = set(AREAS[area])
    assert {role for role in Role if ROLE_PERMISSIONS[role] & rights} == MAY[area]
    assert ADMINISTRATOR_PERMISSIONS & rights


@pytest.mark.parametrize("area", MAY)
def test_nobody_else_opens_any_of_its_addresses(area: str) -> None:
    browser = everybody_else(area)
    for address in (address for address in SHUT if address.startswith(area)):
        answer = browser.get(address)
        leads = answer.headers.get("Location", "")
        # a screen of theirs that ours took the place of leads to ours
        assert answer.status_code == 403 or leads.startswith("/staff/"), address
