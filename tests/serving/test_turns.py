"""The event loop gets its turn back soon from a thread that only calculates."""

import sys

from helpline.serving.turns import TURN_SECONDS, take_short_turns


def test_turns_are_short() -> None:
    before = sys.getswitchinterval()
    try:
        take_short_turns()
        assert sys.getswitchinterval() == TURN_SECONDS < before / 5
    finally:
        sys.setswitchinterval(before)
