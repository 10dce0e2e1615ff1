"""The fakes are called as the adapter is, and the adapter calls the SDK as its published signatures say."""

import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant
from twilio.rest import Client
from twilio.rest.api.v2010.account.call import CallContext, CallList
from twilio.rest.api.v2010.account.conference import ConferenceList
from twilio.rest.api.v2010.account.conference.participant import ParticipantContext, ParticipantList
from twilio.rest.api.v2010.account.queue import QueueList
from twilio.rest.api.v2010.account.recording import RecordingList

from helpline.phone import provider
from tests.phone.fakes import FUNCTIONS, EngineProvider, FakeProvider


def test_the_fake_can_do_all_that_the_adapter_can_and_no_more() -> None:
    own = {
        name
        for name, each in vars(provider).items()
        if isinstance(each, FunctionType)
        and each.__module__ == provider.__name__
        and not name.startswith("_")
    }
    assert own == set(FUNCTIONS)


@pytest.mark.parametrize("fake", [FakeProvider, EngineProvider])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_fakes_take_what_the_adapter_takes(fake: type[FakeProvider], name: str) -> None:
    mine = inspect.signature(getattr(fake, name))
    without_self = mine.replace(parameters=list(mine.parameters.values())[1:])
    assert without_self == inspect.signature(getattr(provider, name))


@pytest.mark.parametrize(
    ("function", "given"),
    [
        (CallContext.update, ("url", "method", "status")),
        (CallContext.delete, ()),
        (CallList.list, ("limit",)),
        (QueueList.list, ("limit",)),
        (RecordingList.list, ("limit",)),
        (ConferenceList.list, ("friendly_name", "status", "limit")),
        (
            CallList.create,
            (
                "to",
                "from_",
                "url",
                "method",
                "status_callback",
                "status_callback_method",
                "status_callback_event",
                "timeout",
            ),
        ),
        (
            ParticipantList.create,
            (
                "to",
                "from_",
                "status_callback",
                "status_callback_method",
                "status_callback_event",
                "timeout",
                "early_media",
                "beep",
                "end_conference_on_exit",
                "record",
            ),
        ),
        (ParticipantContext.update, ("hold", "hold_url", "hold_method")),
        (Client.__init__, ("username", "password", "account_sid", "http_client")),
        (TwilioHttpClient.__init__, ("timeout",)),
        (TwilioHttpClient.log_request, ("kwargs",)),
        (AccessToken.__init__, ("account_sid", "signing_key_sid", "secret", "identity", "ttl")),
        (VoiceGrant.__init__, ("incoming_allow", "outgoing_application_sid")),
    ],
)
def test_the_sdk_takes_what_the_adapter_gives(function: Callable[..., Any], given: tuple[str, ...]) -> None:
    inspect.signature(function).bind(None, **dict.fromkeys(given))


def test_a_word_that_the_sdk_does_not_know_would_be_found() -> None:
    with pytest.raises(TypeError):
        inspect.signature(CallContext.update).bind(None, address="x")
