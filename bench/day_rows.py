"""A year of a busy house, made in one go: a program of its own, run inside the installation under measurement.

    python -m bench.day_rows 100000        prints one JSON object: a shift lead's cookie and addresses to ask for

What a second room needs for its own pages it adds as a function in FILLS: it gets the people and the number of
contacts, makes its rows, and returns named addresses.
"""

import json
import os
import random
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings

_BATCH = 2000
People = dict[str, Any]


def _people() -> People:
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction
    from django.test import RequestFactory

    from helpline.accounts import actions, second_factor, sessions
    from helpline.accounts.models import Authenticator, Invitation
    from helpline.accounts.roles import Role
    from helpline.programmes.queries import programmes

    staff = []
    for number in range(20):
        with transaction.atomic():
            role = Role.SHIFT_LEAD if number == 0 else Role.COUNSELLOR
            user, _ = actions.invite(
                email=f"day{number}@example.org",
                name=f"Day {number}",
                roles=[(programme.pk, role) for programme in programmes()],
                administrator=False,
                by=None,
            )
            second_factor.set_key(user=user, key=(number + 1).to_bytes(20, "big"))
            Invitation.objects.filter(user=user).delete()
            request = RequestFactory().get("/staff/")
            request.session = SessionStore()
            authenticator = Authenticator.objects.get(user=user, confirmed=True)
            sessions.start(request, user=user, authenticator=authenticator)
        staff.append((user, f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"))
    return {"staff": staff, "programmes": programmes()}


def contacts(people: People, count: int) -> dict[str, str]:
    """So many contacts over a year: four in five registered, one in a hundred waiting; and the pages of their list."""
    from django.db import connection
    from django.utils import timezone

    from helpline.contacts.listing import Place
    from helpline.contacts.models import Contact
    from helpline.contacts.states import ContactState, Outcome

    chance, now = random.Random(7), timezone.now()
    kinds = ["counselling"] * 90 + ["silent"] * 6 + ["hung_up"] * 3 + ["joke"]
    for start in range(0, count, _BATCH):
        rows = []
        for _ in range(min(_BATCH, count - start)):
            luck = chance.random()
            arrived_at = now - timedelta(seconds=chance.randrange(365 * 86_400))
            state = (
                ContactState.TO_REGISTER if luck < 0.01 else
                ContactState.CLOSED if luck < 0.2 else ContactState.REGISTERED
            )  # fmt: skip
            answered = state != ContactState.CLOSED
            rows.append(
                Contact(
                    programme=people["programmes"][0 if chance.random() < 0.7 else 1],
                    channel=chance.choices(("chat", "phone", "post"), (60, 39, 1))[0],
                    state=state,
                    outcome=Outcome.ANSWERED if answered else Outcome.LEFT_WAITING,
                    arrived_at=arrived_at,
                    answered_at=arrived_at if answered else None,
                    ended_at=arrived_at,
                    counsellor=chance.choice(people["staff"])[0] if answered else None,
                    kind=chance.choice(kinds) if state == ContactState.REGISTERED else "",
                    expires_at=now + timedelta(days=30),
                )
            )
        Contact.objects.bulk_create(rows)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE contacts_contact")
    year = (timezone.localdate() - timedelta(days=300)).isoformat()
    deep = Place(waiting=False, at=now - timedelta(days=330), contact_id=uuid.UUID(int=0))
    base = "/staff/contacts/?whose="
    return {
        "contacts": f"{base}all",
        "contacts, my own": f"{base}mine",
        "contacts, a page far down": f"{base}all&behind={deep}",
        "contacts, by post": f"{base}all&channel=post",
        "contacts, a rare kind": f"{base}all&kind=joke",
        "contacts, one programme and an early month": f"{base}all&programme=stopitnow&until={year}",
        "contacts, phone of a rare kind far down": f"{base}all&channel=phone&kind=hung_up&behind={deep}",
        "contacts, to register": f"{base}all&state=to_register",
    }


def cases(people: People, count: int) -> dict[str, str]:
    """A case for every five contacts, with tasks; their list and what is searched for in it."""
    from bench.cases import add_cases

    add_cases([user for user, _ in people["staff"]], list(people["programmes"])[:2], count // 5)
    base = "/staff/cases/?state=any"
    return {
        "cases": "/staff/cases/",
        "cases, far down": f"{base}&page=150",
        "cases, a part of an alias": f"{base}&text=haven",
        "cases, nothing found": f"{base}&text=zonder+resultaat",
        "cases, of nobody": f"{base}&owner=nobody",
        "cases, that end soon": "/staff/cases/?soon=1",
    }


#: what is made, one after the other; each returns what its pages are called and where they are
FILLS: list[Callable[[People, int], dict[str, str]]] = [contacts, cases]


def main(count: int) -> None:
    """Make everything, and print how to ask for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    import django

    django.setup()
    people = _people()
    pages: dict[str, str] = {}
    for fill in FILLS:
        pages |= fill(people, count)
    print(json.dumps({"cookie": people["staff"][0][1], "pages": pages}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
