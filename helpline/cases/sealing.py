"""What is written about a case, sealed with the case's key: a nonce, then the ciphertext, in one value."""

from uuid import UUID

from helpline.cases.errors import CaseGone
from helpline.cases.models import Case
from helpline.vault import crypto
from helpline.vault.actions import unwrap
from helpline.vault.errors import KeyGone


def _key(case: Case) -> bytes:
    if case.data_key_id is None:
        raise CaseGone("the case's key was shredded")
    try:
        return unwrap(case.data_key_id)
    except KeyGone as gone:
        raise CaseGone("the case's key is gone") from gone


def _binding(case: Case, kind: str, row_id: UUID) -> bytes:
    # which case, of which kind and which row: a sealed text that is put elsewhere does not open
    return f"case|{case.pk}|{kind}|{row_id}".encode()


def seal(case: Case, text: str, *, kind: str, row_id: UUID) -> bytes:
    """Return `text` sealed for this row. Raises CaseGone."""
    return crypto.seal_text(_key(case), text, _binding(case, kind, row_id))


def unseal(case: Case, sealed: bytes, *, kind: str, row_id: UUID) -> str:
    """Return the text of `seal`. Raises CaseGone, and the vault's SealBroken."""
    return crypto.open_text(_key(case), bytes(sealed), _binding(case, kind, row_id))
