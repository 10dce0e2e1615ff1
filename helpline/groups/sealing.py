"""How aliases and joining instructions are sealed: with the group's key, each bound to its row."""

from uuid import UUID

from helpline.groups.errors import Gone
from helpline.groups.models import Group
from helpline.vault import crypto
from helpline.vault.actions import unwrap
from helpline.vault.errors import KeyGone


def seal(group: Group, text: str, *, kind: str, row_id: UUID) -> bytes:
    """Seal a text of this group; kind: "alias" or "instruction". Empty stays empty. Raises Gone."""
    if not text:
        return b""
    return crypto.seal_text(_key(group), text, _binding(group, kind, row_id))


def unseal(group: Group, sealed: bytes, *, kind: str, row_id: UUID) -> str:
    """Return the text of `seal`. Raises Gone, and the vault's SealBroken for what stands in another row."""
    sealed = bytes(sealed)
    if not sealed:
        return ""
    return crypto.open_text(_key(group), sealed, _binding(group, kind, row_id))


def _key(group: Group) -> bytes:
    if group.data_key_id is None:
        raise Gone("the group's key was shredded")
    try:
        return unwrap(group.data_key_id)
    except KeyGone as gone:
        raise Gone("the group's key is gone") from gone


def _binding(group: Group, kind: str, row_id: UUID) -> bytes:
    return f"1|group|{group.pk}|{kind}|{row_id}".encode()
