"""What goes along when a contact is put with a case: what other rooms made of it, a risk record or a referral, say.

A colleague who opens the case sees it there, and shredding the case leaves nothing of it. When the contact turns out to
belong elsewhere, it leaves with the contact.

A room registers from its `AppConfig.ready`. Rows are locked before the case is, as those rooms do themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpline.accounts.models import User
from helpline.cases.models import Case
from helpline.contacts.models import Contact


@dataclass(frozen=True, slots=True)
class Follower:
    """What one room has. locked: its rows of a contact that belong to this case, or to none, locked for a change.

    bring: put one of them with a case. release: take one of them away from its case. Neither raises for a row that
    cannot go: what went wrong with a record must not keep the contact from its case.
    """

    locked: Callable[[Contact, Case | None], Iterable[Any]]
    bring: Callable[[Any, Case, User, datetime], None]
    release: Callable[[Any, User, datetime], None]


_followers: dict[str, Follower] = {}


def register(name: str, follower: Follower) -> None:
    """Have what a room made of a contact go along with it."""
    _followers[name] = follower


def bring(contact: Contact, case: Case, *, by: User, now: datetime) -> None:
    """Put everything that was made of the contact with its case, in the caller's transaction."""
    found = [(each, list(each.locked(contact, None))) for each in _followers.values()]
    for follower, rows in found:
        for row in rows:
            follower.bring(row, case, by, now)


def release(contact: Contact, case: Case, *, by: User, now: datetime) -> None:
    """The contact does not belong to the case after all: neither does what was made of it."""
    found = [(each, list(each.locked(contact, case))) for each in _followers.values()]
    for follower, rows in found:
        for row in rows:
            follower.release(row, by, now)
