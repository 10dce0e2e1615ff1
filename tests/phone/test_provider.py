"""The adapter against a server that answers by the description of the provider's endpoints."""

import ast
import base64
import json
import logging
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import jwt
import pytest

from helpline.phone import provider
from helpline.phone.account import Account
from helpline.phone.provider import Held, PhoneOff, ProviderError
from tests.house.tree import ROOT, tracked
from tests.phone.described_server import CALL, DescribedServer, Prepared

NUMBER = "+31612345678"
OWN = "+31850000000"
STATUS = "https://www.example.org/phone/status"
ACCOUNT = Account(
    account_sid="AC" + "0" * 32,
    auth_token="token",
    api_key_sid="SK" + "0" * 32,
    api_key_secret="a secret of thirty-two characters",
    twiml_app_sid="AP" + "0" * 32,
    webhook_key="",
    api_url="",
    simulated=False,
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[DescribedServer]:
    with DescribedServer() as described:
        monkeypatch.setattr(provider, "account", lambda: replace(ACCOUNT, api_url=described.url))
        yield described


Ask = Callable[[], object]
ASKED: dict[str, tuple[Ask, str, dict[str, str]]] = {
    "redirect": (
        lambda: provider.redirect_call(CALL, url="https://www.example.org/phone/room"),
        "UpdateCall",
        {"Url": "https://www.example.org/phone/room", "Method": "POST"},
    ),
    "hang up": (lambda: provider.hang_up(CALL), "UpdateCall", {"Status": "completed"}),
    "delete": (lambda: provider.delete_call(CALL), "DeleteCall", {}),
    "call": (
        lambda: provider.call(to=NUMBER, caller_id=OWN, url="https://www.example.org/a", status_url=STATUS),
        "CreateCall",
        {
            "To": NUMBER,
            "From": OWN,
            "Url": "https://www.example.org/a",
            "Method": "POST",
            "StatusCallback": STATUS,
            "StatusCallbackMethod": "POST",
            "StatusCallbackEvent": "completed",
            "Timeout": "25",
        },
    ),
    "room": (
        lambda: provider.call_into_room("room-1", to=NUMBER, caller_id=OWN, status_url=STATUS),
        "CreateParticipant",
        {
            "To": NUMBER,
            "From": OWN,
            "StatusCallback": STATUS,
            "StatusCallbackMethod": "POST",
            "StatusCallbackEvent": "completed",
            "Timeout": "25",
            "EarlyMedia": "true",
            "Beep": "false",
            "EndConferenceOnExit": "false",
            "Record": "false",
        },
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_each_function_asks_for_one_thing_and_nothing_that_is_not_described(
    server: DescribedServer, name: str
) -> None:
    ask, operation, form = ASKED[name]
    ask()
    (asked,) = server.asked
    assert (asked.operation, asked.form) == (operation, form)
    assert asked.path["AccountSid"] == ACCOUNT.account_sid
    key = base64.b64encode(f"{ACCOUNT.api_key_sid}:{ACCOUNT.api_key_secret}".encode()).decode()
    assert asked.authorization == f"Basic {key}"
    assert server.complaints == []


def test_new_calls_are_known_by_what_the_provider_names_them(server: DescribedServer) -> None:
    assert provider.call(to=NUMBER, caller_id=OWN, url=STATUS, status_url=STATUS) == CALL
    assert provider.call_into_room("room-1", to=NUMBER, caller_id=OWN, status_url=STATUS) == CALL


def test_somebody_in_a_room_is_put_on_hold_under_the_rooms_own_name(server: DescribedServer) -> None:
    provider.hold("room-1", CALL, on=True, url="https://www.example.org/held")
    found, held = server.asked
    assert (found.operation, found.form["FriendlyName"], found.form["Status"]) == (
        "ListConference",
        "room-1",
        "in-progress",
    )
    assert (held.operation, held.form["Hold"], held.form["HoldUrl"]) == (
        "UpdateParticipant",
        "true",
        "https://www.example.org/held",
    )
    assert server.complaints == []


def test_a_room_that_closed_is_gone(server: DescribedServer) -> None:
    server.prepared.append(Prepared(200, json.dumps({"conferences": [], "next_page_uri": None, "page": 0})))
    with pytest.raises(ProviderError) as refused:
        provider.hold("room-1", CALL, on=True, url=STATUS)
    assert refused.value.is_gone
    assert refused.value.permanent


def test_what_the_provider_holds_is_counted_over_all_pages(server: DescribedServer) -> None:
    def page(number: int, day: str) -> str:
        more = f"/2010-04-01/Accounts/{ACCOUNT.account_sid}/Calls.json?{urlencode({'Page': number + 1})}"
        return json.dumps(
            {
                "calls": [{"sid": CALL, "start_time": f"{day} Nov 2026 20:00:00 +0000", "from": NUMBER}] * 2,
                "page": number,
                "page_size": 2,
                "next_page_uri": more if number == 0 else None,
            }
        )

    server.prepared.extend([Prepared(200, page(0, "Tue, 10")), Prepared(200, page(1, "Tue, 03"))])
    assert provider.held() == Held(calls=4, recordings=1, queues=1, oldest_date=date(2026, 11, 3))
    assert server.complaints == []


@pytest.mark.parametrize("ask", [provider.hang_up, provider.delete_call])
def test_what_is_gone_already_needs_no_doing(server: DescribedServer, ask: Callable[[str], None]) -> None:
    server.prepared.append(Prepared(404, json.dumps({"code": 20404, "message": "gone", "status": 404})))
    ask(CALL)


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        *((status, True) for status in (400, 401, 403, 404)),
        *((status, False) for status in (408, 409, 429, 500, 503)),
    ],
)
def test_a_refusal_says_whether_asking_again_helps(
    server: DescribedServer, status: int, permanent: bool
) -> None:
    said = {"code": 21211, "message": f"The number {NUMBER} is not valid", "status": status}
    server.prepared.append(Prepared(status, json.dumps(said)))
    with pytest.raises(ProviderError) as refused:
        provider.redirect_call(CALL, url=STATUS)
    assert (refused.value.permanent, refused.value.status, refused.value.code) == (permanent, status, 21211)


@pytest.mark.parametrize(("status", "permanent"), [(401, True), (429, False), (503, False)])
def test_a_page_of_a_list_that_is_refused_says_so_too(
    server: DescribedServer, status: int, permanent: bool
) -> None:
    server.prepared.append(Prepared(status, json.dumps({"code": 1, "message": "no", "status": status})))
    with pytest.raises(ProviderError) as refused:
        provider.held()
    assert refused.value.permanent is permanent


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("ask", [lambda: provider.redirect_call(CALL, url=STATUS), provider.held])
def test_nobody_is_asked_somewhere_else(server: DescribedServer, ask: Ask, status: int) -> None:
    """Whoever could answer with another address would be told the numbers and the secret of the account."""
    with DescribedServer() as elsewhere:
        path = f"/2010-04-01/Accounts/{ACCOUNT.account_sid}/Calls/{CALL}.json"
        server.prepared.append(Prepared(status, "{}", location=elsewhere.url + path))
        with suppress(ProviderError):
            ask()
        assert len(server.asked) == 1
        assert (elsewhere.asked, elsewhere.complaints) == ([], [])


@pytest.mark.parametrize("body", ["", "<html>", "[]"])
def test_an_answer_that_is_none_may_be_asked_for_again(server: DescribedServer, body: str) -> None:
    server.prepared.append(Prepared(500, body))
    with pytest.raises(ProviderError) as refused:
        provider.hang_up(CALL)
    assert not refused.value.permanent


def test_a_provider_that_does_not_answer_is_not_waited_for(
    server: DescribedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "TIMEOUT_SECONDS", 0.2)
    provider._client.cache_clear()
    server.prepared.append(Prepared(200, after=0.6))
    with pytest.raises(ProviderError) as refused:
        provider.hang_up(CALL)
    assert (refused.value.permanent, refused.value.status) == (False, None)
    provider._client.cache_clear()


def test_a_provider_that_cannot_be_reached_may_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "account", lambda: replace(ACCOUNT, api_url="http://127.0.0.1:9"))
    with pytest.raises(ProviderError) as refused:
        provider.hang_up(CALL)
    assert not refused.value.permanent


