"""What can be done beside a case: links to what other rooms make of it, a referral or an appointment, say.

A room registers its offer from its `AppConfig.ready`; the case's page shows those that this person may take.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse
from django.utils.functional import Promise

from helpline.accounts.models import User
from helpline.cases.models import Case


@dataclass(frozen=True, slots=True)
class Offer:
    """One link. order: where it stands among the others, the smallest first. label: lazily translated.

    url: the address for a case. allowed: whether this person may take it.
    """

    order: int
    label: str | Promise
    url: Callable[[Case], str]
    allowed: Callable[[User, Case], bool]


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer as it stands beside one case."""

    label: str
    url: str


_offers: list[Offer] = []


@cache  # the same page is the same address: an offer that is registered twice stands once
def at(name: str) -> Callable[[Case], str]:
    """The `url` of an offer whose page, of this name, is told the case."""
    return lambda case: f"{reverse(name)}?case={case.pk}"


def register(offer: Offer) -> None:
    """Put a link beside every case. The same offer twice stands there once."""
    if offer not in _offers:
        _offers.append(offer)
        _offers.sort(key=lambda each: each.order)


def unregister(offer: Offer) -> None:
    """Take a link away, if it is there."""
    if offer in _offers:
        _offers.remove(offer)


def offered(user: User, case: Case) -> list[Offered]:
    """The links that this person sees beside this case, in order."""
    return [Offered(str(offer.label), offer.url(case)) for offer in _offers if offer.allowed(user, case)]
