"""The provider's signatures: both schemes. Pure.

Signed is the full address followed by the parameters sorted by name, each name with its value (or its different
values in order). SHA-1 with the account's token is the older scheme. In the newer one a header names the algorithm
and the key, and the secret is a shared key of its own.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit, urlunsplit

HEADER = "X-Twilio-Signature"
SETTINGS_HEADER = "X-Twilio-Webhooks-Signature-Settings"

_ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
_DEFAULT_PORTS = {"https": 443, "http": 80}


def sign(secret: str, url: str, params: Mapping[str, Sequence[str]], algorithm: str = "sha1") -> str:
    """The signature of a request to `url` with these parameters, in base64. algorithm: "sha1" or "sha256"."""
    signed = url + "".join(name + value for name in sorted(params) for value in sorted(set(params[name])))
    digest = hmac.new(secret.encode(), signed.encode(), _ALGORITHMS[algorithm]).digest()
    return base64.b64encode(digest).decode("ascii")


def algorithm_of(told: str) -> str | None:
    """The algorithm that the settings header asks for: "sha1" without a header, None for one we do not know."""
    if not told:
        return "sha1"
    pairs = (part.partition("=") for part in told.split(","))
    named = {name.strip().lower(): value.strip().upper() for name, _, value in pairs}
    return {"HMAC_SHA256": "sha256", "HMAC_SHA1": "sha1"}.get(named.get("algorithm", ""))


def is_genuine(
    *,
    url: str,
    params: Mapping[str, Sequence[str]],
    signature: str,
    told: str,
    auth_token: str,
    webhook_key: str,
) -> bool:
    """Whether a request comes from the provider.

    url: the address as configured, never as a proxy shows it. told: the settings header, "" without one. With the
    header the shared key signs, without it the account's token: neither secret is accepted in the other's scheme.
    """
    algorithm = algorithm_of(told)
    secret = webhook_key if told else auth_token
    if algorithm is None or not secret or not signature.isascii():
        return False
    # every candidate is computed and compared in full: the time tells nothing
    found = [
        hmac.compare_digest(sign(secret, candidate, params, algorithm), signature)
        for candidate in _spellings(url)
    ]
    return any(found)


def _spellings(url: str) -> Iterator[str]:
    """The address as it stands, and with its scheme's own port written or left out: the provider does either."""
    yield url
    parts = urlsplit(url)
    default = _DEFAULT_PORTS.get(parts.scheme)
    if default is None or parts.hostname is None:
        return
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if parts.port is None:
        yield urlunsplit(parts._replace(netloc=f"{host}:{default}"))
    elif parts.port == default:
        yield urlunsplit(parts._replace(netloc=host))
