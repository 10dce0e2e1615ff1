"""System checks of the phone: what would let nobody through, or show a number that is not the helpline's."""

from collections.abc import Sequence
from typing import Any

from django.core import checks
from django.db import connections

from helpline.phone.account import account
from helpline.phone.models import PhoneLine
from helpline.programmes.models import Channel, OpeningHours, Programme
from helpline.programmes.numbers import is_e164


def check_lines(databases: Sequence[str] | None = None, **_: Any) -> list[checks.CheckMessage]:
    """With an account, every programme with hours for the phone has a number of its own, as the provider takes it."""
    if not databases or account() is None or not _is_migrated(databases[0]):
        return []
    numbers = {line.programme_id: line for line in PhoneLine.objects.select_related("programme")}
    found: list[checks.CheckMessage] = [
        checks.Error(
            f"The phone number of {line.programme.slug} is none the provider takes.",
            hint="Write it with its country in the admin, under Phone lines.",
            id="phone.E001",
        )
        for line in numbers.values()
        if line.number and not is_e164(line.number)
    ]
    open_lines = OpeningHours.objects.filter(channel=Channel.PHONE).order_by("programme__order")
    for programme_id, slug in open_lines.values_list("programme_id", "programme__slug").distinct():
        line = numbers.get(programme_id)
        if line is None or not line.number:
            found.append(
                checks.Warning(
                    f"{slug} has hours for the phone and no number: its door is not shown.",
                    hint="Give it a number in the admin, under Phone lines, or remove the hours.",
                    id="phone.W001",
                )
            )
    return found


def _is_migrated(database: str) -> bool:
    """Whether the tables are there: `migrate` asks this too, before it makes them."""
    tables = set(connections[database].introspection.table_names())
    needed = {PhoneLine, OpeningHours, Programme}
    return {model._meta.db_table for model in needed} <= tables  # noqa: SLF001 - Django's documented interface
