"""What may be kept: the outside of a sealed workbook. Pure. The browser's part is `static/selfhelp/seal.js`.

byte 0        version of the format, 1
bytes 1-12    nonce of AES-GCM
the rest      ciphertext with its tag of 16 bytes, of one of few sizes: its length tells next to nothing
"""

import base64
import binascii
import hashlib

VERSION = 1
_NONCE, _TAG = 12, 16
#: bytes of the padded text inside
SIZES = (8 * 1024, 32 * 1024, 128 * 1024)
#: bytes of the whole
SEALED_SIZES = frozenset(1 + _NONCE + size + _TAG for size in SIZES)
_LOOKUP_BYTES = 32


class BadForm(ValueError):
    """It is no sealed workbook, or no place to look for one."""


def sealed(text: object) -> bytes:
    """The sealed workbook in its base64. Raises BadForm."""
    found = _decoded(text, most=max(SEALED_SIZES))
    if len(found) not in SEALED_SIZES or found[0] != VERSION:
        raise BadForm
    return found


def place(text: object) -> str:
    """Under which name a workbook is kept: the SHA-256 of the lookup id, in hex. Raises BadForm.

    A fast hash is enough: whoever holds the table could as well try the words on the ciphertext itself, and pays for
    each try the slow derivation that stands before both.
    """
    found = _decoded(text, most=_LOOKUP_BYTES)
    if len(found) != _LOOKUP_BYTES:
        raise BadForm
    return hashlib.sha256(b"selfhelp.safe.lookup|" + found).hexdigest()


def _decoded(text: object, *, most: int) -> bytes:
    if not isinstance(text, str) or len(text) > most // 3 * 4 + 4:
        raise BadForm
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadForm from None