def test_no_number_stands_in_a_log_or_an_error(
    server: DescribedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = {"code": 21211, "message": f"The number {NUMBER} is not valid", "status": 400}
    server.prepared.append(Prepared(400, json.dumps(said)))
    with pytest.raises(ProviderError) as refused:
        provider.call(to=NUMBER, caller_id=OWN, url=STATUS, status_url=STATUS)
    told = "".join(traceback.format_exception(refused.value)) + repr(refused.value) + caplog.text
    for secret in (NUMBER, NUMBER[1:], OWN[1:], ACCOUNT.api_key_secret, CALL):
        assert secret not in told


def test_without_an_account_the_phone_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "account", lambda: None)
    for ask, _operation, _form in ASKED.values():
        with pytest.raises(PhoneOff):
            ask()
    with pytest.raises(PhoneOff):
        provider.access_token("someone", seconds=60)


def test_a_token_lets_one_browser_call_our_own_application_for_a_while(server: DescribedServer) -> None:
    token = provider.access_token("k3f9", seconds=600)
    claims = jwt.decode(token, ACCOUNT.api_key_secret, algorithms=["HS256"])
    assert claims["grants"] == {
        "identity": "k3f9",
        "voice": {"outgoing": {"application_sid": ACCOUNT.twiml_app_sid}},
    }
    assert claims["exp"] == pytest.approx(time.time() + 600, abs=30)
    assert claims["sub"] == ACCOUNT.account_sid
    assert server.asked == []


def test_warming_up_loads_the_sdk_and_asks_nothing(server: DescribedServer) -> None:
    provider.warm_up()
    assert "twilio.rest.api.v2010.account.call" in sys.modules
    assert server.asked == []


def test_a_house_without_a_phone_never_loads_the_sdk() -> None:
    code = "import sys, helpline.phone.provider; sys.exit('twilio' in sys.modules)"
    environment = {"DJANGO_SETTINGS_MODULE": "helpline.settings", "PATH": ""}
    outcome = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False)  # noqa: S603 - our own words
    assert outcome.returncode == 0


def imports_the_sdk(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
        if any(name.split(".")[0] == "twilio" for name in names):
            return True
    return False


def test_one_module_alone_imports_the_sdk() -> None:
    ours = [path for path in tracked(".py") if path.relative_to(ROOT).parts[0] not in ("tests", "tools")]
    assert [str(path.relative_to(ROOT)) for path in ours if imports_the_sdk(path)] == [
        "helpline/phone/provider.py"
    ]
