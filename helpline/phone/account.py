"""The account at the provider of the phone: a real one, a simulated one in the demo, or none."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Account:
    """What signs the provider's requests and ours.

    webhook_key: the secret of the SHA-256 scheme, "" without it. api_url: "" for the provider's own address.
    simulated: no real phone rings; the simulator plays the provider.
    """

    account_sid: str
    auth_token: str
    api_key_sid: str
    api_key_secret: str
    twiml_app_sid: str
    webhook_key: str
    api_url: str
    simulated: bool


def account() -> Account | None:
    """The account of this installation; None when the phone is off."""
    phone = settings.PHONE
    if phone is not None:
        return Account(
            account_sid=phone.account_sid,
            auth_token=phone.auth_token,
            api_key_sid=phone.api_key_sid,
            api_key_secret=phone.api_key_secret,
            twiml_app_sid=phone.app_sid,
            webhook_key=phone.webhook_key,
            api_url=phone.api_url,
            simulated=False,
        )
    return _simulated() if settings.DEMO else None


def _simulated() -> Account:
    """An account that the server and the simulator each derive from the secret they share."""
    return Account(
        account_sid=f"AC{_derived('account')}",
        auth_token=_derived("token"),
        api_key_sid=f"SK{_derived('key')}",
        api_key_secret=_derived("key secret"),
        twiml_app_sid=f"AP{_derived('app')}",
        webhook_key=_derived("webhook key"),
        api_url=f"http://127.0.0.1:{settings.PHONE_SIMULATOR_PORT}",
        simulated=True,
    )


def _derived(name: str) -> str:
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"phone simulator: {name}".encode(), hashlib.sha256).hexdigest()[:32]
