"""The part of the environment that is the phone's: an account at the provider, whole or not at all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Phone:
    """An account at the provider of the phone.

    webhook_key: the secret of the SHA-256 scheme of signatures, or "" where only SHA-1 is used.
    api_url: where the provider's interface is, or "" for the provider's own address.
    """

    account_sid: str
    auth_token: str
    api_key_sid: str
    api_key_secret: str
    app_sid: str
    webhook_key: str
    api_url: str


#: what the phone needs, with the two letters that the provider's names begin with; the others may be left out
_PHONE_NEEDS = {
    "TWILIO_ACCOUNT_SID": "AC",
    "TWILIO_AUTH_TOKEN": "",
    "TWILIO_API_KEY_SID": "SK",
    "TWILIO_API_KEY_SECRET": "",
    "TWILIO_TWIML_APP_SID": "AP",
}


def read_phone(values: Mapping[str, str]) -> Phone | None:
    """The account that was set, whole; None when nothing was. Raises ImproperlyConfigured."""
    if not any(values.get(name) for name in (*_PHONE_NEEDS, "TWILIO_WEBHOOK_KEY", "TWILIO_API_URL")):
        return None
    missing = [name for name in _PHONE_NEEDS if not values.get(name)]
    if missing:
        raise ImproperlyConfigured(
            f"The phone is set up in part: set {', '.join(missing)} too, or unset every TWILIO_ variable."
        )
    for name, begins in _PHONE_NEEDS.items():
        if begins and not re.fullmatch(rf"{begins}[0-9a-f]{{32}}", values[name]):
            raise ImproperlyConfigured(f"{name} must be {begins} and 32 hexadecimal digits.")
    api_url = values.get("TWILIO_API_URL", "").rstrip("/")
    if api_url and urlsplit(api_url).scheme not in {"http", "https"}:
        raise ImproperlyConfigured("TWILIO_API_URL must begin with http:// or https://.")
    return Phone(
        account_sid=values["TWILIO_ACCOUNT_SID"],
        auth_token=values["TWILIO_AUTH_TOKEN"],
        api_key_sid=values["TWILIO_API_KEY_SID"],
        api_key_secret=values["TWILIO_API_KEY_SECRET"],
        app_sid=values["TWILIO_TWIML_APP_SID"],
        webhook_key=values.get("TWILIO_WEBHOOK_KEY", ""),
        api_url=api_url,
    )
