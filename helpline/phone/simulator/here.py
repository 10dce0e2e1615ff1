"""The simulator of this installation: how it is made, and its handles as functions.

It runs in a process of its own (`manage.py phone_simulator`), or, in the demo, in a thread of the server that needed it
first. Either way the house speaks with it over its port, as it does with the real provider.
"""

import http.client
import itertools
import json
import logging
import random
import secrets
import threading
from collections.abc import Callable, Mapping
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, urlsplit

from django.urls import reverse

from helpline.phone import addresses
from helpline.phone.account import Account, account
from helpline.phone.errors import PhoneOff
from helpline.phone.models import PhoneLine
from helpline.phone.simulator.engine import Addresses
from helpline.phone.simulator.live import Handles, Live, serve
from helpline.phone.simulator.people import Endpoint, Person, fresh_numbers
from helpline.phone.simulator.rest import Api, basic
from helpline.phone.simulator.wire import Mischief, Secrets
from helpline.programmes.queries import programmes

logger = logging.getLogger(__name__)

_SECONDS = 5.0
#: the number of a programme that has none, where one is called anyway: nobody's
NO_NUMBER = "+31850000000"

_starting = threading.Lock()
_running: tuple[Live, ThreadingHTTPServer] | None = None


class Away(Exception):
    """The simulator does not answer."""


def number_of(slug: str) -> tuple[str, Addresses]:
    """A programme's number, and what it is configured with."""
    line = PhoneLine.objects.filter(programme__slug=slug).first()
    return (line.number if line and line.number else NO_NUMBER), programme_addresses(slug)


def programme_addresses(slug: str) -> Addresses:
    """What the number of a programme is configured with."""
    voice, fallback, status = (
        addresses.full(reverse(f"phone:{name}", args=[slug])) for name in ("voice", "fallback", "status")
    )
    return Addresses(voice, fallback, status)


def make(
    *,
    seed: int = 1,
    mischief: Mischief | None = None,
    at_once: int = 16,
    on_problem: Callable[[str], None] | None = None,
) -> Live:
    """A provider for this installation's account, not started yet. Raises PhoneOff."""
    who = _account()
    softphones = Addresses(
        addresses.full(reverse("phone:desk")), "", addresses.full(reverse("phone:desk_status"))
    )
    return Live(
        account_sid=who.account_sid,
        secrets=Secrets(who.auth_token, who.webhook_key),
        softphones=softphones,
        seed=seed,
        mischief=mischief,
        at_once=at_once,
        # whoever is called picks up after a while, and presses 1 where that is asked
        others=Endpoint(after=4, keys=("1",)),
        # nobody listens: what is said takes a breath
        word_seconds=0.03,
        on_problem=on_problem or (lambda what: logger.error("Phone simulator: %s", what)),
    )


def open_to_the_house(live: Live) -> ThreadingHTTPServer:
    """Serve the API and the handles of a running provider on its port. Raises OSError when that is taken."""
    who = _account()
    numbers = {programme.slug: number_of(programme.slug) for programme in programmes()}
    fresh = fresh_numbers()
    moods = random.Random()  # noqa: S311  who calls in a demo, and how patient they are

    def somebody() -> Person:
        keys = moods.choice(["", "", "1"])
        return Person(number=next(fresh), patience=moods.uniform(180, 420), keys=itertools.repeat(keys, 1))

    api = Api(live.engine, key_sid=who.api_key_sid, key_secret=who.api_key_secret, began=live.began)
    return serve(live, api, Handles(numbers, somebody), port=urlsplit(who.api_url).port or 0)


# --- the handles --------------------------------------------------------------------------------------------------


def call_in(slug: str) -> Mapping[str, object]:
    """Somebody calls a programme's number."""
    return _ask("POST", "/simulator/calls", {"programme": slug})


def connect(identity: str, parameters: Mapping[str, str]) -> Mapping[str, object]:
    """A browser's phone calls our application."""
    return _ask("POST", "/simulator/softphones", {"identity": identity, "parameters": dict(parameters)})


def look(sid: str) -> Mapping[str, object]:
    """How a leg stands."""
    return _ask("GET", f"/simulator/calls/{quote(sid, safe='')}")


def hang_up(sid: str) -> Mapping[str, object]:
    """Somebody puts a phone down."""
    return _ask("POST", f"/simulator/calls/{quote(sid, safe='')}/hang-up", {})


def _ask(method: str, path: str, body: Mapping[str, object] | None = None) -> Mapping[str, object]:
    try:
        return _once(method, path, body)
    except OSError:
        _start()
    try:
        return _once(method, path, body)
    except OSError as error:
        raise Away from error


def _once(method: str, path: str, body: Mapping[str, object] | None) -> Mapping[str, object]:
    who = _account()
    connection = http.client.HTTPConnection(urlsplit(who.api_url).netloc, timeout=_SECONDS)
    try:
        sent = "" if body is None else json.dumps(body)
        headers = {
            "Authorization": basic(who.api_key_sid, who.api_key_secret),
            "Content-Type": "application/json",
        }
        connection.request(method, path, sent, headers)
        answer = connection.getresponse()
        read: dict[str, Any] = json.loads(answer.read() or b"{}")
    except (http.client.HTTPException, ValueError) as error:
        raise Away from error
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise Away(f"HTTP {answer.status}")
    return read


def _start() -> None:
    """Let the simulator run in this process, unless it does already."""
    global _running
    with _starting:
        if _running is not None:
            return
        live = make(seed=secrets.randbits(32)).start()
        try:
            _running = live, open_to_the_house(live)
        except OSError:
            live.stop()  # another process was faster


def _account() -> Account:
    who = account()
    if who is None:
        raise PhoneOff
    return who
