"""Small sealed tokens: what we hand to a browser and must be able to trust, and to keep unreadable, when it returns.

Pure but for the installation's secret. A token tells nothing to whoever holds it, cannot be changed, and one kind of
token is never taken for another.
"""

import base64
import binascii
import hashlib
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


@lru_cache(maxsize=16)
def _cipher(secret: str, purpose: str) -> AESGCM:
    return AESGCM(hashlib.blake2b(secret.encode(), person=b"chat token", salt=_short(purpose)).digest()[:32])


def _short(purpose: str) -> bytes:
    return hashlib.sha256(purpose.encode()).digest()[:16]


def make(purpose: str, content: bytes) -> str:
    """Seal some bytes for a purpose ("visit", "ticket"); text that is safe in cookies and JSON."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = _cipher(settings.SECRET_KEY, purpose).encrypt(nonce, content, purpose.encode())
    return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def read(purpose: str, token: str, *, limit: int = 500) -> bytes | None:
    """What was sealed, or None for anything we did not make for this purpose. limit: characters of a token."""
    if len(token) > limit:
        return None
    try:
        raw = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        return _cipher(settings.SECRET_KEY, purpose).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode())
    except (ValueError, binascii.Error, InvalidTag):
        return None
