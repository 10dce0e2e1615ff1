"""People who come in while a house is updated: a chat from its door to its end, a letter, and what staff look at.

Who talks already has rows; who comes in makes new ones, in every table on the way. That is what old code does on new
tables for as long as an update takes.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import psycopg

from chat import pow as puzzles
from tests.proof.wire import Client
from tests.services.nginx import STAFF
from tests.services.production import Production

#: what a counsellor looks at; of an earlier release those that it has
LOOKED_AT = (
    "/staff/", "/staff/contacts/", "/staff/cases/", "/staff/post/", "/staff/care/", "/staff/team/", "/staff/groups/",
    "/staff/appointments/", "/staff/referrals/", "/staff/phone/", "/staff/help/",
)  # fmt: skip
AT = "/helpwanted"
#: seconds between two
_PAUSE = 0.3


class Refused(Exception):
    """The house did not do what somebody came for. The text says what."""


class Newcomers:
    """Somebody new all the time, one after the other, from `start` until `stop`.

    staff: the cookie of a counsellor. phase: what the house goes through just now; what happens is told by it.
    """

    def __init__(self, shape: Production, staff: str) -> None:
        self.phase = "before"
        self.came: Counter[str] = Counter()
        self.broken: list[str] = []
        #: the longest that anybody waited for one answer, in seconds, by phase
        self.longest: dict[str, float] = {}
        self._shape, self._staff = shape, staff
        self._known: dict[str, int] = {}
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._come, daemon=True)

    def start(self) -> None:
        """Raises Refused when the house does not take anybody before anything has happened."""
        self._known = {path: self._look(path) for path in LOOKED_AT}
        self._known = {path: status for path, status in self._known.items() if status == 200}
        if not self._known:
            raise Refused("a counsellor can look at nothing")
        for story in (self._chat, self._letter):
            story("127.46.0.1")
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join()
        if not self.came:
            self.broken.append("nobody came in at all")

    def report(self) -> str:
        """In half a line."""
        told = [
            f"{n} {phase} (longest answer {self.longest.get(phase, 0.0):.1f} s)"
            for phase, n in self.came.items()
        ]
        return f"newcomers and looks of staff: {', '.join(told)}"

    def _come(self) -> None:
        paths = list(self._known)
        for nth in count():
            if self._is_over.wait(_PAUSE):
                return
            phase = self.phase
            try:
                # each from a network of its own, or the door becomes dearer
                address = f"127.46.{nth // 250 % 250 + 1}.{nth % 250 + 1}"
                (self._letter if nth % 2 else self._chat)(address)
                path = paths[nth % len(paths)]
                if (status := self._look(path)) != 200:
                    self.broken.append(f"{phase}: {path} was answered {status}")
            except Exception as error:  # whatever it was, somebody was not served
                self.broken.append(f"{phase}: {error!r}")
            else:
                self.came[phase] += 1

    # --- what they do ---------------------------------------------------------------------------------------------

    def _chat(self, address: str) -> None:
        """Come in at the door, write, read it back, and end it."""
        with psycopg.connect(self._shape.database_url, autocommit=True) as connection:
            connection.execute("UPDATE chat_presence SET available = true, leased_until = now() + '12 hours'")
        who = Client(self._shape, address=address)
        page = self._asked(who, "GET", f"{AT}/chat/")
        self._asked(who, "POST", f"{AT}/chat/start/", _solved(page, "door"))
        status, told = self._timed(lambda: who.says("ik kom net binnen"))
        if status != 200:
            raise Refused(f"a first message was answered {status}: {told!r:.200}")
        said = self._asked(who, "GET", f"{AT}/chat/road/events?after=0")
        if "ik kom net binnen" not in said:
            raise Refused("a first message that was acknowledged is not there")
        self._asked(who, "POST", f"{AT}/leave/", {})

    def _letter(self, address: str) -> None:
        """Write one, and see the words that open the answer."""
        who = Client(self._shape, address=address)
        page = self._asked(who, "GET", f"{AT}/post/")
        number = re.search(r'name="form" value="([^"]+)"', page)
        if number is None:
            raise Refused("there is no form for a letter")
        fields = _solved(page, "post") | {"form": number[1], "letter": "een brief"}
        self._asked(who, "POST", f"{AT}/post/send/", fields)
        if "data-code>" not in self._asked(who, "GET", f"{AT}/post/code/"):
            raise Refused("who wrote a letter was shown no words")

    def _look(self, path: str) -> int:
        host = f"{STAFF}:{self._shape.nginx.port}"
        colleague = Client(self._shape, headers={"Cookie": self._staff, "Host": host})
        return self._timed(lambda: colleague.get(path))[0]

    def _asked(self, who: Client, method: str, path: str, fields: Mapping[str, str] | None = None) -> str:
        status, text = self._timed(
            lambda: who.get(path) if method == "GET" else who.post(path, **(fields or {}))
        )
        if status not in (200, 204, 302, 303):
            raise Refused(f"{method} {path} was answered {status}")
        return text

    def _timed(self, ask: Callable[[], tuple[int, Any]]) -> tuple[int, Any]:
        began = time.perf_counter()
        try:
            return ask()
        finally:
            took = time.perf_counter() - began
            self.longest[self.phase] = max(took, self.longest.get(self.phase, 0.0))


def _solved(page: str, what: str) -> dict[str, str]:
    found = re.search(r'data-challenge="([^"]+)"', page)
    if found is None:
        raise Refused(f"the {what} is closed")
    return {"scripted": "1", "proof": puzzles.solve(found[1], puzzles.bits_of(found[1]))}
