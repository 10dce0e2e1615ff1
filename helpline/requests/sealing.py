"""How a request is sealed: all that was typed as one text, bound to the row in which it stands."""

import json
from collections.abc import Mapping
from uuid import UUID

from helpline.requests.models import ProfessionalRequest
from helpline.vault import crypto
from helpline.vault.actions import unwrap
from helpline.vault.errors import KeyGone

_VERSION = "1"

#: what was typed: field to its text, its number or its codes
Answers = Mapping[str, "str | int | list[str]"]


def binding(request_id: UUID, programme_id: int, kind: str) -> bytes:
    """The associated data. What is moved to another row, programme or kind does not open."""
    return f"{_VERSION}|request|{request_id}|{programme_id}|{kind}".encode()


def seal(key: bytes, answers: Answers, bound_to: bytes) -> tuple[bytes, bytes]:
    """Encrypt; returns the nonce and the ciphertext, padded so that its length says little."""
    return crypto.seal(key, json.dumps(dict(answers), ensure_ascii=False).encode(), bound_to)


def open_answers(asked: ProfessionalRequest) -> Answers:
    """Decrypt what was typed.

    Raises the vault's KeyGone when its key was shredded or its term has passed, SealBroken when it was changed.
    """
    if asked.data_key_id is None:
        raise KeyGone("the request has no key any more")
    plain = crypto.open_sealed(
        unwrap(asked.data_key_id),
        bytes(asked.nonce),
        bytes(asked.ciphertext),
        binding(asked.pk, asked.programme_id, asked.kind),
    )
    answers: Answers = json.loads(plain)
    return answers
