"""The registration under a network that loses, repeats and delays requests."""

import uuid
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
)

from figures.models import Fact
from helpline.contacts import actions
from helpline.contacts.errors import ContactError, FieldConflict
from helpline.contacts.models import Answer, Change, Contact
from helpline.contacts.states import MOVES, WRITABLE, ContactState, Outcome
from tests.factories.contacts import EVENING, fill, make_attempt, make_counsellor, make_open, save, seed

GENDERS = ("girl", "boy", "other", "unknown")


@dataclass(frozen=True)
class Request:
    """A request as the browser sent it; copies of it may arrive at any time."""

    request_id: uuid.UUID
    code: str
    base: int


class Autosave(RuleBasedStateMachine):
    """One editor as pending.js is: one request on its way, repeated until answered; the network does what it likes."""

    copies = Bundle("copies")

    def __init__(self) -> None:
        super().__init__()
        programme = seed()
        self.counsellor = make_counsellor(programme)
        self.contact = make_open(programme=programme, by=self.counsellor)
        self.in_flight: Request | None = None
        self.version = 0
        self.acknowledged: str | None = None

    def deliver(self, request: Request) -> Answer:
        return save(
            self.contact,
            "gender",
            [request.code],
            by=self.counsellor,
            base=request.base,
            request_id=request.request_id,
        )

    @precondition(lambda self: self.in_flight is None)
    @rule(target=copies, code=st.sampled_from(GENDERS))
    def choose(self, code: str) -> Request:
        self.in_flight = Request(uuid.uuid4(), code, self.version)
        return self.in_flight

    @precondition(lambda self: self.in_flight is not None)
    @rule()
    def arrive_and_lose_the_answer(self) -> None:
        assert self.in_flight is not None
        self.deliver(self.in_flight)

    @precondition(lambda self: self.in_flight is not None)
    @rule()
    def arrive_and_be_acknowledged(self) -> None:
        assert self.in_flight is not None
        answer = self.deliver(self.in_flight)
        self.version, self.acknowledged = answer.version, self.in_flight.code
        self.in_flight = None

    @rule(request=copies)
    def a_late_copy_arrives(self, request: Request) -> None:
        try:
            self.deliver(request)
        except FieldConflict:
            assert request != self.in_flight

    # The server's value is the last acknowledged one, or the one on its way; an old copy never comes back.
    @invariant()
    def the_last_acknowledged_answer_stands(self) -> None:
        answer = Answer.objects.filter(contact=self.contact).first()
        allowed = {self.acknowledged}
        if self.in_flight is not None:
            allowed.add(self.in_flight.code)
        assert (answer.codes[0] if answer else None) in allowed

    # Every value that ever stood there can be found again until the registration.
    @invariant()
    def every_version_is_kept(self) -> None:
        versions = list(
            Change.objects.filter(contact=self.contact).order_by("version").values_list("version", flat=True)
        )
        assert versions == list(range(1, len(versions) + 1))


class Lives(RuleBasedStateMachine):
    """Contacts that are answered, ended, reopened, registered, corrected and handed on in any order."""

    contacts = Bundle("contacts")

    def __init__(self) -> None:
        super().__init__()
        self.programme = seed()
        self.counsellor = make_counsellor(self.programme)
        self.states: dict[uuid.UUID, str] = {}

    def move(self, contact: Contact, act: object) -> None:
        before = self.states[contact.pk]
        try:
            act()  # type: ignore[operator]
        except ContactError:
            contact.refresh_from_db()
            assert contact.state == before
        after = Contact.objects.values_list("state", flat=True).get(pk=contact.pk)
        assert after == before or after in MOVES[before]
        self.states[contact.pk] = after

    @rule(target=contacts, training=st.booleans())
    def arrive(self, training: bool) -> Contact:
        contact = make_attempt(programme=self.programme, training=training)
        self.states[contact.pk] = contact.state
        return contact

    @rule(contact=contacts)
    def answer(self, contact: Contact) -> None:
        self.move(contact, lambda: actions.answer(contact=contact, by=self.counsellor, now=EVENING))

    @rule(contact=contacts, outcome=st.sampled_from(Outcome.values))
    def close(self, contact: Contact, outcome: str) -> None:
        self.move(contact, lambda: actions.close_attempt(contact=contact, outcome=outcome, now=EVENING))

    @rule(contact=contacts)
    def end(self, contact: Contact) -> None:
        self.move(contact, lambda: actions.end(contact=contact, now=EVENING))

    @rule(contact=contacts)
    def reopen(self, contact: Contact) -> None:
        self.move(contact, lambda: actions.reopen(contact=contact, by=self.counsellor, now=EVENING))

    @rule(contact=contacts)
    def register(self, contact: Contact) -> None:
        if self.states[contact.pk] in WRITABLE and not contact.answers.exists():
            fill(contact, by=self.counsellor)
        self.move(contact, lambda: actions.register(contact=contact, by=self.counsellor, now=EVENING))

    @rule(contact=contacts, kind=st.sampled_from(("silent", "joke", "test")))
    def close_with_one_click(self, contact: Contact, kind: str) -> None:
        self.move(
            contact,
            lambda: actions.close_non_counselling(
                contact=contact, kind=kind, by=self.counsellor, now=EVENING
            ),
        )

    @rule(contact=contacts, kind=st.sampled_from(("silent", "joke")))
    def correct(self, contact: Contact, kind: str) -> None:
        self.move(
            contact,
            lambda: actions.correct(contact=contact, codes={}, kind=kind, by=self.counsellor, now=EVENING),
        )

    # There is exactly one fact for each contact that was ever registered and is no practice, of its latest kind.
    @invariant()
    def the_facts_are_the_registrations(self) -> None:
        linked = {contact.fact_id: contact.kind for contact in Contact.objects.filter(fact_id__isnull=False)}
        assert {fact.pk: fact.kind for fact in Fact.objects.all()} == linked
        registered = Contact.objects.filter(state=ContactState.REGISTERED, training=False)
        assert not registered.filter(fact_id__isnull=True).exists()
        assert not Contact.objects.filter(training=True, fact_id__isnull=False).exists()


_few = settings(max_examples=12, stateful_step_count=15, deadline=None)


class AutosaveTest(TestCase, Autosave.TestCase):  # type: ignore[misc, name-defined]
    settings = _few


class LivesTest(TestCase, Lives.TestCase):  # type: ignore[misc, name-defined]
    settings = _few
