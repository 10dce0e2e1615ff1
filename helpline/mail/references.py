"""The reference of an answer by mail: the random-looking half of its Message-ID, by which an answer to it is known.

It is made from the correspondence's key, so that it need not be kept and cannot be made again once the key is gone.
What is kept is its SHA-256: of 128 bits that nobody can guess, and not of anything about a person.
"""

import hashlib
import hmac

from helpline.mail.models import Letter


def of_letter(key: bytes, letter: Letter) -> str:
    """The reference of an answer: the same each time it is sent, so that a mail sent twice is one mail."""
    place = b"reference|" + letter.correspondence_id.bytes + f"|{letter.number}".encode()
    return hmac.new(key, place, hashlib.sha256).hexdigest()[:32]


def kept(reference: str) -> str:
    """What is kept of a reference."""
    return hashlib.sha256(reference.encode()).hexdigest()
