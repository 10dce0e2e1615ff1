"""Looking for a planted identity in every shape in which software tends to keep it."""

import base64
import contextlib
import hashlib
import html
import io
import ipaddress
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_plus

import numpy as np

_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
_SHORTEST = 6
#: bytes of a digest by which it is known, so that one that was cut off is found as well
_OF_A_DIGEST = 8
#: how a packed content begins: zlib at its usual levels, gzip, and zlib in the base64 of Django's signing
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_SIGNED = re.compile(rb"eJ[\w-]{10,}")
#: base64 in lines, as mail and keys have it
_BASE64 = re.compile(rb"^(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]*", re.MULTILINE)
#: bytes that one packed content may come to, and how often what was packed is unpacked again
_LARGEST, _DEEPEST = 50_000_000, 3


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
        yield f"{variant} url twice", quote(quote(text, safe=""), safe="").lower().encode()
        yield f"{variant} url plus", quote_plus(text).lower().encode()
        yield f"{variant} escaped", text.encode("unicode_escape").lower()
        yield f"{variant} entities", html.escape(text).lower().encode()
        yield f"{variant} entities in numbers", "".join(f"&#{ord(each)};" for each in text).encode()
        yield f"{variant} utf-16", text.lower().encode("utf-16-le")
        yield f"{variant} utf-16 be", text.lower().encode("utf-16-be")
        yield f"{variant} hex", text.encode().hex().encode()
        for spelling in dict.fromkeys((text, text.lower(), text.upper())):
            yield from _in_base64(variant, spelling.encode())
            yield from _in_base32(variant, spelling.encode())
            for name in _HASHES:
                digest = hashlib.new(name, spelling.encode(), usedforsecurity=False).digest()[:_OF_A_DIGEST]
                yield f"{variant} {name}", digest
                yield f"{variant} {name} hex", digest.hex().encode()
                for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
                    yield f"{variant} {name} base64", alphabet(digest).rstrip(b"=")[:10]
    yield from _of_address(identity)


def _variants(identity: str) -> Iterator[tuple[str, str]]:
    yield "raw", identity
    digits = re.sub(r"\D", "", identity)
    if len(digits) >= _SHORTEST and digits != identity:
        yield "digits", digits
    if (
        digits.startswith("31") and len(digits) == 11
    ):  # +31 6 ... as it is dialled at home, and as people write it
        own = digits[2:]
        pairs = " ".join(own[at : at + 2] for at in range(1, 9, 2))
        yield "national", f"0{own}"
        yield "with a dash", f"0{own[0]}-{own[1:]}"
        yield "with a space", f"0{own[0]} {own[1:]}"
        yield "in pairs", f"0{own[0]} {pairs}"
        yield "with a dash, in pairs", f"0{own[0]}-{pairs}"
        yield "from abroad", f"+31 {own[0]} {own[1:]}"
        yield "from abroad with zeros", f"00{digits}"


def _of_address(identity: str) -> Iterator[tuple[str, bytes]]:
    """How programs keep an address besides in words: cut off, as a number, packed, within one of the newer kind."""
    if not re.fullmatch(r"\d+\.\d+\.\d+\.\d+", identity):
        return
    address = ipaddress.IPv4Address(identity)
    packed, high, low = address.packed, int(address) >> 16, int(address) & 0xFFFF
    yield "network", identity.rpartition(".")[0].encode()
    yield "number", str(int(address)).encode()
    yield "mapped", f"::ffff:{high:x}:{low:x}".encode()
    yield "mapped and packed", b"\xff\xff" + packed
    yield "packed as PostgreSQL does", b"\x02\x20" + packed
    yield "packed as PostgreSQL sends it", b"\x02\x20\x00\x04" + packed


def _in_base64(variant: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The three ways in which base64 shows `content` inside something longer: without the ends that depend on it."""
    for offset in range(3):
        for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
            encoded = alphabet(b"\0" * offset + content)
            start = -(-offset * 8 // 6)
            whole = (offset + len(content)) * 8 // 6
            yield f"{variant} base64 at {offset}", encoded[start:whole]


def _in_base32(variant: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    for offset in range(5):
        encoded = base64.b32encode(b"\0" * offset + content).lower()
        yield f"{variant} base32 at {offset}", encoded[-(-offset * 8 // 5) : (offset + len(content)) * 8 // 5]


def search(places: Iterable[tuple[str, bytes]], identities: Iterable[str]) -> list[Hit]:
    """Return what was found in `places` (name, content), also in what is packed in there; case does not matter."""
    needles = _Needles(identities)
    hits = []
    for where, content in places:
        found = set(needles.of(content))
        for inner in unpacked(content):
            found |= {(identity, f"{name}, packed") for identity, name in needles.of(inner)}
        hits += [Hit(identity, name, where) for identity, name in sorted(found)]
    return hits


def unpacked(content: bytes, depth: int = 1) -> Iterator[bytes]:
    """Everything in there that zlib, gzip, zip or base64 in lines wrapped up, and what is packed within that."""
    for inner in _one_layer(content):
        yield inner
        if depth < _DEEPEST:
            yield from unpacked(inner, depth + 1)


def _one_layer(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK\x03\x04"):
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as book:
            yield from (book.read(name) for name in book.namelist())
    for found in _PACKED.finditer(content):
        kind = 31 if content[found.start()] == 0x1F else 15
        yield from _inflated(content, found.start(), kind)
    for found in _SIGNED.finditer(content):
        with contextlib.suppress(ValueError):
            text = found[0]
            yield from _inflated(base64.urlsafe_b64decode(text[: len(text) - len(text) % 4 or None]), 0, 15)
    for found in _BASE64.finditer(content):
        joined = re.sub(rb"\s", b"", found[0])
        with contextlib.suppress(ValueError):
            yield base64.b64decode(joined[: len(joined) - len(joined) % 4])


def _inflated(content: bytes, start: int, kind: int) -> Iterator[bytes]:
    """What comes out, as far as it is sound. kind: the window that zlib is told."""
    machine = zlib.decompressobj(kind)
    out = bytearray()
    try:
        for at in range(start, len(content), 65536):
            out += machine.decompress(content[at : at + 65536])
            if machine.eof or len(out) > _LARGEST:
                break
    except zlib.error:
        pass
    if len(out) >= _SHORTEST:
        yield bytes(out)


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
