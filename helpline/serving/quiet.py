"""Silence below the server.

daphne and autobahn write the peer's address into debugging lines. Nobody reads them, but one of daphne's is a warning,
and autobahn colours and lays out the address of the peer for every packet before it finds that nobody listens: a
third of the cost of a message. So the first is never heard, and the second never made.
"""

import logging

from autobahn.twisted import websocket as twisted_side
from autobahn.websocket import protocol as protocol_side


def hush() -> None:
    """Keep addresses out of the log, and out of what is made for a log that nobody keeps."""
    logging.getLogger("daphne").setLevel(logging.CRITICAL)
    for module in (twisted_side, protocol_side):
        for name in ("hltype", "hlval", "pformat"):
            if hasattr(module, name):
                setattr(module, name, _nothing)


def _nothing(*what: object, **how: object) -> str:
    return ""
