"""Looking for a planted identity in every shape in which software tends to keep it."""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import numpy as np

_HASHES = ("md5", "sha1", "sha256", "sha512")
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """An identity was found: which one, in what shape, and where."""

    identity: str
    shape: str
    where: str


def shapes(identity: str) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of every shape of `identity` that is searched for; text shapes in lower case.

    Raises ValueError for an identity so short that it would be found by chance.
    """
    if len(identity.encode()) < _SHORTEST:
        raise ValueError("a canary has at least 6 bytes")
    for variant, text in _variants(identity):
        yield variant, text.lower().encode()
        yield f"{variant} reversed", text[::-1].lower().encode()
        yield f"{variant} url", quote(text, safe="").lower().encode()
        yield f"{variant} url plus", quote_plus(text).lower().encode()
        yield f"{variant} escaped", text.encode("unicode_escape").lower()
        yield f"{variant} utf-16", text.lower().encode("utf-16-le")
        yield f"{variant} hex", text.encode().hex().encode()
        for spelling in dict.fromkeys((text, text.lower(), text.upper())):
            yield from _base64(variant, spelling.encode())
            for name in _HASHES:
                digest = hashlib.new(name, spelling.encode(), usedforsecurity=False).digest()
                yield f"{variant} {name}", digest
                yield f"{variant} {name} hex", digest.hex().encode()
                for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
                    yield f"{variant} {name} base64", alphabet(digest).rstrip(b"=")


def _variants(identity: str) -> Iterator[tuple[str, str]]:
    yield "raw", identity
    digits = re.sub(r"\D", "", identity)
    if len(digits) >= _SHORTEST and digits != identity:
        yield "digits", digits
    if digits.startswith("31") and len(digits) == 11:  # +31 6 ... as it is dialled at home
        yield "national", "0" + digits[2:]


def _base64(variant: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The three ways in which base64 shows `content` inside something longer: without the ends that depend on it."""
    for offset in range(3):
        for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
            encoded = alphabet(b"\0" * offset + content)
            start = -(-offset * 8 // 6)
            whole = (offset + len(content)) * 8 // 6
            yield f"{variant} base64 at {offset}", encoded[start:whole]


def search(places: Iterable[tuple[str, bytes]], identities: Iterable[str]) -> list[Hit]:
    """Return what was found in `places` (name, content); upper and lower case do not matter."""
    needles = _Needles(identities)
    hits = []
    for where, content in places:
        hits += [Hit(identity, name, where) for identity, name in sorted(needles.of(content))]
    return hits


class _Needles:
    """Every shape of every identity at once: one walk over a content costs the same for ten shapes as for thousands.

    Each needle is known by its first six bytes in lower case. The six bytes at every place of a content are looked up
    in a table of bits; what falls on a bit that is set is compared in full: base64 and digests as they are, the rest in
    lower case.
    """

    _BYTES = _SHORTEST
    _MASK = np.uint64((1 << 8 * _BYTES) - 1)
    _BITS = 22

    def __init__(self, identities: Iterable[str]) -> None:
        self._known: dict[int, list[tuple[bytes, str, str]]] = {}
        for identity in identities:
            for name, needle in dict.fromkeys(shapes(identity)):
                key = int.from_bytes(needle[: self._BYTES].lower(), "little")
                self._known.setdefault(key, []).append((needle, identity, name))
        self._table = np.zeros(1 << self._BITS, dtype=bool)
        self._table[self._place(np.fromiter(self._known, dtype=np.uint64))] = True

    def _place(self, keys: np.ndarray) -> np.ndarray:
        """Where in the table: the upper bits of a product that mixes them (multiplicative hashing)."""
        mixed: np.ndarray = (keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - self._BITS)
        return mixed

    def of(self, content: bytes) -> set[tuple[str, str]]:
        """(identity, shape) of what stands in there."""
        lower = content.lower()
        padded = lower + bytes(16)
        found = set()
        for offset in range(8):
            words = np.frombuffer(padded, dtype="<u8", offset=offset, count=(len(content) - offset + 8) // 8)
            keys = words & self._MASK
            for index in np.flatnonzero(self._table[self._place(keys)]):
                at = offset + 8 * int(index)
                for needle, identity, name in self._known.get(int(keys[index]), ()):
                    if content.startswith(needle, at) or lower.startswith(needle, at):
                        found.add((identity, name))
        return found


def files(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (name, content) of a file, or of all files below a folder."""
    found = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    for each in found:
        yield str(each), each.read_bytes()
