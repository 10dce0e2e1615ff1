from timeit import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.vault import crypto
from helpline.vault.errors import SealBroken

KEY = crypto.new_key()


# What was sealed opens to the same bytes, with the same key and the same associated data, and at no other size bucket.
@given(st.binary(max_size=5000), st.binary(max_size=80))
def test_what_was_sealed_opens(text: bytes, associated: bytes) -> None:
    nonce, sealed = crypto.seal(KEY, text, associated)
    assert crypto.open_sealed(KEY, nonce, sealed, associated) == text
    assert len(sealed) == 1 + crypto.bucket(len(text) + 4) + 16


# A change of any one bit, anywhere, breaks the seal.
@given(st.integers(0, 10_000))
def test_a_changed_bit_breaks_the_seal(place: int) -> None:
    nonce, sealed = crypto.seal(KEY, b"text", b"here")
    both = bytearray(nonce + sealed)
    both[place // 8 % len(both)] ^= 1 << place % 8
    with pytest.raises(SealBroken):
        crypto.open_sealed(KEY, bytes(both[:12]), bytes(both[12:]), b"here")


def test_it_opens_only_where_it_belongs_and_with_its_own_key() -> None:
    nonce, sealed = crypto.seal(KEY, b"text", b"here")
    with pytest.raises(SealBroken):
        crypto.open_sealed(KEY, nonce, sealed, b"there")
    with pytest.raises(SealBroken):
        crypto.open_sealed(crypto.new_key(), nonce, sealed, b"here")
    with pytest.raises(SealBroken):
        crypto.open_sealed(KEY, nonce, b"", b"here")


def test_yes_and_no_and_a_sentence_are_the_same_size() -> None:
    sizes = {
        len(crypto.seal(KEY, text, b"")[1]) for text in (b"", b"ja", b"nee", b"ik weet het niet zo goed")
    }
    assert len(sizes) == 1


def test_the_same_text_is_never_sealed_the_same_way() -> None:
    assert len({crypto.seal(KEY, b"text", b"") for _ in range(1000)}) == 1000


def test_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        crypto.seal(KEY, bytes((1 << 20) + 1), b"")


def test_a_key_is_wrapped_for_its_place() -> None:
    key = crypto.new_key()
    wrapped = crypto.wrap(KEY, key, b"row 1")
    assert len(wrapped) == 61
    assert crypto.unwrap(KEY, wrapped, b"row 1") == key
    for wrong in (wrapped[:-1], b"", b"\x02" + wrapped[1:]):
        with pytest.raises(SealBroken):
            crypto.unwrap(KEY, wrong, b"row 1")
    with pytest.raises(SealBroken):
        crypto.unwrap(KEY, wrapped, b"row 2")


def test_a_message_is_sealed_and_opened_within_20_microseconds() -> None:
    text, associated = b"x" * 200, b"a" * 80
    nonce, sealed = crypto.seal(KEY, text, associated)
    sealing = min(repeat(lambda: crypto.seal(KEY, text, associated), number=500, repeat=7)) / 500
    opening = (
        min(repeat(lambda: crypto.open_sealed(KEY, nonce, sealed, associated), number=500, repeat=7)) / 500
    )
    assert sealing < 20e-6
    assert opening < 20e-6
