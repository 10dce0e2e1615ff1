"""Drafts under a network that loses answers, repeats requests and delivers copies late, in two windows at once."""

import uuid
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from helpline.drafts import actions, queries
from helpline.drafts.errors import DraftConflict
from helpline.vault.models import DataKey
from tests.factories.accounts import make_user
from tests.services.sizes import IS_FULL

pytestmark = pytest.mark.django_db
KEY = "cases.note:7"
WINDOWS = st.sampled_from([0, 1])
TEXTS = st.sampled_from(["hij belde", "hij belde weer", "morgen terugbellen", ""])


@dataclass(frozen=True)
class Request:
    """A request as a window sent it; copies of it may arrive at any time."""

    window: int
    id: uuid.UUID
    text: str
    base: int


class Drafts(RuleBasedStateMachine):
    """Two windows as drafts.js is: one request on its way each, repeated with its id until the server answered."""

    copies = Bundle("copies")

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.user = make_user()
        self.versions = [0, 0]
        self.in_flight: list[Request | None] = [None, None]
        #: what the server told a window last that it has, or None when the form was used since
        self.acknowledged: str | None = None

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def deliver(self, request: Request) -> int:
        draft = actions.save(
            key=KEY,
            fields={"text": request.text},
            base_version=request.base,
            request_id=request.id,
            by=self.user,
        )
        return draft.version

    def stands(self) -> str | None:
        draft = queries.find(self.user, KEY)
        fields = actions.read(draft) if draft is not None else None
        return None if fields is None else str(fields["text"])

    @rule(target=copies, window=WINDOWS, text=TEXTS)
    def type(self, window: int, text: str) -> Request:
        """Somebody types; a window that waits for an answer sends what it sent before."""
        waiting = self.in_flight[window]
        if waiting is None:
            waiting = self.in_flight[window] = Request(window, uuid.uuid4(), text, self.versions[window])
        return waiting

    @rule(window=WINDOWS, is_answer_lost=st.booleans())
    def arrive(self, window: int, is_answer_lost: bool) -> None:
        request = self.in_flight[window]
        if request is None:
            return
        try:
            version = self.deliver(request)
        except DraftConflict as conflict:
            # the window is shown what stands there, and its person chooses; here: to write over it
            self.versions[window], self.in_flight[window] = conflict.current.version, None
            return
        self.acknowledged = request.text
        if not is_answer_lost:
            self.versions[window], self.in_flight[window] = version, None

    @rule(request=copies)
    def a_late_copy_arrives(self, request: Request) -> None:
        before = self.stands()
        try:
            self.deliver(request)
        except DraftConflict:
            assert self.stands() == before
        else:
            self.acknowledged = request.text
            assert request == self.in_flight[request.window] or self.stands() == before, (
                "an old copy changed it"
            )

    @precondition(lambda self: getattr(self, "acknowledged", None) is not None)
    @rule(window=WINDOWS)
    def the_form_is_saved(self, window: int) -> None:
        """The page is left: nothing of it is on its way any more, but copies of it may be."""
        actions.done(key=KEY, by=self.user)
        self.acknowledged, self.in_flight[window] = None, None
        found = queries.find(self.user, KEY)
        assert found is not None
        self.versions[window] = found.version

    # What the server said that it has stands there; what was used or written over never comes back.
    @invariant()
    def what_was_acknowledged_stands(self) -> None:
        if not hasattr(self, "user"):
            return
        assert self.stands() == self.acknowledged

    # A draft that was used leaves no key behind, and one that stands has one.
    @invariant()
    def there_is_one_key_at_most(self) -> None:
        if not hasattr(self, "user"):
            return
        assert DataKey.objects.count() == (self.acknowledged is not None)


def test_nothing_acknowledged_is_lost_and_nothing_used_comes_back() -> None:
    run_state_machine_as_test(
        Drafts,
        settings=settings(
            max_examples=200 if IS_FULL else 12,
            stateful_step_count=20,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
