"""What may come in: one of a few sizes, of a known version; and where it is looked for."""

import base64
import hashlib

import pytest

from selfhelp.modules.safe import envelope


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.parametrize("size", sorted(envelope.SEALED_SIZES))
def test_the_sizes_are_accepted(size: int) -> None:
    content = bytes([envelope.VERSION]) + bytes(size - 1)
    assert envelope.sealed(encoded(content)) == content


@pytest.mark.parametrize(
    "wrong",
    [
        None, 3, "", "geen base64!", encoded(bytes(8221)), encoded(b"\x01" + bytes(8219)),
        encoded(b"\x01" + bytes(8221)), encoded(b"\x01" + bytes(200_000)), "é" * 10_961,
    ],
)  # fmt: skip
def test_anything_else_is_refused(wrong: object) -> None:
    with pytest.raises(envelope.BadForm):
        envelope.sealed(wrong)


def test_a_place_is_a_hash_of_the_lookup_id() -> None:
    lookup = bytes(range(32))
    place = envelope.place(encoded(lookup))
    assert place == hashlib.sha256(b"selfhelp.safe.lookup|" + lookup).hexdigest()
    for wrong in (None, "", encoded(bytes(31)), encoded(bytes(33)), place):
        with pytest.raises(envelope.BadForm):
            envelope.place(wrong)
