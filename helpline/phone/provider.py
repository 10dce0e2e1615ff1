"""The only module that knows the provider's SDK: tokens for the softphone, and what is asked about a call.

The SDK is imported when it is first needed: a house without a phone never pays for it. Nothing here writes a log, and
no error repeats what the provider said, because its sentences can hold a number. Every function raises `PhoneOff` when
there is no account, and `ProviderError` when the provider refused or was away.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from helpline.phone.account import Account, account
from helpline.phone.errors import PhoneOff

if TYPE_CHECKING:
    from twilio.rest import Client

T = TypeVar("T")

#: seconds for one answer of the provider. Behind most of these calls a counsellor stands with somebody on the line.
TIMEOUT_SECONDS = 5.0
#: how long an outside desk or a desk phone rings
RING_SECONDS = 25
#: refusals that may be answered otherwise in a moment: the request came too early, or there were too many
_PASSING = frozenset({408, 409, 425, 429})
_GONE = 404
#: records looked at when the provider is asked what it still holds
_MOST_HELD = 10_000
_EVENTS = ["initiated", "ringing", "answered", "completed"]


class ProviderError(Exception):
    """The provider did not do what was asked.

    permanent: asking again will not help. status, code: what HTTP and the provider call it; None when nothing was
    heard at all.
    """

    def __init__(self, *, permanent: bool, status: int | None = None, code: int | None = None) -> None:
        said = "no answer" if status is None else f"HTTP {status}, code {code or '-'}"
        super().__init__(f"The phone provider refused or was away: {said}")
        self.permanent = permanent
        self.status = status
        self.code = code

    @property
    def is_gone(self) -> bool:
        """Whether what was asked about is not there (any more)."""
        return self.status == _GONE


@dataclass(frozen=True, slots=True)
class Held:
    """What the provider still has: numbers only. oldest_date: the day of the oldest call it has a record of."""

    calls: int
    recordings: int
    queues: int
    oldest_date: date | None


def access_token(identity: str, *, seconds: int) -> str:
    """A token with which one browser may use the phone as `identity`, which must say nothing about a person.

    It lets that browser make calls which our own application answers, and nothing else: nobody can call it.
    """
    from twilio.jwt.access_token import AccessToken
    from twilio.jwt.access_token.grants import VoiceGrant

    who = _account()
    token = AccessToken(who.account_sid, who.api_key_sid, who.api_key_secret, identity=identity, ttl=seconds)
    token.add_grant(VoiceGrant(incoming_allow=False, outgoing_application_sid=who.twiml_app_sid))
    return str(token.to_jwt())


def warm_up() -> None:
    """Load the SDK now and ask nothing: loading takes seconds, and whoever hangs up first would wait for them."""
    client = _client(_account())
    _ = client.calls, client.conferences


def redirect_call(call_sid: str, *, url: str) -> None:
    """Let a call go on with the instructions at `url`; what it does now ends."""
    _ask(lambda client: client.calls(call_sid).update(url=url, method="POST"))


def hang_up(call_sid: str) -> None:
    """End a call. One that has ended already is left as it is."""
    _unless_gone(lambda client: client.calls(call_sid).update(status="completed"))


def call(*, to: str, caller_id: str, url: str, status_url: str) -> str:
    """Call `to`, and let it go on with the instructions at `url`. Returns the new call's name at the provider."""
    made = _ask(
        lambda client: client.calls.create(
            to=to,
            from_=caller_id,
            url=url,
            method="POST",
            status_callback=status_url,
            status_callback_method="POST",
            status_callback_event=_EVENTS,
            timeout=RING_SECONDS,
        )
    )
    return str(made.sid)


def call_into_room(room: str, *, to: str, caller_id: str, status_url: str) -> str:
    """Call `to`, and let it into a room as soon as it is picked up. Returns the new call's name at the provider.

    The room goes on when it leaves. Nothing is ever recorded.
    """
    made = _ask(
        lambda client: client.conferences(room).participants.create(
            from_=caller_id,
            to=to,
            status_callback=status_url,
            status_callback_method="POST",
            status_callback_event=_EVENTS,
            timeout=RING_SECONDS,
            early_media=True,
            beep="false",
            end_conference_on_exit=False,
            record=False,
        )
    )
    return str(made.call_sid)


def hold(room: str, call_sid: str, *, on: bool, url: str) -> None:
    """Let somebody in a room wait with the words at `url`, or come back into the talk."""

    def do(client: "Client") -> None:
        found = client.conferences.list(friendly_name=room, status="in-progress", limit=1)
        if not found:
            raise ProviderError(permanent=True, status=_GONE)
        client.conferences(found[0].sid).participants(call_sid).update(
            hold=on, hold_url=url, hold_method="POST"
        )

    _ask(do)


def delete_call(call_sid: str) -> None:
    """Have the provider delete its record of a call that ended. One that is not there (any more) is no error."""
    _unless_gone(lambda client: client.calls(call_sid).delete())


def held() -> Held:
    """What the provider still has of all calls."""

    def look(client: "Client") -> Held:
        calls = client.calls.list(limit=_MOST_HELD)
        return Held(
            calls=len(calls),
            recordings=len(client.recordings.list(limit=_MOST_HELD)),
            queues=len(client.queues.list(limit=_MOST_HELD)),
            oldest_date=min((each.start_time.date() for each in calls if each.start_time), default=None),
        )

    return _ask(look)


def _account() -> Account:
    who = account()
    if who is None:
        raise PhoneOff
    return who


def _unless_gone(ask: Callable[["Client"], object]) -> None:
    try:
        _ask(ask)
    except ProviderError as refused:
        if not refused.is_gone:
            raise


def _ask(ask: Callable[["Client"], T]) -> T:
    from requests.exceptions import RequestException
    from twilio.base.exceptions import TwilioException

    who = _account()
    try:
        return ask(_client(who))
    except (TwilioException, RequestException, ValueError) as refused:
        status, code = _said(refused)
    # not a word of theirs goes on: it holds the address that was asked, and sometimes a number
    permanent = status is not None and 400 <= status < 500 and status not in _PASSING
    raise ProviderError(permanent=permanent, status=status, code=code)


def _said(refused: Exception) -> tuple[int | None, int | None]:
    """HTTP's and the provider's number for a refusal. For a page of a list the SDK keeps only the answer itself."""
    status = getattr(refused, "status", None)
    if status is None:
        status = next((each.status_code for each in refused.args if hasattr(each, "status_code")), None)
    return status, getattr(refused, "code", None)


@lru_cache(maxsize=2)
def _client(who: Account) -> "Client":
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    own = urlsplit(who.api_url)

    class Quiet(TwilioHttpClient):
        """The SDK's own client, which otherwise writes each request, numbers and all, to a log."""

        def log_request(self, kwargs: Mapping[str, Any]) -> None:
            pass

        def log_response(self, status_code: int, response: object) -> None:
            pass

        def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
            if own.netloc:
                url = urlsplit(url)._replace(scheme=own.scheme, netloc=own.netloc).geturl()
            return super().request(method, url, *args, **kwargs)

    return Client(
        who.api_key_sid,
        who.api_key_secret,
        account_sid=who.account_sid,
        http_client=Quiet(timeout=TIMEOUT_SECONDS),
    )
