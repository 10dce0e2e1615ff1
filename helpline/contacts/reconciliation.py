"""Contacts within their term against their facts: whether each is counted once, where and as it was registered.

The figures keep what this finds (`figures.agreement`), as counts: which contact it is, is told to nobody.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from figures.agreement import Compared, Difference, Fault
from figures.facts import Written, read_facts
from figures.fields import FIELDS, first_of_month
from figures.queries import counts_since
from helpline.contacts.actions.locks import contact_term
from helpline.contacts.composing import compose
from helpline.contacts.composition import Form
from helpline.contacts.models import Contact, RegistrationForm
from helpline.contacts.queries import COUNSELLING
from helpline.contacts.states import ContactState
from helpline.programmes.models import Channel
from helpline.programmes.queries import programmes

#: contacts that are read at once
BATCH = 500
#: walks of the advice module are counted by that room, without a contact
WITHOUT_CONTACT = frozenset({Channel.ADVICE.value})

Found = tuple[Fault, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a contact says about its fact. codes: None while it is open again, so that its answers may differ."""

    programme: str
    month: date
    channel: str
    training: bool
    is_registered: bool
    fact_id: UUID | None
    codes: Mapping[str, tuple[str, ...]] | None


def differences(counted: Counted, fact: Written | None) -> tuple[Found, ...]:
    """In which ways a contact and its fact differ. Pure. fact: None: there is none of that id."""
    if counted.fact_id is None:
        is_missing = counted.is_registered and not counted.training
        return ((Fault.NO_FACT, ""),) if is_missing else ()
    if fact is None:
        return ((Fault.FACT_GONE, ""),)
    if counted.training:
        return ((Fault.PRACTICE_COUNTED, ""),)
    places = (
        (Fault.OTHER_PROGRAMME, counted.programme, fact.programme),
        (Fault.OTHER_MONTH, counted.month, fact.month),
        (Fault.OTHER_CHANNEL, counted.channel, fact.channel),
    )
    found: list[Found] = [(fault, "") for fault, ours, theirs in places if ours != theirs]
    if counted.codes is not None:
        found += [
            (Fault.OTHER_CODES, field)
            for field in FIELDS
            if tuple(sorted(counted.codes.get(field, ()))) != fact.codes.get(field, ())
        ]
    return tuple(found)


def surplus(
    facts: Mapping[tuple[str, date, str], int], contacts: Mapping[tuple[str, date, str], int]
) -> list[Difference]:
    """Facts beyond the contacts of their month and channel. Pure. Only for months whose contacts all exist still."""
    more: Counter[tuple[str, date]] = Counter()
    for (programme, month, channel), n in facts.items():
        if channel not in WITHOUT_CONTACT:
            more[programme, month] += max(n - contacts.get((programme, month, channel), 0), 0)
    return [
        Difference(programme, month, Fault.FACT_TOO_MANY, "", n)
        for (programme, month), n in more.items()
        if n
    ]


def compared(now: datetime) -> Compared:
    """Compare every contact that is, or should be, counted.

    A difference may come about while this reads; so each is looked at once more with the contact locked.
    """
    # Facts before contacts: whoever registers in between adds a contact here, never a fact too many.
    whole_since = _first_whole_month(now)
    facts = counts_since(whole_since)
    numbers = {each.slug: 0 for each in programmes()}
    found: Counter[tuple[str, date, Found]] = Counter()
    holders: dict[UUID, list[tuple[str, date]]] = {}
    places: Counter[tuple[str, date, str]] = Counter()
    forms: dict[int, Form] = {}
    for contacts in _batches():
        read = [(contact, _counted(contact, forms)) for contact in contacts]
        written = read_facts([each.fact_id for _, each in read if each.fact_id is not None])
        for contact, counted in read:
            numbers[counted.programme] = numbers.get(counted.programme, 0) + 1
            fact = written.get(counted.fact_id) if counted.fact_id is not None else None
            if counted.fact_id is not None and fact is not None:
                if counted.fact_id not in holders:
                    places[fact.programme, fact.month, fact.channel] += 1
                holders.setdefault(counted.fact_id, []).append((counted.programme, counted.month))
            if differences(counted, fact):
                found.update((counted.programme, counted.month, one) for one in _confirmed(contact, forms))
    for held in holders.values():
        found.update((programme, month, (Fault.FACT_SHARED, "")) for programme, month in held[1:])
    listed = [
        Difference(programme, month, fault, field, n)
        for (programme, month, (fault, field)), n in found.items()
    ]
    return Compared(numbers, tuple(sorted([*listed, *surplus(facts, places)])))


def _first_whole_month(now: datetime) -> date:
    """The first month of which no contact can have reached its term: each was registered after it began."""
    oldest = timezone.localdate(now - contact_term())
    return date(oldest.year + oldest.month // 12, oldest.month % 12 + 1, 1)


def _batches() -> Iterator[list[Contact]]:
    wanted = (
        Contact.objects.filter(Q(fact_id__isnull=False) | Q(state=ContactState.REGISTERED, training=False))
        .select_related("programme", "form")
        .prefetch_related("answers")
        .order_by("pk")
    )
    rows = iter(wanted.iterator(chunk_size=BATCH))
    while batch := list(islice(rows, BATCH)):
        yield batch


def _confirmed(contact: Contact, forms: dict[int, Form]) -> Sequence[Found]:
    """The same question once more, while nobody can change the contact."""
    with transaction.atomic():
        locked = (
            Contact.objects.select_for_update(of=("self",))
            .select_related("programme", "form")
            .filter(pk=contact.pk)
            .first()
        )
        if locked is None:
            return ()  # its term ended in the meantime
        counted = _counted(locked, forms)
        ids = [counted.fact_id] if counted.fact_id is not None else []
        return differences(counted, next(iter(read_facts(ids).values()), None))


def _counted(contact: Contact, forms: dict[int, Form]) -> Counted:
    is_registered = contact.state == ContactState.REGISTERED
    return Counted(
        programme=contact.programme.slug,
        month=first_of_month(timezone.localdate(contact.arrived_at)),
        channel=contact.channel,
        training=contact.training,
        is_registered=is_registered,
        fact_id=contact.fact_id,
        codes=_codes(contact, forms) if is_registered else None,
    )


def _codes(contact: Contact, forms: dict[int, Form]) -> Mapping[str, tuple[str, ...]]:
    kind = {"kind": (contact.kind,)}
    if contact.kind != COUNSELLING or contact.form is None:
        return kind
    answered = {answer.field: answer.codes for answer in contact.answers.all()}
    return {**_form(contact.form, forms).counted(answered), **kind}


def _form(stored: RegistrationForm, forms: dict[int, Form]) -> Form:
    if stored.pk not in forms:
        forms[stored.pk] = compose(stored)
    return forms[stored.pk]
