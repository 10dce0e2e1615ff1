"""The few endpoints of the provider's API that the house asks, answered from an engine. Knows no HTTP server.

What a request may say is taken from the same description the adapter is tested against: a parameter that stands not
in it is refused.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate
from hmac import compare_digest
from urllib.parse import parse_qs, urlsplit

from helpline.phone.simulator import described
from helpline.phone.simulator.engine import Engine, NotInProgress, UnknownCall
from helpline.phone.simulator.people import Call

Body = dict[str, object]


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: HTTP's status, and the body as JSON ("" with 204)."""

    status: int
    body: str


class Api:
    """The API of one engine, with the keys of one account. began: the moment of the engine's second 0, in Unix time."""

    def __init__(self, engine: Engine, *, key_sid: str, key_secret: str, began: float = 0.0) -> None:
        self._engine = engine
        self._credentials = basic(key_sid, key_secret)
        self._began = began
        self._does: Mapping[str, Callable[[Mapping[str, str], Mapping[str, str]], Body | None]] = {
            "ListCall": self._list_calls,
            "CreateCall": self._create_call,
            "UpdateCall": self._update_call,
            "DeleteCall": self._delete_call,
            "ListQueue": self._list_queues,
            "ListRecording": lambda _path, _form: self._page("recordings", []),
            "ListConference": self._list_rooms,
            "CreateParticipant": self._create_participant,
            "UpdateParticipant": self._update_participant,
        }

    def is_allowed(self, authorization: str) -> bool:
        """Whether a request brought the account's key."""
        return compare_digest(authorization.encode(), self._credentials.encode())

    def answer(self, method: str, address: str, authorization: str, form: str) -> Reply:
        """Answer one request. form: the body as it came."""
        if not self.is_allowed(authorization):
            return _refusal(401, 20003, "Authenticate")
        found = described.find(method, urlsplit(address).path)
        if found is None:
            return _refusal(404, 20404, "No such resource")
        operation, path = found
        if path.get("AccountSid") != self._engine.account_sid:
            return _refusal(404, 20404, "No such account")
        given = _single(urlsplit(address).query) | _single(form)
        wrong = operation.complaints(given)
        if wrong:
            return _refusal(400, 21201, f"{operation.name}: {', '.join(wrong)}")
        try:
            body = self._does[operation.name](path, given)
        except UnknownCall:
            return _refusal(404, 20404, "No such call")
        except NotInProgress:
            return _refusal(400, 21220, "The call is not in progress")
        return Reply(operation.status, "" if body is None else json.dumps(body))

    # --- calls ----------------------------------------------------------------------------------------------------

    def _list_calls(self, _path: Mapping[str, str], _form: Mapping[str, str]) -> Body:
        return self._page("calls", [self._call(call) for call in self._engine.calls.values()])

    def _create_call(self, _path: Mapping[str, str], form: Mapping[str, str]) -> Body:
        ringing = self._engine.ring(
            form["To"],
            caller_id=form["From"],
            status_url=form.get("StatusCallback", ""),
            events=frozenset(form.get("StatusCallbackEvent", "").split()),
            seconds=float(form.get("Timeout", 60)),
            url=form.get("Url", ""),
        )
        return self._call(ringing.call)

    def _update_call(self, path: Mapping[str, str], form: Mapping[str, str]) -> Body:
        call = self._engine.live(path["Sid"])
        if "Status" in form:
            call.hang_up()
        else:
            call.redirect(form["Url"])
        return self._call(call)

    def _delete_call(self, path: Mapping[str, str], _form: Mapping[str, str]) -> None:
        self._engine.delete(path["Sid"])

    # --- queues and rooms -----------------------------------------------------------------------------------------

    def _list_queues(self, _path: Mapping[str, str], _form: Mapping[str, str]) -> Body:
        return self._page(
            "queues", [{"sid": each.sid, "friendly_name": each.name} for each in self._engine.queues()]
        )

    def _list_rooms(self, _path: Mapping[str, str], form: Mapping[str, str]) -> Body:
        name = form.get("FriendlyName")
        rooms = [each for each in self._engine.rooms() if name is None or each.name == name]
        return self._page("conferences", [{"sid": each.sid, "friendly_name": each.name} for each in rooms])

    def _create_participant(self, path: Mapping[str, str], form: Mapping[str, str]) -> Body:
        room = self._engine.room(path["ConferenceSid"])
        ringing = self._engine.ring(
            form["To"],
            caller_id=form["From"],
            status_url=form.get("StatusCallback", ""),
            events=frozenset(form.get("StatusCallbackEvent", "").split()),
            seconds=float(form.get("Timeout", 60)),
            room=room.name,
        )
        return {"call_sid": ringing.call.sid, "conference_sid": room.sid, "hold": False}

    def _update_participant(self, path: Mapping[str, str], form: Mapping[str, str]) -> Body:
        on = form.get("Hold") == "true"
        call = self._engine.hold(path["ConferenceSid"], path["CallSid"], on=on, url=form.get("HoldUrl", ""))
        return {"call_sid": call.sid, "conference_sid": path["ConferenceSid"], "hold": on}

    # --- forms ----------------------------------------------------------------------------------------------------

    def _call(self, call: Call) -> Body:
        began = formatdate(self._began + call.began_at)
        return {"sid": call.sid, "status": call.status, "start_time": began}

    @staticmethod
    def _page(key: str, items: list[Body]) -> Body:
        """Everything on one page: the simulator has no more than that."""
        ends: Body = {"first_page_uri": "", "next_page_uri": None, "previous_page_uri": None}
        return {key: items, **ends, "uri": "", "page": 0, "page_size": 1000, "start": 0, "end": len(items)}


def basic(key_sid: str, key_secret: str) -> str:
    """The header with which the account's key is brought."""
    return "Basic " + base64.b64encode(f"{key_sid}:{key_secret}".encode()).decode()


def _single(text: str) -> dict[str, str]:
    """A form's fields; the values of a field that stands there several times side by side."""
    return {name: " ".join(values) for name, values in parse_qs(text, keep_blank_values=True).items()}


def _refusal(status: int, code: int, message: str) -> Reply:
    return Reply(status, json.dumps({"code": code, "message": message, "more_info": "", "status": status}))
