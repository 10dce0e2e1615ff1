"""Stand-ins for the adapter, for tests of everything above it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from helpline.phone import provider
from helpline.phone.provider import Held, ProviderError
from helpline.phone.simulator.engine import Engine, NotInProgress, UnknownCall


@dataclass
class FakeProvider:
    """Remembers what was asked: asked holds (function, arguments). refusal: raised by each instead of an answer."""

    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refusal: ProviderError | None = None

    def access_token(self, identity: str, *, seconds: int) -> str:
        return str(self._ask("access_token", f"token of {identity}", identity=identity, seconds=seconds))

    def warm_up(self) -> None:
        """There is nothing to load."""

    def redirect_call(self, call_sid: str, *, url: str) -> None:
        self._ask("redirect_call", None, call_sid=call_sid, url=url)

    def hang_up(self, call_sid: str) -> None:
        self._ask("hang_up", None, call_sid=call_sid)

    def call(self, *, to: str, caller_id: str, url: str, status_url: str) -> str:
        return str(self._ask("call", self._sid(), to=to, caller_id=caller_id, url=url, status_url=status_url))

    def call_into_room(self, room: str, *, to: str, caller_id: str, status_url: str) -> str:
        given = {"room": room, "to": to, "caller_id": caller_id, "status_url": status_url}
        return str(self._ask("call_into_room", self._sid(), **given))

    def hold(self, room: str, call_sid: str, *, on: bool, url: str) -> None:
        self._ask("hold", None, room=room, call_sid=call_sid, on=on, url=url)

    def delete_call(self, call_sid: str) -> None:
        self._ask("delete_call", None, call_sid=call_sid)

    def held(self) -> Held:
        answer: Held = self._ask("held", Held(calls=2, recordings=0, queues=1, oldest_date=date(2026, 11, 3)))
        return answer

    def install(self, monkeypatch: pytest.MonkeyPatch) -> "FakeProvider":
        """Put this in the adapter's place for one test."""
        for name in FUNCTIONS:
            monkeypatch.setattr(provider, name, getattr(self, name))
        return self

    def _ask(self, name: str, answer: Any, **arguments: Any) -> Any:
        self.asked.append((name, arguments))
        if self.refusal is not None:
            raise self.refusal
        return answer

    def _sid(self) -> str:
        return f"CAf{len(self.asked) + 1:031x}"  # never one that a test gave to a call


class EngineProvider(FakeProvider):
    """The adapter's place taken by a simulated provider in this very process."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine

    def redirect_call(self, call_sid: str, *, url: str) -> None:
        super().redirect_call(call_sid, url=url)
        self._known(lambda: self.engine.live(call_sid)).redirect(url)

    def hang_up(self, call_sid: str) -> None:
        super().hang_up(call_sid)
        try:
            self.engine.live(call_sid).hang_up()
        except (UnknownCall, NotInProgress):
            return

    def call(self, *, to: str, caller_id: str, url: str, status_url: str) -> str:
        super().call(to=to, caller_id=caller_id, url=url, status_url=status_url)
        ringing = self.engine.ring(
            to,
            caller_id=caller_id,
            url=url,
            status_url=status_url,
            events=_EVENTS,
            seconds=provider.RING_SECONDS,
        )
        return ringing.call.sid

    def call_into_room(self, room: str, *, to: str, caller_id: str, status_url: str) -> str:
        super().call_into_room(room, to=to, caller_id=caller_id, status_url=status_url)
        ringing = self.engine.ring(
            to,
            caller_id=caller_id,
            room=room,
            status_url=status_url,
            events=_EVENTS,
            seconds=provider.RING_SECONDS,
        )
        return ringing.call.sid

    def hold(self, room: str, call_sid: str, *, on: bool, url: str) -> None:
        super().hold(room, call_sid, on=on, url=url)
        sid = next((each.sid for each in self.engine.rooms() if each.name == room), "")
        self._known(lambda: self.engine.hold(sid, call_sid, on=on, url=url))

    def delete_call(self, call_sid: str) -> None:
        super().delete_call(call_sid)
        try:
            self.engine.delete(call_sid)
        except UnknownCall:
            return
        except NotInProgress:
            raise ProviderError(permanent=False, status=409) from None

    def held(self) -> Held:
        super().held()
        return Held(len(self.engine.calls), 0, len(self.engine.queues()), None)

    @staticmethod
    def _known(find: Callable[[], Any]) -> Any:
        try:
            return find()
        except UnknownCall:
            raise ProviderError(permanent=True, status=404) from None
        except NotInProgress:
            raise ProviderError(permanent=True, status=400, code=21220) from None


FUNCTIONS = (
    "access_token",
    "warm_up",
    "redirect_call",
    "hang_up",
    "call",
    "call_into_room",
    "hold",
    "delete_call",
    "held",
)
_EVENTS = frozenset(provider._EVENTS)
