"""Sealing: AES-256-GCM with a random 96-bit nonce, padding to size buckets, a version. No Django, no keys kept.

A sealed text is one version byte and the AES-GCM output over: the plaintext's length (4 bytes), the plaintext, zeros
up to the bucket. The version byte is part of the associated data. Random nonces are safe for 2**32 seals with one key
(NIST SP 800-38D, 8.3); one key seals one conversation or case.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpline.vault.errors import SealBroken

KEY_BYTES = 32
NONCE_BYTES = 12
SMALLEST_BUCKET = 64
LARGEST_TEXT = 1 << 20
_VERSION = b"\x01"
_LENGTH_BYTES = 4
_TAG_BYTES = 16


def new_key() -> bytes:
    """Return a new random 256-bit key."""
    return os.urandom(KEY_BYTES)


def bucket(length: int) -> int:
    """Return the padded size for `length` bytes: the next power of two from 64, so that a size says little."""
    return max(SMALLEST_BUCKET, 1 << (length - 1).bit_length())


def seal(key: bytes, plaintext: bytes, associated: bytes) -> tuple[bytes, bytes]:
    """Return (nonce, ciphertext). `associated` says what the text is and where it belongs; opening needs the same.

    Raises ValueError above 1 MiB.
    """
    length = len(plaintext)
    if length > LARGEST_TEXT:
        raise ValueError("too long to seal")
    framed = length.to_bytes(_LENGTH_BYTES, "big") + plaintext
    framed = framed.ljust(bucket(len(framed)), b"\0")
    nonce = os.urandom(NONCE_BYTES)
    return nonce, _VERSION + AESGCM(key).encrypt(nonce, framed, _VERSION + associated)


def open_sealed(key: bytes, nonce: bytes, ciphertext: bytes, associated: bytes) -> bytes:
    """Return the plaintext. Raises SealBroken when anything differs from what was sealed."""
    if ciphertext[:1] != _VERSION:
        raise SealBroken("unknown version")
    try:
        framed = AESGCM(key).decrypt(nonce, ciphertext[1:], _VERSION + associated)
    except (InvalidTag, ValueError):
        raise SealBroken("the seal does not open") from None
    length = int.from_bytes(framed[:_LENGTH_BYTES], "big")
    return framed[_LENGTH_BYTES : _LENGTH_BYTES + length]


def seal_text(key: bytes, text: str, associated: bytes) -> bytes:
    """Seal a text as one value: the nonce, then the ciphertext. Raises ValueError above 1 MiB."""
    return b"".join(seal(key, text.encode(), associated))


def open_text(key: bytes, sealed: bytes, associated: bytes) -> str:
    """Return the text of `seal_text`. Raises SealBroken when anything differs from what was sealed."""
    return open_sealed(key, sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated).decode()


def wrap(key: bytes, other_key: bytes, associated: bytes) -> bytes:
    """Return `other_key` encrypted with `key`, as one value of 61 bytes for a 32-byte key."""
    nonce = os.urandom(NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, other_key, _VERSION + associated)


def unwrap(key: bytes, wrapped: bytes, associated: bytes) -> bytes:
    """Return the key inside. Raises SealBroken."""
    if wrapped[:1] != _VERSION or len(wrapped) < 1 + NONCE_BYTES + _TAG_BYTES:
        raise SealBroken("unknown version")
    nonce, sealed = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, sealed, _VERSION + associated)
    except InvalidTag:
        raise SealBroken("the wrapped key does not open") from None
