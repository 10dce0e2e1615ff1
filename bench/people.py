"""Conversations in full swing, made in one go: a program of its own, run inside the installation under measurement.

    python -m bench.people 500 10     prints one JSON object per conversation

Each line has the conversation, the visitor's cookie, the counsellor's cookie, and that of one of the (here ten) shift
leads, who also see the figures. Everything a real conversation has is
there (key, state, counsellor with both factors and a running session), only nobody had to click for it.
"""

import json
import os
import sys
from datetime import timedelta

from django.conf import settings

#: conversations of one counsellor: the most that somebody can say to have room for
AT_HAND = 6


def main(count: int, leads: int = 0) -> None:
    """Make so many conversations, counsellors enough for them, and so many shift leads."""
    counsellors = -(-count // AT_HAND)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    import django

    django.setup()
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction
    from django.test import RequestFactory
    from django.utils import timezone

    from chat import visit
    from chat.models import Conversation, Presence
    from chat.states import State
    from helpline.accounts import actions, second_factor, sessions
    from helpline.accounts.models import Authenticator, Invitation
    from helpline.accounts.roles import Role
    from helpline.programmes.queries import programme_by_slug
    from helpline.vault.actions import new_data_key
    from helpline.vault.models import TermClass

    programme = programme_by_slug("helpwanted")
    assert programme is not None
    now = timezone.now()
    leading = [(programme.pk, Role.SHIFT_LEAD), (programme.pk, Role.PROGRAMME_MANAGER)]
    staff = []
    for number in range(counsellors + leads):
        with transaction.atomic():
            user, _ = actions.invite(
                email=f"load{number}-{now.timestamp():.0f}@example.org",
                name=f"Load {number}",
                roles=[(programme.pk, Role.COUNSELLOR)] if number < counsellors else leading,
                administrator=False,
                by=None,
            )
            second_factor.set_key(user=user, key=(number + 1).to_bytes(20, "big"))
            Invitation.objects.filter(user=user).delete()
            request = RequestFactory().get("/staff/")
            request.session = SessionStore()
            authenticator = Authenticator.objects.get(user=user, confirmed=True)
            sessions.start(request, user=user, authenticator=authenticator)
            Presence.objects.create(
                user=user, programme=programme, available=False, leased_until=now + timedelta(hours=12)
            )
        staff.append((user, request.session.session_key))
    made = []
    with transaction.atomic():
        for number in range(count):
            user, _ = staff[number % counsellors]
            data_key, _ = new_data_key(term_class=TermClass.CHAT, expires_at=now + timedelta(days=7))
            made.append(
                Conversation(
                    programme=programme, data_key=data_key, state=State.TALKING, counsellor=user, queued_at=now,
                    answered_at=now, opened_at=now, visitor_seen_at=now, expires_at=now + timedelta(days=7),
                )
            )  # fmt: skip
        Conversation.objects.bulk_create(made)
    for number, conversation in enumerate(made):
        line = {
            "id": str(conversation.pk),
            "slug": programme.slug,
            "visitor": f"{visit.cookie_name('helpwanted')}={visit.make(conversation)}",
            "counsellor": f"{settings.SESSION_COOKIE_NAME}={staff[number % counsellors][1]}",
            "lead": f"{settings.SESSION_COOKIE_NAME}={staff[counsellors + number % leads][1]}"
            if leads
            else "",
        }
        print(json.dumps(line))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
