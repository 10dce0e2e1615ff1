"""How long a thread keeps the others waiting.

Python lets one thread run at a time. The event loop gives its turn away at every read and write, and gets it back after
five milliseconds from a thread that only calculates: a message of twenty reads and writes beside such a thread
waited 87 ms at the 99th percentile, and 7 with this. The thread gets as much done (docs/decisions/0166).
"""

import sys

#: seconds until a thread that calculates has to let another one run
TURN_SECONDS = 0.0005


def take_short_turns() -> None:
    """Have threads of this process take turns ten times as often as Python would."""
    sys.setswitchinterval(TURN_SECONDS)
