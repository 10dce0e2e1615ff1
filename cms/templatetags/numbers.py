"""Numbers for danger: as the directory has them now, or as the house knows them when nobody can be asked."""

from dataclasses import dataclass

from django import template

from helpline.directory import facts, queries
from helpline.directory.models import Organisation

register = template.Library()


@dataclass(frozen=True, slots=True)
class Number:
    """A number to dial. href: the address that makes a telephone dial it."""

    words: str
    href: str


@register.simple_tag
def number_of(key: str, known: str) -> Number:
    """The first number of an organisation of the directory; `known` while it has none or the database is away.

    The panel for danger stands on error pages too. It never fails, and never stays empty.
    """
    try:
        organisation = queries.record(Organisation, key)
        numbers = organisation.numbers() if organisation is not None else []
    except Exception:  # whatever it is: this stands on the page for our own faults, too
        numbers = []
    words = next((each.number for each in numbers if each.href), known)
    return Number(words, f"tel:{facts.dialled(words)}")
