"""The cookie in which a walk lives: sealed, padded, of one programme, and never larger than a browser keeps.

Content, version 1 (numbers are unsigned LEB128 unless said otherwise): the snapshot; the last sign of life, four bytes,
big end first; a byte of marks; then each node that the walk knows, in order: the distance to the node before, a byte of
marks with the size of its bits, and those bits. All of it is padded to one of a few sizes, so that a length tells
little, and sealed with AES-256-GCM under a key of its own, bound to the version and to the programme.

Nothing here raises for what a browser sends: what cannot be opened is no walk.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Iterator
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from helpline import cookies
from selfhelp.advice.tree import Kind, Tree
from selfhelp.advice.walk import Walk

#: bytes before sealing; the largest still fits a cookie of 4,096 bytes with its name and its attributes
BUCKETS = (96, 192, 384, 768, 1536, 2880)
_VERSION = b"1"
_NONCE = 12
_TAG = 16
_LARGEST = -(-(_NONCE + BUCKETS[-1] + _TAG) * 4 // 3)
#: bytes of an answer's bits: a size must fit beside the marks of a node
_MOST_BITS = 31
_EASY, _COUNTED, _HANDED = 1, 2, 4
_ANSWERED, _ASKED, _LEFT_OUT = 1, 2, 4


class TooLarge(Exception):
    """This walk does not fit a cookie. The check before publishing keeps such trees out (`fits`)."""


def name(slug: str) -> str:
    """What the cookie of this programme is called."""
    return cookies.of_programme(settings.WALK_COOKIE_NAME, slug)


def read(request: HttpRequest, slug: str) -> Walk | None:
    """The walk that this browser holds in this programme; None without one, or when it cannot be opened."""
    value = request.COOKIES.get(name(slug), "")
    return opened(value, slug) if value else None


def write(response: HttpResponseBase, walk: Walk, slug: str) -> None:
    """Let the browser hold the walk until its window closes. Raises TooLarge."""
    cookies.give(response, name(slug), sealed(walk, slug))


def end(response: HttpResponseBase, slug: str) -> None:
    """Let the browser forget the walk."""
    cookies.take_back(response, name(slug))


def sealed(walk: Walk, slug: str) -> str:
    """The cookie's value. Raises TooLarge."""
    content = encode(walk)
    size = next((size for size in BUCKETS if size >= len(content) + 2), None)
    if size is None:
        raise TooLarge
    padded = (len(content).to_bytes(2, "big") + content).ljust(size, b"\0")
    nonce = secrets.token_bytes(_NONCE)
    box = _cipher(settings.SECRET_KEY).encrypt(nonce, padded, _bound_to(slug))
    return base64.urlsafe_b64encode(nonce + box).rstrip(b"=").decode()


def opened(value: str, slug: str) -> Walk | None:
    """The walk in a cookie's value; None for anything we did not seal for this programme and this version."""
    if len(value) > _LARGEST:
        return None
    try:
        raw = base64.b64decode(
            value.encode("ascii") + b"=" * (-len(value) % 4), altchars=b"-_", validate=True
        )
        padded = _cipher(settings.SECRET_KEY).decrypt(raw[:_NONCE], raw[_NONCE:], _bound_to(slug))
        return decode(padded[2 : 2 + int.from_bytes(padded[:2], "big")])
    except (ValueError, binascii.Error, InvalidTag, IndexError):
        return None


def fits(tree: Tree) -> bool:
    """Whether the longest walk that a browser can have in this tree fits: every node answered, everything ticked."""
    answers = {
        place: (1 << len(node.options)) - 1
        for place, node in enumerate(tree.nodes)
        if node.kind in (Kind.QUESTION, Kind.INFO)
    }
    if any(bits.bit_length() > 8 * _MOST_BITS for bits in answers.values()):
        return False
    everywhere = frozenset(range(len(tree.nodes)))
    longest = Walk(
        2**32 - 1, 2**32 - 1, answers, everywhere, everywhere, easy=True, counted=True, handed=True
    )
    return len(encode(longest)) + 2 <= BUCKETS[-1]


def encode(walk: Walk) -> bytes:
    """A walk as bytes. Raises TooLarge for a question with more than 248 options."""
    marks = _EASY * walk.easy | _COUNTED * walk.counted | _HANDED * walk.handed
    parts = [_number(walk.snapshot), (walk.seen_at & 0xFFFFFFFF).to_bytes(4, "big"), bytes((marks,))]
    before = -1
    for place in sorted(walk.answers.keys() | walk.asked | walk.left_out):
        bits = walk.answers.get(place, 0)
        size = (bits.bit_length() + 7) // 8
        if size > _MOST_BITS:
            raise TooLarge
        marks = (
            _ANSWERED * (place in walk.answers)
            | _ASKED * (place in walk.asked)
            | _LEFT_OUT * (place in walk.left_out)
        )
        parts += [_number(place - before - 1), bytes((size << 3 | marks,)), bits.to_bytes(size, "big")]
        before = place
    return b"".join(parts)


def decode(content: bytes) -> Walk:
    """A walk from its bytes. Raises ValueError or IndexError for anything else."""
    rest = iter(content)
    snapshot = _read_number(rest)
    seen_at = int.from_bytes(_take(rest, 4), "big")
    marks = _take(rest, 1)[0]
    answers: dict[int, int] = {}
    asked, left_out = set(), set()
    place = -1
    while (distance := _read_number(rest, may_end=True)) is not None:
        place += distance + 1
        node = _take(rest, 1)[0]
        bits = int.from_bytes(_take(rest, node >> 3), "big")
        if node & _ANSWERED:
            answers[place] = bits
        if node & _ASKED:
            asked.add(place)
        if node & _LEFT_OUT:
            left_out.add(place)
    return Walk(
        snapshot=snapshot or 0,
        seen_at=seen_at,
        answers=answers,
        asked=frozenset(asked),
        left_out=frozenset(left_out),
        easy=bool(marks & _EASY),
        counted=bool(marks & _COUNTED),
        handed=bool(marks & _HANDED),
    )


@lru_cache(maxsize=4)
def _cipher(secret: str) -> AESGCM:
    return AESGCM(hashlib.blake2b(secret.encode(), person=b"advice walk", digest_size=32).digest())


def _bound_to(slug: str) -> bytes:
    return _VERSION + b"|" + slug.encode()


def _number(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)


def _read_number(rest: Iterator[int], *, may_end: bool = False) -> int | None:
    number = shift = 0
    for byte in rest:
        number |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return number
        shift += 7
        if shift > 28:
            raise ValueError("a number without an end")
    if may_end and not shift:
        return None
    raise ValueError("cut off")


def _take(rest: Iterator[int], size: int) -> bytes:
    found = bytes(byte for _, byte in zip(range(size), rest, strict=False))
    if len(found) < size:
        raise ValueError("cut off")
    return found
