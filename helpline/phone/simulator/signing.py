"""Signing a request as the provider does, in both of its schemes. Written after its description, apart from the part of
the house that checks signatures, so that each proves the other. Pure."""

import base64
import hmac
from collections.abc import Mapping

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"


def sha1(secret: str, url: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """The headers of the older scheme, under the account's own token."""
    return {SIGNATURE: _signature(secret, url, parameters, "sha1")}


def sha256(secret: str, url: str, parameters: Mapping[str, str], *, key: str) -> dict[str, str]:
    """The headers of the newer scheme, under a shared secret of which the provider names the key."""
    return {
        SIGNATURE: _signature(secret, url, parameters, "sha256"),
        SETTINGS: f"key={key},algorithm=HMAC_SHA256",
    }


def _signature(secret: str, url: str, parameters: Mapping[str, str], digest: str) -> str:
    signed = url + "".join(name + parameters[name] for name in sorted(parameters))
    return base64.b64encode(hmac.new(secret.encode(), signed.encode(), digest).digest()).decode()
