"""The list of contacts of every channel: what still has to be registered first, then the newest.

A page ends with the key of its last row, and the next one goes on behind that row: however long the list is, a page
reads about as many rows as it shows.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from helpline.accounts.models import User
from helpline.contacts import offers
from helpline.contacts.models import Contact
from helpline.contacts.policies import CORRECT, REGISTER
from helpline.contacts.states import ContactState
from helpline.programmes.models import Channel, Programme
from helpline.programmes.queries import codes, find_code, programme_by_slug, programmes

PAGE = 30
#: the channels of which contacts are registered; walks of the advice module are only counted
CHANNELS = (Channel.CHAT, Channel.PHONE, Channel.POST)
#: an attempt that nobody answered is counted, and is no contact to look at
STATES = (ContactState.TO_REGISTER, ContactState.OPEN, ContactState.REGISTERED)
MINE, ALL = "mine", "all"
_CHANNEL_WORDS = dict(Channel.choices)
_STATE_WORDS = dict(ContactState.choices)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """The row behind which a page begins. waiting: in the part that still has to be registered."""

    waiting: bool
    at: datetime
    contact_id: uuid.UUID

    def __str__(self) -> str:
        moment = (self.at - _EPOCH) // timedelta(microseconds=1)
        return f"{'w' if self.waiting else 'd'}-{moment}-{self.contact_id.hex}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place that a link names; None for anything else."""
        try:
            part, moment, contact_id = text.split("-")
            at = _EPOCH + timedelta(microseconds=int(moment))
            return cls(part == "w", at, uuid.UUID(hex=contact_id)) if part in ("w", "d") else None
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means everything. since and until: days of arrival, both included."""

    whose: str = MINE
    programme: str = ""
    channel: str = ""
    state: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None
    behind: Place | None = None

    @classmethod
    def read(cls, data: Mapping[str, str], user: User) -> "Filters":
        """The filters of an address. What is no filter, or not for this person, is left out."""

        def one_of(name: str, allowed: tuple[str, ...]) -> str:
            value = data.get(name, "")
            return value if value in allowed else ""

        may_all = user.can(CORRECT)
        return cls(
            whose=one_of("whose", (MINE, ALL) if may_all else (MINE,)) or (ALL if may_all else MINE),
            programme=one_of("programme", tuple(programme.slug for programme in programmes())),
            channel=one_of("channel", CHANNELS),
            state=one_of("state", STATES),
            kind=data.get("kind", "")[:40],
            since=_day(data.get("since", "")),
            until=_day(data.get("until", "")),
            behind=Place.read(data.get("behind", "")),
        )

    def query(self, **changed: Any) -> str:
        """The address's question for these filters, with changes; without the place, unless it is named."""
        wanted = replace(self, **{"behind": None, **changed})
        named = {
            "whose": wanted.whose,
            "programme": wanted.programme,
            "channel": wanted.channel,
            "state": wanted.state,
            "kind": wanted.kind,
            "since": wanted.since.isoformat() if wanted.since else "",
            "until": wanted.until.isoformat() if wanted.until else "",
            "behind": str(wanted.behind or ""),
        }
        return urlencode({name: value for name, value in named.items() if value})

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out but for whose contacts they are."""
        return any((self.programme, self.channel, self.state, self.kind, self.since, self.until))


def _day(text: str) -> date | None:
    """A day that an address names; None for anything else, and for years that no contact is of."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 3000 else None


