"""A look inside a running house: a process of its own on that house's database, keys and settings.

A journey sees what people see; what nobody sees (a row, a key, time that passes) it asks here, by the name of a
function of this module or of ROOMS, in JSON. Nothing here wakes a server: after `age` its own clock has to find out.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

from tests.journeys import (
    inside_advice,
    inside_appointments,
    inside_care,
    inside_cases,
    inside_contacts,
    inside_figures,
    inside_phone,
    inside_post,
    inside_selfhelp,
)  # fmt: skip
from tests.services.house import House
from tests.services.postgres import ROOT

#: where else to look for what is asked
ROOMS = (
    inside_advice, inside_appointments, inside_care, inside_cases, inside_contacts, inside_figures, inside_phone,
    inside_post, inside_selfhelp,
)  # fmt: skip


class Inside:
    """One process inside one house, kept for as many questions as the journeys have."""

    def __init__(self, house: House) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.inside"],
            cwd=ROOT, env=house.environment | {"DJANGO_SETTINGS_MODULE": "helpline.settings"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def ask(self, name: str, /, **arguments: object) -> Any:
        """Call the function `name` of this module in there. Raises RuntimeError with what went wrong."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, arguments]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the process inside the house has ended")
        told = json.loads(answer)
        if "error" in told:
            raise RuntimeError(f"{name}: {told['error']}")
        return told["result"]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()


# ---- what can be asked: runs inside ----


def fresh() -> None:
    """The house as it is in the morning: nobody on duty, no conversation, nothing registered."""
    from chat.models import Conversation, OverloadSwitch, Presence, Transfer
    from figures.models import DayCounter, Fact, HourCounter, MonthCounter
    from helpline.accounts.models import StaffSession, User
    from helpline.care.models import RiskRecord
    from helpline.cases.models import Case
    from helpline.contacts.models import Contact
    from helpline.phone.models import Call, Leg, PhonePresence
    from helpline.referrals.models import HotlineReport, Referral
    from helpline.requests.models import ProfessionalRequest
    from tests.journeys.clearing import clear

    clear(User.objects.filter(email__endswith="@colleague.test"))
    phone = (Leg, Call, PhonePresence)
    care = (RiskRecord, Referral, HotlineReport)
    models = (*care, Transfer, *phone, Conversation, Presence, OverloadSwitch, Case, Contact)
    clear(*models, ProfessionalRequest, StaffSession, Fact, DayCounter, HourCounter, MonthCounter)


def draft(slug: str, title: str) -> int:
    """An unpublished article of a programme, made anew; its primary key."""
    from cms.models import ArticlePage, HomePage

    ArticlePage.objects.filter(title=title).delete()
    home = HomePage.objects.get(programme__slug=slug, locale__language_code="nl")
    page = ArticlePage(title=title, locale=home.locale, live=False)
    home.add_child(instance=page)
    page.save_revision()
    return int(page.pk)


def sign_in(email: str) -> str:
    """Sign a demo account in, both factors done; the key of the session."""
    from helpline.accounts.models import User
    from tests.chat.sockets import session_of

    return session_of(User.objects.get(email=email))


def code_of(email: str) -> str:
    """A one-time code of a demo account that is good now."""
    from django.utils import timezone

    from helpline.accounts.demo import demo_code

    return demo_code(email, timezone.now())[0]


def on_duty(email: str, slug: str, *, capacity: int = 3, available: bool = True) -> None:
    """Somebody says to be available, on a desk that will open in a moment."""
    from chat.actions import presence
    from helpline.accounts.models import User
    from helpline.programmes.models import Programme

    presence.say_available(
        user=User.objects.get(email=email),
        programme=Programme.objects.get(slug=slug),
        capacity=capacity,
        available=available,
    )


def newest() -> dict[str, Any]:
    """The newest conversation."""
    from chat.models import Conversation

    row = Conversation.objects.select_related("counsellor", "programme").order_by("-queued_at").first()
    if row is None:
        return {}
    return {
        "id": str(row.pk),
        "programme": row.programme.slug,
        "state": row.state,
        "ended_how": row.ended_how,
        "counsellor": row.counsellor.email if row.counsellor else "",
        "scripted": row.scripted,
        "has_key": row.data_key_id is not None,
        "head": row.head,
        "queued_at": row.queued_at.isoformat(),
    }


def how_many() -> int:
    """How many conversations there are."""
    from chat.models import Conversation

    return Conversation.objects.count()


def said(conversation_id: str) -> list[str]:
    """What was written on the main line, in order, as a counsellor could read it."""
    from chat import log
    from chat.models import EventKind

    entries = log.read(UUID(conversation_id))
    return [entry.body for entry in entries if entry.kind == EventKind.TEXT]


def stands_in_the_database(words: str) -> list[str]:
    """The models with a row in which these words stand, in readable form."""
    from django.apps import apps

    return sorted(
        {
            str(model._meta.label)
            for model in apps.get_models()
            for row in model.objects.values()
            if words in str(row)
        }
    )


def facts() -> list[dict[str, Any]]:
    """The rows of the figures, all their fields."""
    from figures.models import Fact

    return [{key: str(value) for key, value in row.items()} for row in Fact.objects.values()]


def register(slug: str, counts: dict[str, int], channel: str = "chat") -> None:
    """As if so many contacts of each kind had been registered this month."""
    from django.utils import timezone

    from figures.facts import write_fact

    for kind, times in counts.items():
        for _ in range(times):
            write_fact(programme=slug, month=timezone.localdate(), channel=channel, codes={"kind": [kind]})


