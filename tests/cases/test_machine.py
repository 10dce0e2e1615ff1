"""A case as a whole: any order of moves, codes, links, tasks and days keeps its promises."""

from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from helpline.accounts.models import User
from helpline.cases import actions, queries, returning
from helpline.cases.erasers import ERASERS
from helpline.cases.errors import CaseError
from helpline.cases.models import Case, LinkedContact, Task, TimelineLine
from helpline.cases.states import CaseState
from helpline.cases.terms import term_of
from helpline.programmes.models import Programme
from helpline.vault import codes
from helpline.vault.codes import CodeThrottle
from helpline.vault.models import DataKey
from tests.factories.cases import EVENING
from tests.factories.chat import make_staff
from tests.factories.contacts import make_attempt
from tests.factories.programmes import make_programme
from tests.services.sizes import IS_FULL

pytestmark = pytest.mark.django_db

#: what happened in all runs together: a machine that never gets anywhere proves nothing
seen: Counter[str] = Counter()


class Cases(RuleBasedStateMachine):
    """One programme, three people, and cases that come and go."""

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now: datetime = EVENING
        self.programme: Programme = make_programme()
        self.people: list[User] = [make_staff(self.programme) for _ in range(3)]
        self.contacts: list[Any] = []
        #: code -> case, as long as it should open
        self.codes: dict[str, Any] = {}
        self.lines: dict[Any, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def _cases(self) -> list[Case]:
        return list(Case.objects.order_by("opened_on_date", "pk"))

    def _do(self, name: str, act: Any) -> None:
        try:
            with transaction.atomic():
                act()
        except CaseError as error:
            seen[type(error).__name__] += 1
        else:
            seen[name] += 1

    @rule(who=st.integers(0, 2))
    def opens(self, who: int) -> None:
        self._do(
            "opened",
            lambda: actions.open_case(programme=self.programme, by=self.people[who], now=self.now),
        )

    @rule(at=st.integers(0, 5), to=st.sampled_from(CaseState.values), who=st.integers(0, 2))
    def moves(self, at: int, to: str, who: int) -> None:
        case = self._one(at)
        if case:
            self._do(f"to {to}", lambda: actions.move(case=case, to=to, by=self.people[who], now=self.now))

    def _one(self, at: int) -> Case | None:
        cases = self._cases()
        return cases[at % len(cases)] if cases else None

    @rule(at=st.integers(0, 5), who=st.integers(0, 2), other=st.integers(0, 2))
    def changes_hands(self, at: int, who: int, other: int) -> None:
        case = self._one(at)
        if case:
            by, to = self.people[who], self.people[other]
            self._do("hands", lambda: actions.hand_over(case=case, to_user=to, by=by, now=self.now))

    @rule(at=st.integers(0, 5), who=st.integers(0, 2), digits=st.booleans())
    def gives_a_code(self, at: int, who: int, digits: bool) -> None:
        case = self._one(at)
        if case is None or case.expires_at <= self.now:
            return
        make = actions.make_digits if digits else actions.make_code
        code = make(case=case, by=self.people[who], now=self.now)
        self.codes = {old: pk for old, pk in self.codes.items() if pk != case.pk or old.isdecimal() != digits}
        self.codes[code] = case.pk
        seen["code"] += 1

    @rule(at=st.integers(0, 5), contact=st.integers(0, 4), new=st.booleans())
    def links(self, at: int, contact: int, new: bool) -> None:
        case = self._one(at)
        if new or not self.contacts:
            self.contacts.append(make_attempt(programme=self.programme, now=self.now))
        if case:
            chosen = self.contacts[contact % len(self.contacts)]
            self._do("link", lambda: actions.link(contact=chosen, case=case, by=None, now=self.now))

    @rule(at=st.integers(0, 5), days=st.integers(0, 200), who=st.integers(0, 2))
    def sets_a_task(self, at: int, days: int, who: int) -> None:
        case = self._one(at)
        if case:
            due = self.now + timedelta(days=days)
            by = self.people[who]
            self._do(
                "task",
                lambda: actions.set_task(
                    case=case, kind="other", due_at=due, by=by, assigned_to=by, now=self.now
                ),
            )

    @rule(who=st.integers(0, 2), dropped=st.booleans())
    def ends_a_task(self, who: int, dropped: bool) -> None:
        standing = Task.objects.filter(ended_at=None, case__expires_at__gt=self.now)
        task = standing.order_by("due_at", "pk").first()
        if task:
            end = actions.drop_task if dropped else actions.finish_task
            self._do("task ended", lambda: end(task=task, by=self.people[who], now=self.now))

    @rule(days=st.sampled_from([*[0, 1, 2, 5] * 3, 29, 30, 31, 180, 181]))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule()
    def night(self) -> None:
        (eraser,) = ERASERS
        seen["erased"] += eraser.erase(self.now, 50)

    @rule(at=st.integers(0, 5))
    def shreds(self, at: int) -> None:
        case = self._one(at)
        if case and at == 5:  # seldom: what lives longer meets more
            self._do("shredded", lambda: actions.shred(case=case, by=self.people[0], now=self.now))

    # A code opens its own case as long as that lives, and nothing after it.
    @invariant()
    def codes_open_what_they_should(self) -> None:
        for code, pk in getattr(self, "codes", {}).items():
            lives = Case.objects.filter(pk=pk, expires_at__gt=self.now).exists()
            found = queries.by_code(code, self.programme, now=self.now)
            assert (found.pk if found else None) == (pk if lives else None)

    # A living case has a key that lives as long, and never more than its state's term; nothing else has a key.
    @invariant()
    def keys_live_as_long_as_their_cases(self) -> None:
        if not hasattr(self, "now"):
            return
        cases = self._cases()
        for case in cases:
            key = DataKey.objects.get(pk=case.data_key_id)
            assert key.expires_on_date >= case.expires_at.date()
            assert case.expires_at <= max(case.moved_at, self.now) + term_of(case.state)
        assert DataKey.objects.count() == len(cases)

    # The timeline only grows, begins with the opening, and ends with the case.
    @invariant()
    def the_timeline_only_grows(self) -> None:
        if not hasattr(self, "now"):
            return
        counts = Counter(TimelineLine.objects.values_list("case", flat=True))
        living = {case.pk for case in self._cases()}
        assert set(counts) == living
        assert all(counts[pk] >= n for pk, n in self.lines.items() if pk in living)
        self.lines = dict(counts)

    # A closed case has nothing to do; whoever has something to do works here; a contact is in one case at most.
    @invariant()
    def nothing_is_left_lying(self) -> None:
        assert not Task.objects.filter(ended_at=None, case__state=CaseState.CLOSED).exists()
        linked = list(LinkedContact.objects.values_list("contact", flat=True))
        assert len(linked) == len(set(linked))


@pytest.mark.slow
def test_cases_keep_their_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    # the real hash is slow on purpose; the throttles have tests of their own
    monkeypatch.setattr(codes, "slow_hash", lambda code: sha256(code.encode()).hexdigest())
    for name in ("WORDS_THROTTLE", "DIGITS_THROTTLE"):
        monkeypatch.setattr(returning, name, CodeThrottle(burst=10**9))
    run_state_machine_as_test(
        Cases,
        settings=settings(
            max_examples=40 if IS_FULL else 8,
            stateful_step_count=40,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )
    assert seen["opened"] > 0
    if IS_FULL:  # a few stories need not touch everything
        assert {"to closed", "to open", "hands", "code", "link", "task", "task ended"} <= set(+seen)
        assert seen["erased"] + seen["shredded"] > 0
