"""Every address behind the staff's door, asked by everybody: who may, and that for who may not an id tells nothing.

The table is `rules.py`. Strangers and people without a second factor are turned away at the door, whatever the
address: tests/accounts/test_middleware.py. Every answer on the way must have its headers, as everywhere
(`dressed.py`).
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from pytest_django.fixtures import Settings

from helpline.accounts import middleware, sessions
from helpline.vault import codes
from tests.factories.phone import ACCOUNT
from tests.phone.fakes import FakeProvider
from tests.security.asking import Askers, address_of, methods, seen
from tests.security.rules import ENTRANCE, RULES, Staff
from tests.security.walk import Route, routes
from tests.security.world import World, fill
from tests.services.filling import once_a_file
from tests.services.sizes import IS_FULL

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

pytestmark = pytest.mark.django_db

world = once_a_file(fill)
STAFFS = {each.name: each for each in routes() if each.is_staffs and each.name not in ENTRANCE}
#: who has something of their own in a room; where nothing is said, the counsellor
OWNERS = {"appointments_staff": ("counsellor", "therapist")}
ROOMS = sorted({name.split(":")[0] for name in STAFFS})


@pytest.fixture
def askers(world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, quick_refusals: None) -> Askers:
    settings.PHONE = ACCOUNT
    settings.HOTLINE_MAIL, settings.EMAIL_IS_ON = "meldingen@hotline.example", True
    FakeProvider().install(monkeypatch)
    # who is signed in is the door's affair, and settled once for each person
    known = cache(sessions.check)
    monkeypatch.setattr(middleware, "verified", lambda user: True)
    monkeypatch.setattr(sessions, "check", lambda key, now=None, **asked: known(key, **asked))
    monkeypatch.setattr(codes, "slow_hash", lambda code: sha256(code.encode()).hexdigest())
    return Askers(world)


def test_every_address_has_a_rule() -> None:
    missing, left_over = STAFFS.keys() - RULES.keys(), RULES.keys() - STAFFS.keys()
    assert not missing, (
        f"{sorted(missing)}: a new address behind the staff's door. Say in tests/security/rules.py who may open it, "
        "with GET and with POST, and who may know that it is there."
    )
    assert not left_over, (
        f"{sorted(left_over)}: a rule in tests/security/rules.py for an address that is gone."
    )


@pytest.mark.parametrize("room", ROOMS)
def test_who_may_and_who_may_not(room: str, world: World, askers: Askers) -> None:
    faults = [
        fault
        for name, route in STAFFS.items()
        if name.split(":")[0] == room
        for fault in faults_of(route, RULES[name], world, askers)
    ]
    faults += askers.faults
    assert not faults, "\n".join(faults)


def faults_of(route: Route, rule: Staff, world: World, askers: Askers) -> Iterator[str]:  # noqa: C901
    """What is not as the table says."""
    address = address_of(route, rule, world.ids)
    owners = OWNERS.get(route.name.split(":")[0], ("counsellor",)) if address.has_id else ()

    def ask(who: str, method: str, *, nowhere: bool = False) -> "Response":
        return askers.ask(who, method, address, rule, nowhere=nowhere)

    for method in {"GET", "POST"} - dict(methods(rule)).keys():
        # whoever may not come in here at all hears so, whoever may hears that it goes otherwise
        answer = ask("counsellor", method)
        if answer.status_code not in (403, 404, 405):
            yield f"{route.name} {method}: is answered {told(answer)}, and the table names no such method"
    for method, may in methods(rule):
        where = f"{route.name} {method}"
        for who in askers.standing_for(may, owners=owners) if IS_FULL or not rule.slow else ():
            answer = ask(who, method)
            if not is_answered(answer) and not (rule.nothing and answer.status_code == 404):
                yield f"{where}: {who} may, and is answered {told(answer)}"
        for who in sorted(rule.knows - may):
            answer = ask(who, method)
            if answer.status_code != 403:
                yield f"{where}: {who} may know of it and not do it, and is answered {told(answer)}"
        for who in askers.everybody_but(may | rule.knows, owners=owners):
            answer = ask(who, method)
            if is_answered(answer) and not rule.gone:
                yield f"{where}: {who} may not, and is answered {told(answer)}"
            if address.has_id and seen(answer) != seen(none := ask(who, method, nowhere=True)):
                yield f"{where}: {who} is answered {told(answer)}, for an unknown id {told(none)}"


def is_answered(answer: "Response") -> bool:
    """Whether somebody was let in, whatever became of it."""
    return answer.status_code not in (401, 403, 404, 405, 500)


def told(answer: "Response") -> str:
    return f"{answer.status_code} {answer.headers.get('Location', '')}".strip()