@dataclass(frozen=True, slots=True)
class Row:
    """One contact in the list, in words: they are made here because thirty rows are drawn at every look.

    arrived: the moment, here. badge: its state, where that is worth a word. who: the colleague it belongs to; empty
    for one's own.
    """

    contact: Contact
    url: str
    arrived: datetime
    waits: bool
    channel: str | Promise
    kind: str
    badge: str | Promise
    who: str
    offers: list[offers.Link]

    @property
    def day(self) -> date:
        """The day of arrival, here."""
        return self.arrived.date()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list. next: behind which row the next one begins; None at the end."""

    rows: list[Row]
    next: Place | None


def visible(user: User, whose: str) -> QuerySet[Contact]:
    """The contacts a person may look at: the own ones, or all of the programmes in which they may correct."""
    contacts = Contact.objects.select_related("programme", "counsellor")
    correct = [programme.pk for programme in programmes() if user.can(CORRECT, programme)]
    if whose == ALL:
        return contacts.filter(programme_id__in=correct)
    own = {*correct, *(programme.pk for programme in programmes() if user.can(REGISTER, programme))}
    return contacts.filter(counsellor=user, programme_id__in=own)


def _narrowed(contacts: QuerySet[Contact], filters: Filters) -> QuerySet[Contact]:
    chosen = programme_by_slug(filters.programme) if filters.programme else None
    if chosen is not None:
        contacts = contacts.filter(programme_id=chosen.pk)
    if filters.channel:
        contacts = contacts.filter(channel=filters.channel)
    if filters.kind:
        contacts = contacts.filter(kind=filters.kind)
    zone = timezone.get_default_timezone()
    if filters.since:
        contacts = contacts.filter(arrived_at__gte=datetime.combine(filters.since, time.min, tzinfo=zone))
    if filters.until:
        after = filters.until + timedelta(days=1)
        contacts = contacts.filter(arrived_at__lt=datetime.combine(after, time.min, tzinfo=zone))
    return contacts


def _part(contacts: QuerySet[Contact], waiting: bool, filters: Filters) -> QuerySet[Contact]:
    """What waits, the longest first; or the others, the newest first. Behind the place, where that lies in it."""
    states = [ContactState.TO_REGISTER] if waiting else [ContactState.OPEN, ContactState.REGISTERED]
    contacts = contacts.filter(state__in=[one for one in states if filters.state in ("", one)])
    place = filters.behind
    if waiting:
        if place is not None:
            later = Q(arrived_at__gt=place.at) | Q(pk__gt=place.contact_id)
            contacts = contacts.filter(later, arrived_at__gte=place.at)
        return contacts.order_by("arrived_at", "pk")
    if place is not None and not place.waiting:
        earlier = Q(arrived_at__lt=place.at) | Q(pk__lt=place.contact_id)
        contacts = contacts.filter(earlier, arrived_at__lte=place.at)
    return contacts.order_by("-arrived_at", "-pk")


def page(user: User, filters: Filters, *, size: int = PAGE) -> Page:
    """One page of the list, behind `filters.behind`."""
    contacts = _narrowed(visible(user, filters.whose), filters)
    found: list[Contact] = []
    for waiting in (True, False):
        if waiting and filters.behind is not None and not filters.behind.waiting:
            continue
        if len(found) <= size:
            found += list(_part(contacts, waiting, filters)[: size + 1 - len(found)])
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    place = Place(last.state == ContactState.TO_REGISTER, last.arrived_at, last.pk) if last else None
    return Page([_row(user, contact) for contact in shown], place)


def _row(user: User, contact: Contact) -> Row:
    kind = find_code(contact.programme, "kind", contact.kind) if contact.kind else None
    is_mine = contact.counsellor_id == user.pk
    return Row(
        contact=contact,
        url=reverse("contacts:registration", args=[contact.pk]),
        arrived=timezone.localtime(contact.arrived_at),
        waits=contact.state == ContactState.TO_REGISTER,
        channel=_CHANNEL_WORDS[contact.channel],
        kind=kind.label() if kind else contact.kind,
        badge=_STATE_WORDS[contact.state] if contact.state == ContactState.OPEN else "",
        who="" if is_mine or contact.counsellor is None else contact.counsellor.name,
        offers=offers.for_contact(user, contact),
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer, as (value, label)."""

    programmes: list[tuple[str, str]]
    channels: list[tuple[str, str]]
    states: list[tuple[str, str]]
    kinds: list[tuple[str, str]]


def choices(user: User, today: date) -> Choices:
    """The filters for one person, in the active language."""
    own: list[Programme] = [
        programme
        for programme in programmes()
        if user.can(REGISTER, programme) or user.can(CORRECT, programme)
    ]
    kinds = {code.code: code.label() for programme in own for code in codes(programme, "kind", today)}
    return Choices(
        programmes=[(programme.slug, programme.name) for programme in own] if len(own) > 1 else [],
        channels=[(str(channel), str(channel.label)) for channel in CHANNELS],
        states=[(str(state), str(state.label)) for state in STATES],
        kinds=list(kinds.items()),
    )
