"""How the note of a referral is sealed: with the key of its case or its own, bound to its row."""

from helpline.referrals.errors import Gone
from helpline.referrals.models import Referral
from helpline.vault import crypto
from helpline.vault.actions import unwrap
from helpline.vault.errors import VaultError


def _binding(referral: Referral) -> bytes:
    return f"1|referral|{referral.pk}|{referral.organisation}".encode()


def _key(referral: Referral) -> bytes:
    key_id = referral.data_key_id or (referral.case.data_key_id if referral.case is not None else None)
    if key_id is None:
        raise Gone("the note has no key any more")
    return unwrap(key_id)


def seal(referral: Referral, note: str) -> None:
    """Put a note into a referral; the caller saves it. Raises Gone."""
    try:
        key = _key(referral)
    except VaultError as error:
        raise Gone("the key of the note is gone") from error
    referral.nonce, referral.ciphertext = crypto.seal(key, note.encode(), _binding(referral))


def open_note(referral: Referral) -> str:
    """The note; empty when there is none. Raises Gone when it cannot be read any more."""
    if not referral.ciphertext:
        return ""
    try:
        return crypto.open_sealed(
            _key(referral), bytes(referral.nonce), bytes(referral.ciphertext), _binding(referral)
        ).decode()
    except VaultError as error:
        raise Gone("the note cannot be read any more") from error
