import base64
import gzip
import hashlib
import io
import ipaddress
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core import signing

from tests import canaries

PHONE = "+31 6 1234 5678"
MAIL = "Kanarie.Geel@Example.org"
PLANTS: dict[str, Callable[[str], bytes]] = {
    "raw": lambda text: text.encode(),
    "upper": lambda text: text.upper().encode(),
    "lower": lambda text: text.lower().encode(),
    "reversed": lambda text: text[::-1].encode(),
    "url": lambda text: quote(text, safe="").encode(),
    "hex": lambda text: text.encode().hex().upper().encode(),
    "utf-16": lambda text: text.encode("utf-16-le"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 in a sentence": lambda text: base64.b64encode(f"I am {text}, yes".encode()),
    "base64 one further": lambda text: base64.b64encode(f"I  am {text}, yes".encode()),
    "base64 two further": lambda text: base64.b64encode(f"I   am {text}, yes".encode()),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()),
    "base64 in lines": lambda text: (
        b"\n" + base64.encodebytes(f"{'x' * 50} I am {text}, {'y' * 90}".encode())
    ),
    "base32": lambda text: base64.b32encode(f"I am {text}, yes".encode()),
    "utf-16 the other way round": lambda text: text.encode("utf-16-be"),
    "entities": lambda text: "".join(f"&#{ord(each)};" for each in text).encode(),
    "url twice": lambda text: quote(quote(text, safe=""), safe="").encode(),
    "a digest that was cut off": lambda text: hashlib.sha256(text.encode()).hexdigest()[:16].encode(),
    "zlib": lambda text: zlib.compress(f"I am {text}, yes".encode()),
    "gzip": lambda text: gzip.compress(f"I am {text}, yes".encode()),
    "gzip twice": lambda text: gzip.compress(gzip.compress(f"I am {text}, yes".encode())),
    "a session": lambda text: signing.dumps({"said": f"I am {text} " * 5}, key="x", compress=True).encode(),
    **{
        f"{name} {kind}": (
            lambda text, name=name, shape=shape: shape(hashlib.new(name, text.encode()).digest())
        )  # type: ignore[misc]
        for name in ("md5", "sha1", "sha224", "sha256", "sha512", "blake2b")
        for kind, shape in (
            ("digest", bytes),
            ("hex", lambda digest: digest.hex().encode()),
            ("base64", base64.b64encode),
        )
    },
}


@pytest.mark.parametrize("identity", [PHONE, MAIL])
@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_identity_is_found_in_every_shape(plant: str, identity: str) -> None:
    content = b"\x00 rows of a dump \xff" + PLANTS[plant](identity) + b"\n and more"
    assert canaries.search([("dump", content)], [identity]), plant


@pytest.mark.parametrize(
    "typed", ["31612345678", "0612345678", "+31612345678", "06-12345678", "06 12 34 56 78", "0031612345678"]
)
def test_a_number_is_found_without_its_spaces(typed: str) -> None:
    assert canaries.search([("log", b"caller=" + typed.encode())], [PHONE])


ADDRESS = "127.83.47.101"


@pytest.mark.parametrize(
    "kept",
    [
        b"127.83.47.0/24", b"2136158053", b"::ffff:7f53:2f65", b"\x02\x20\x7f\x53\x2f\x65",
        ipaddress.IPv6Address("::ffff:127.83.47.101").packed,
    ],
)  # fmt: skip
def test_an_address_is_found_however_programs_keep_it(kept: bytes) -> None:
    assert canaries.search([("rows", b"seen " + kept + b" twice")], [ADDRESS])


def test_a_workbook_is_opened() -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", f"<t>{MAIL}</t>")
    hits = canaries.search([("export", book.getvalue())], [MAIL])
    assert "raw, packed" in {hit.shape for hit in hits}


def test_what_is_no_packed_content_does_no_harm() -> None:
    """By chance two bytes may look like the beginning of one."""
    content = b"\x78\x9c not packed \x1f\x8b\x08 nor this eJabcdefghijk " + b"PK\x03\x04"
    assert canaries.search([("rows", content), ("book", b"PK\x03\x04 broken")], [MAIL]) == []


def test_what_holds_nothing_gives_no_hits() -> None:
    assert canaries.search([("log", b"conversation ended after 31 seconds, 6 messages")], [PHONE, MAIL]) == []


def test_files_below_a_folder_are_searched(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "error.log").write_text(f"from {MAIL}")
    assert {hit.identity for hit in canaries.search(canaries.files(tmp_path), [MAIL, PHONE])} == {MAIL}


def test_a_canary_that_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="6 bytes"):
        list(canaries.shapes("jan"))
