"""What colleagues write, sealed: bound to the row in which it stands."""

from uuid import UUID

from helpline.vault import crypto
from helpline.vault.actions import unwrap
from helpline.vault.errors import KeyGone


def seal(key: bytes, text: str, *, kind: str, row_id: UUID) -> tuple[bytes, bytes]:
    """Return nonce and ciphertext of `text`; what is moved to another row does not open."""
    return crypto.seal(key, text.encode(), f"team|{kind}|{row_id}".encode())


def unseal(
    data_key_id: UUID | None,
    nonce: bytes | memoryview,
    ciphertext: bytes | memoryview,
    *,
    kind: str,
    row_id: UUID,
) -> str:
    """Return the text. Raises the vault's KeyGone and SealBroken."""
    if data_key_id is None:
        raise KeyGone("the key was shredded")
    bound_to = f"team|{kind}|{row_id}".encode()
    return crypto.open_sealed(unwrap(data_key_id), bytes(nonce), bytes(ciphertext), bound_to).decode()
