"""What is erased and what is done at night, collected from the rooms by name.

A room says so in its `erasers.py` (ERASERS) and `nightly.py` (NIGHTLY); a room without such a module has none.
"""

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from helpline.terms import Eraser, NightlyJob

#: from the top of the house down: what stands on something else goes before it
ROOMS = ("selfhelp.modules.safe", "helpline.phone", "helpline.mail", "chat", "cms",
         "helpline.care", "helpline.referrals", "helpline.appointments", "helpline.groups", "helpline.team",
         "helpline.cases",
         "helpline.drafts", "helpline.contacts", "helpline.requests", "figures",
         "helpline.accounts", "helpline.programmes", "helpline.vault", "helpline.audit")  # fmt: skip


class NamedTwice(ValueError):
    """Two erasers or two jobs have the same name."""


def _collect(module: str, attribute: str) -> list[Any]:
    found: list[Any] = []
    for room in ROOMS:
        if find_spec(f"{room}.{module}") is not None:
            found += getattr(import_module(f"{room}.{module}"), attribute)
    return found


def _unique(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise NamedTwice(name)
        seen.add(name)


def erasers() -> list[Eraser]:
    """Return all erasers, those of the upper rooms first. Raises NamedTwice."""
    found: list[Eraser] = _collect("erasers", "ERASERS")
    _unique(eraser.kind for eraser in found)
    return found


def nightly_jobs() -> list[NightlyJob]:
    """Return all nightly jobs of the rooms, the upper rooms first. Raises NamedTwice."""
    found: list[NightlyJob] = _collect("nightly", "NIGHTLY")
    _unique(job.name for job in found)
    return found
