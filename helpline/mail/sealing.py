"""How letters and reply addresses are sealed: one key per correspondence, each text bound to its place."""

import json
from uuid import UUID

from helpline.mail.errors import Gone
from helpline.mail.models import Correspondence, Letter
from helpline.vault import crypto
from helpline.vault.actions import unwrap
from helpline.vault.errors import KeyGone

_VERSION = b"1|post|"


def binding(correspondence_id: UUID, number: int, side: str, request_id: UUID) -> bytes:
    """The associated data of a letter. One that is moved, renumbered or given to another side does not open."""
    return _VERSION + correspondence_id.bytes + f"|{number}|{side}|{request_id}".encode()


def key_of(correspondence: Correspondence) -> bytes:
    """The correspondence's key. Raises Gone when it was shredded or its term has passed."""
    if correspondence.data_key_id is None:
        raise Gone("the correspondence has no key any more")
    try:
        return unwrap(correspondence.data_key_id)
    except KeyGone:
        raise Gone("its key is gone") from None


def seal_letter(key: bytes, letter: Letter, text: str) -> None:
    """Put the text into the letter, padded and sealed. Its place must be known."""
    letter.nonce, letter.ciphertext = crypto.seal(key, text.encode(), _place(letter))


def open_letter(key: bytes, letter: Letter) -> str:
    """The text. Raises the vault's SealBroken when it was changed or moved."""
    return crypto.open_sealed(key, bytes(letter.nonce), bytes(letter.ciphertext), _place(letter)).decode()


def _place(letter: Letter) -> bytes:
    return binding(letter.correspondence_id, letter.number, letter.side, letter.request_id)


def seal_reply(key: bytes, correspondence: Correspondence, address: str) -> None:
    """Keep where answers go."""
    correspondence.reply_nonce, correspondence.reply_ciphertext = crypto.seal(
        key, json.dumps([address]).encode(), _reply_place(correspondence)
    )


def open_reply(key: bytes, correspondence: Correspondence) -> str:
    """Where answers go; "" when that was never told."""
    if correspondence.reply_nonce is None or correspondence.reply_ciphertext is None:
        return ""
    plain = crypto.open_sealed(
        key,
        bytes(correspondence.reply_nonce),
        bytes(correspondence.reply_ciphertext),
        _reply_place(correspondence),
    )
    return str(json.loads(plain)[0])


def _reply_place(correspondence: Correspondence) -> bytes:
    return _VERSION + correspondence.pk.bytes + b"|reply"
