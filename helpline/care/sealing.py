"""How the texts of a record are sealed: with the key of its case or its own, each bound to its row and kind."""

from uuid import UUID

from helpline.care.errors import Gone
from helpline.care.models import RiskRecord, RiskText
from helpline.vault import crypto
from helpline.vault.actions import unwrap
from helpline.vault.errors import VaultError

_VERSION = "1"


def _binding(record_id: UUID, text_id: UUID, kind: str) -> bytes:
    """The associated data: what is moved to another record, row or kind does not open."""
    return f"{_VERSION}|risk|{record_id}|{text_id}|{kind}".encode()


def key_of(record: RiskRecord) -> bytes:
    """The key of the record's texts. Raises Gone when it was shredded or its term has passed."""
    key_id = record.data_key_id or (record.case.data_key_id if record.case is not None else None)
    if key_id is None:
        raise Gone("the record has no key any more")
    try:
        return unwrap(key_id)
    except VaultError as error:
        raise Gone("the key of the record is gone") from error


def seal(record: RiskRecord, *, text_id: UUID, kind: str, text: str) -> tuple[bytes, bytes]:
    """Encrypt one text; returns the nonce and the ciphertext. Raises Gone."""
    return crypto.seal(key_of(record), text.encode(), _binding(record.pk, text_id, kind))


def open_texts(record: RiskRecord, texts: list[RiskText]) -> dict[UUID, str]:
    """Decrypt texts of one record, by their ids. Raises Gone, and SealBroken for one that was changed."""
    key = key_of(record) if texts else b""
    return {
        text.pk: crypto.open_sealed(
            key, bytes(text.nonce), bytes(text.ciphertext), _binding(record.pk, text.pk, text.kind)
        ).decode()
        for text in texts
    }
