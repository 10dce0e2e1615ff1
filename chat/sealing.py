"""How an entry of the log is sealed: one key per conversation, and each entry bound to its place in the log."""

from uuid import UUID

from helpline.vault import crypto

_VERSION = b"1"


def binding(conversation_id: UUID, line: int, seq: int, sender: int, kind: int, client_id: str) -> bytes:
    """The associated data of an entry. An entry that is moved, renumbered or given to another sender does not open."""
    place = f"|{line}|{seq}|{sender}|{kind}|{client_id}"
    return _VERSION + b"|" + conversation_id.bytes + place.encode()


def seal(key: bytes, body: str, bound_to: bytes) -> tuple[bytes, bytes]:
    """Encrypt a body; returns the nonce and the ciphertext (padded, so that a length says little)."""
    return crypto.seal(key, body.encode(), bound_to)


def open_body(key: bytes, nonce: bytes, ciphertext: bytes, bound_to: bytes) -> str:
    """Decrypt a body.

    Raises helpline.vault's SealBroken when it was changed or moved.
    """
    return crypto.open_sealed(key, nonce, ciphertext, bound_to).decode()
