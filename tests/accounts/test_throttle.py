from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from helpline.accounts import throttle
from helpline.accounts.errors import TooSoon
from helpline.accounts.throttle import Reserve, Tries
from tests.services.sizes import IS_FULL

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
PEPPER = b"p" * 32
#: what a guesser gets in an hour, written out: a gentler throttle must show here
MOST = 15


def test_the_first_tries_follow_each_other_at_once() -> None:
    tries = Tries()
    for _ in range(throttle.FREE_TRIES):
        tries = throttle.take(tries, START)
    with pytest.raises(TooSoon) as refusal:
        throttle.take(tries, START)
    assert refusal.value.until == START + throttle.FIRST_WAIT


def test_waits_double_up_to_the_longest() -> None:
    waits = [throttle.wait_after(count) for count in range(throttle.FREE_TRIES, throttle.FREE_TRIES + 12)]
    assert waits[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert waits[-1] == throttle.LONGEST_WAIT
    assert throttle.wait_after(10**6) == throttle.LONGEST_WAIT


def test_a_quiet_bucket_starts_anew() -> None:
    assert throttle.take(Tries(50, START), START + throttle.FORGET_AFTER) == Tries(
        1, START + throttle.FORGET_AFTER
    )


def test_fifteen_tries_an_hour_are_the_most() -> None:
    tries, heard, now = Tries(), 0, START
    while now < START + HOUR:
        try:
            tries = throttle.take(tries, now)
        except TooSoon as wait:
            now = wait.until
        else:
            heard += 1
    assert heard == MOST


def test_a_bucket_number_is_no_pseudonym() -> None:
    bucket = throttle.bucket_of_strangers("code", " Noor@Example.org ", PEPPER)
    assert bucket == throttle.bucket_of_strangers("code", "noor@example.org", PEPPER)
    assert int(bucket.rsplit(":", 1)[1]) < throttle.STRANGER_BUCKETS
    assert bucket != throttle.bucket_of_strangers("code", "noor@example.org", b"q" * 32)


@given(gaps=st.lists(st.floats(0, 30), max_size=200))
def test_strangers_together_never_draw_more_than_their_reserve(gaps: list[float]) -> None:
    """However tries are spread, at most the reserve plus what flowed back is drawn."""
    reserve, now, drawn = Reserve(), START, 0
    for gap in gaps:
        now += timedelta(seconds=gap)
        try:
            reserve = throttle.draw(reserve, now)
        except TooSoon:
            continue
        else:
            drawn += 1
    flowed = (now - START).total_seconds() / 60 * throttle.STRANGERS_PER_MINUTE
    assert drawn <= throttle.STRANGERS_RESERVE + flowed + 1e-6


@dataclass
class Person:
    """An owner with a known browser, and what the guessers did to them."""

    number: int
    own_tries: Tries = field(default_factory=Tries)
    guesses: list[datetime] = field(default_factory=list)

    @property
    def email(self) -> str:
        return f"person{self.number}@example.org"


class SigningIn(RuleBasedStateMachine):
    """The owner's known browser is never held up by what others do, and a guesser is heard at most N times an hour."""

    people = Bundle("people")

    @initialize()
    def begin(self) -> None:
        self.now = START
        self.buckets: dict[str, Tries] = {}
        self.everybody: list[Person] = []

    @rule(target=people)
    def somebody_is_hired(self) -> Person:
        person = Person(len(self.everybody))
        self.everybody.append(person)
        return person

    @rule(seconds=st.one_of(st.integers(0, 30), st.integers(0, 50_000)))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(person=people, times=st.integers(1, 40), gap=st.integers(0, 700))
    def strangers_guess(self, person: Person, times: int, gap: int) -> None:
        for _ in range(times):
            if self._take(throttle.bucket_of_strangers("passphrase", person.email, PEPPER)):
                person.guesses.append(self.now)
            self.now += timedelta(seconds=gap)

    @rule(person=people)
    def owner_comes_from_a_new_browser(self, person: Person) -> None:
        bucket = throttle.bucket_of_strangers("passphrase", person.email, PEPPER)
        if self._take(bucket):
            self.buckets[bucket] = throttle.give_back(self.buckets[bucket])

    @rule(person=people, right=st.booleans())
    def owner_tries_in_the_known_browser(self, person: Person, right: bool) -> None:
        try:
            expected = throttle.take(person.own_tries, self.now)
        except TooSoon:
            expected = None
        bucket = throttle.bucket_of_browser("passphrase", person.number)
        heard = self._take(bucket)
        assert heard == (expected is not None)  # only the owner's own slips hold the owner up
        if expected is not None:
            person.own_tries = throttle.give_back(expected) if right else expected
            if right:
                self.buckets[bucket] = throttle.give_back(self.buckets[bucket])

    @invariant()
    def guessers_are_heard_seldom(self) -> None:
        for person in getattr(self, "everybody", ()):
            recent = person.guesses[-(MOST + 1) :]
            if len(recent) > MOST:
                assert recent[-1] - recent[0] > HOUR

    def _take(self, bucket: str) -> bool:
        try:
            self.buckets[bucket] = throttle.take(self.buckets.get(bucket, Tries()), self.now)
        except TooSoon:
            return False
        return True


SigningIn.TestCase.settings = settings(
    max_examples=300 if IS_FULL else 20, stateful_step_count=30, deadline=None
)
TestSigningIn = SigningIn.TestCase
