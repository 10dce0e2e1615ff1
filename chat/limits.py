"""How fast somebody may send. Pure: the clock is passed in (seconds, of any clock that only grows)."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """A token bucket: `burst` at once, then `per_second`. It counts one side of one conversation, never a person."""

    per_second: float
    burst: int
    _tokens: float = field(default=0.0, init=False)
    _counted_at: float | None = field(default=None, init=False)

    def take(self, now: float) -> bool:
        """Take one token. False when there is none; nothing is taken then."""
        self._refill(now)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def borrow(self, wanted: int, now: float, debt: int) -> int:
        """Take up to `wanted` tokens, as long as at most `debt` are owed then; how many were taken.

        What is owed is paid back at the same pace, so that nobody gets more than that in the long run.
        """
        self._refill(now)
        taken = max(0, min(wanted, int(self._tokens + debt)))
        self._tokens -= taken
        return taken

    def wait(self, now: float) -> float:
        """Seconds until `take` can succeed."""
        self._refill(now)
        return max(0.0, (1 - self._tokens) / self.per_second)

    def _refill(self, now: float) -> None:
        if self._counted_at is None:
            self._tokens = self.burst
        else:
            self._tokens = min(self.burst, self._tokens + max(0.0, now - self._counted_at) * self.per_second)
        self._counted_at = now


#: messages that a page which goes away may hand over before their time: a minute's worth
LENT = 30


#: messages of one side in a minute, on every road
IN_A_MINUTE = 30


def messages() -> Bucket:
    """Thirty messages a minute with bursts of fifteen: faster typing waits in the client and is never punished."""
    return Bucket(per_second=IN_A_MINUTE / 60, burst=15)


#: of the log, in one token of `telling`
LETTERS = 1024


def telling() -> Bucket:
    """Half a million letters of the log at once, then eight thousand a second.

    A long conversation is ten times less, and who is back asks for what is new only. The fastest that both sides may
    write, in the longest messages, is four thousand a second.
    """
    return Bucket(per_second=8, burst=512)


def frames() -> Bucket:
    """Sixty frames in ten seconds: no client of ours comes near; who does is told to slow down."""
    return Bucket(per_second=6, burst=60)