def contacts() -> list[dict[str, str]]:
    """The contacts, all their fields."""
    from helpline.contacts.models import Contact

    return [{key: str(value) for key, value in row.items()} for row in Contact.objects.values()]


def month_counts(name: str) -> dict[str, int]:
    """A monthly counter: code to number."""
    from figures.models import MonthCounter

    return {row.code: row.n for row in MonthCounter.objects.filter(name=name)}


def day_counts(name: str) -> dict[str, int]:
    """A daily counter: code to number."""
    from figures.models import DayCounter

    return {row.code: row.n for row in DayCounter.objects.filter(name=name)}


def out_of_reach(conversation_id: str) -> None:
    """As if the browser of this visitor had not been heard of for some minutes."""
    from datetime import timedelta

    from django.utils import timezone

    from chat.models import Conversation
    from chat.rules import REACHABLE

    seen_at = timezone.now() - REACHABLE - timedelta(seconds=5)
    Conversation.objects.filter(pk=conversation_id).update(visitor_seen_at=seen_at)


def seen_at(conversation_id: str) -> str:
    """When this visitor was last heard of, as it is written down."""
    from chat.models import Conversation

    return Conversation.objects.get(pk=conversation_id).visitor_seen_at.isoformat()


def age_lease(email: str) -> None:
    """As if the desk of this person had not been heard of for a minute."""
    from datetime import timedelta

    from django.utils import timezone

    from chat.models import Presence

    Presence.objects.filter(user__email=email).update(leased_until=timezone.now() - timedelta(seconds=1))


def published() -> list[str]:
    """The addresses of every page of the sites, and of their easy versions."""
    from cms.models import PAGE_TYPES

    found = []
    for kind in PAGE_TYPES:
        for page in kind.objects.live().order_by("path"):
            address = page.get_url()
            found += [address, f"{address}?version=easy"] if page.easy else [address]
    return found


def is_missed(email: str) -> bool:
    """Whether the house knows that the desk of this person is closed: no chat goes on as if somebody were there."""
    from django.utils import timezone

    from chat.models import Conversation, Presence
    from chat.states import State

    is_leased = Presence.objects.filter(user__email=email, leased_until__gt=timezone.now()).exists()
    return (
        not is_leased
        and not Conversation.objects.filter(counsellor__email=email, state=State.TALKING).exists()
    )


def age_grace() -> None:
    """As if the grace of every conversation were over."""
    from datetime import timedelta

    from django.utils import timezone

    from chat.models import Conversation

    Conversation.objects.filter(grace_until__isnull=False).update(
        grace_until=timezone.now() - timedelta(seconds=1)
    )


def hours(slug: str, opens: str, closes: str, last_entry_minutes: int = 0) -> None:
    """Open the chat of a programme every day between these times, and at no other time; "00:00" twice: always."""
    from datetime import time

    from helpline.programmes.models import Channel, OpeningHours, Programme

    programme = Programme.objects.get(slug=slug)
    Programme.objects.filter(slug=slug).update(last_entry_minutes=last_entry_minutes)
    OpeningHours.objects.filter(programme=programme, channel=Channel.CHAT).delete()
    for weekday in range(7):
        OpeningHours.objects.create(
            programme=programme,
            channel=Channel.CHAT,
            weekday=weekday,
            opens=time.fromisoformat(opens),
            closes=time.fromisoformat(closes),
        )


def hours_around_now(slug: str, opened: int, closes: int, last_entry_minutes: int) -> None:
    """Hours that began `opened` minutes ago and end in `closes` minutes, every day."""
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.localtime()
    start, end = now - timedelta(minutes=opened), now + timedelta(minutes=closes)
    hours(slug, f"{start:%H:%M}", f"{end:%H:%M}", last_entry_minutes)


def fill_disk(full: bool) -> None:
    """PostgreSQL: no entry of a log can be written, as when the disk is full; or it can again."""
    from django.db import connection

    with connection.cursor() as cursor:
        if full:
            cursor.execute(
                "CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$"
            )
            cursor.execute(
                "CREATE TRIGGER full_disk BEFORE INSERT ON chat_event EXECUTE FUNCTION disk_is_full()"
            )
        else:
            cursor.execute("DROP TRIGGER full_disk ON chat_event")
            cursor.execute("DROP FUNCTION disk_is_full()")


_held: list[Any] = []


def hold_database(held: bool) -> None:
    """SQLite: somebody else writes and does not stop; or has stopped."""
    import sqlite3

    from django.db import connection

    if held:
        other = sqlite3.connect(
            connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False
        )
        other.execute("BEGIN IMMEDIATE")
        _held.append(other)
    else:
        _held.pop().close()


def visit_cookie() -> str:
    """The cookie of somebody whose visit has just begun."""
    from chat import visit
    from chat.models import Conversation

    return visit.make(Conversation.objects.latest("queued_at"))


def move_table(table: str, to: str) -> None:
    """Take a table away under the servers' hands, or put it back."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" RENAME TO "{to}"')


def _serve() -> None:
    """Answer questions until nobody asks any more."""
    import django

    django.setup()
    from django.db import connection

    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever prints must not stand between question and answer
    for question in sys.stdin:
        name, arguments = json.loads(question)
        holder = next(room for room in (sys.modules[__name__], *ROOMS) if hasattr(room, name))
        function: Callable[..., object] = getattr(holder, name)
        try:
            told: dict[str, object] = {"result": function(**arguments)}
        except Exception as error:
            told = {"error": repr(error)}
        finally:
            connection.close()
        out.write(json.dumps(told) + "\n")
        out.flush()


if __name__ == "__main__":
    _serve()
