"""How long calls take and how long people wait, from the room that knows: averages only, of enough calls.

The figures keep no moments, so this comes from contacts within their term: the last weeks, whatever period is planned
with. A room above fills SOURCES; without one, or with too few calls, the form begins with an assumption and says so.
"""

from collections.abc import Callable
from dataclasses import dataclass

#: below this an average is not told: it would be about few people, and mostly chance
LEAST_CALLS = 50
LEAST_GIVEN_UP = 20


@dataclass(frozen=True, slots=True)
class Measured:
    """calls, talked: answered calls and their minutes together. gave_up: callers who gave up waiting.

    waited: the minutes that all callers waited together, also those who were helped: patience is that for each who gave
    up (the likeliest value, when how long somebody would wait does not depend on how long it has been).
    """

    calls: int
    talked: float
    gave_up: int
    waited: float

    @property
    def handling(self) -> float | None:
        """Minutes of a call, to the whole minute; None when there were too few calls."""
        if self.calls < LEAST_CALLS:
            return None
        return float(max(round(self.talked / self.calls), 1))

    @property
    def patience(self) -> float | None:
        """Minutes after which people give up, on average, to the half minute; None when too few gave up."""
        if self.calls < LEAST_CALLS or self.gave_up < LEAST_GIVEN_UP:
            return None
        return max(round(2 * self.waited / self.gave_up), 1) / 2


NOTHING = Measured(0, 0.0, 0, 0.0)

#: filled by the rooms that know: a channel, and a function from a programme's short name to what was measured
SOURCES: dict[str, Callable[[str], Measured]] = {}


def of(programme: str) -> Measured:
    """What is known of a programme's calls."""
    source = SOURCES.get("phone")
    return source(programme) if source is not None else NOTHING
