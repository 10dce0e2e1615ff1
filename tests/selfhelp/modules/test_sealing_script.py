"""The browser's cryptography through its own modules, in Chromium: published vectors, words, and what is sealed."""

import base64
import hashlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from playwright.sync_api import Browser, Page

from helpline.vault import codes
from selfhelp.modules import workbook
from selfhelp.modules.safe import envelope
from tests.services.scripts import page_with_scripts

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[3]
SCRIPTS = ROOT / "selfhelp/modules/static/selfhelp"
#: a browser does its cryptography only where nobody can change the page on its way
ORIGIN = "https://sealing.test"
MODULES = ("primitives", "seal", "code", "words", "workbook")

#: RFC 7914, section 11
PBKDF2 = [
    (
        "passwd", "salt", 1,
        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
        "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
    ),
    (
        "Password", "NaCl", 80000,
        "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56"
        "a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d",
    ),
]  # fmt: skip

#: RFC 5869, appendix A.1 to A.3: input key, salt, info, output
HKDF_VECTORS = [
    (
        "0b" * 22, "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    ),
    (
        bytes(range(0x50)).hex(), bytes(range(0x60, 0xB0)).hex(), bytes(range(0xB0, 0x100)).hex(),
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
        "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    ),
    (
        "0b" * 22, "", "",
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
    ),
]  # fmt: skip

#: McGrew and Viega, The Galois/Counter Mode of Operation, test cases 13, 14 and 16: key, nonce, plain, about, sealed
AES_GCM = [
    ("00" * 32, "00" * 12, "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
    ("00" * 32, "00" * 12, "00" * 16, "", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"),
    (
        "feffe9928665731c6d6a8f9467308308" * 2, "cafebabefacedbaddecaf888",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
    ),
]  # fmt: skip

HELPERS = """
  window.bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  window.hex = (found) => Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
  window.text = (words) => new TextEncoder().encode(words);
"""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page that has the modules by their names."""
    with page_with_scripts(chromium, SCRIPTS, ORIGIN) as page:
        for name in MODULES:
            page.evaluate(f"async () => {{ window.{name} = await import('/{name}.js'); }}")
        page.evaluate(HELPERS)
        yield page


@pytest.mark.parametrize(("secret", "salt", "rounds", "expected"), PBKDF2)
def test_words_are_stretched_as_published(
    page: Page, secret: str, salt: str, rounds: int, expected: str
) -> None:
    script = "async ([s, t, n]) => hex(await primitives.stretch(text(s), text(t), n, 64))"
    assert hashlib.pbkdf2_hmac("sha256", secret.encode(), salt.encode(), rounds, 64).hex() == expected
    assert page.evaluate(script, [secret, salt, rounds]) == expected


@pytest.mark.parametrize(("secret", "salt", "info", "expected"), HKDF_VECTORS)
def test_keys_are_expanded_as_published(page: Page, secret: str, salt: str, info: str, expected: str) -> None:
    script = """async ([secret, salt, info, length]) =>
      hex(await primitives.expand(await primitives.rootOf(bytes(secret)), bytes(info), length, bytes(salt)))"""
    assert page.evaluate(script, [secret, salt, info, len(expected) // 2]) == expected


@pytest.mark.parametrize(("key", "nonce", "plain", "about", "expected"), AES_GCM)
def test_it_encrypts_and_decrypts_as_published(
    page: Page, key: str, nonce: str, plain: str, about: str, expected: str
) -> None:
    script = """async ([key, ...rest]) => {
      const [nonce, plain, about] = rest.map(bytes);
      const cipher = await primitives.cipherOf(bytes(key));
      const sealed = await primitives.encrypt(cipher, nonce, plain, about);
      return [hex(sealed), hex(await primitives.decrypt(cipher, nonce, sealed, about))];
    }"""
    assert page.evaluate(script, [key, nonce, plain, about]) == [expected, plain]


def test_no_key_can_be_taken_out(page: Page) -> None:
    script = """async () => {
      const { key } = await seal.keysOfCode(new Uint8Array(32), "sim");
      const other = (await seal.keysOfSentence(new Uint8Array(32), "sim")).key;
      const root = await primitives.rootOf(new Uint8Array(32));
      const refused = (each) => crypto.subtle.exportKey("raw", each).then(() => "taken", () => "refused");
      return [key.extractable, other.extractable, root.extractable, await refused(key), await refused(root)];
    }"""
    assert page.evaluate(script) == [False, False, False, "refused", "refused"]


# --- the words ---


def test_the_words_are_those_of_the_house(page: Page) -> None:
    assert page.evaluate("[...words.WORDS]") == list(codes.words())


def test_seven_words_are_seventy_seven_bits(page: Page) -> None:
    assert page.evaluate("[code.BITS, code.WORDS_IN_CODE]") == [7 * math.log2(len(codes.words())), 7]
    assert page.evaluate("code.BITS") == 77
    assert 2**77 > 10**23


def test_each_word_is_as_likely_as_the_others(page: Page) -> None:
    """Every draw is taken modulo the size of the list; what would make some numbers likelier is drawn again."""
    script = """() => {
      const given = (...numbers) => (drawn) => { drawn[0] = numbers.shift(); };
      return [
        code.chooseBelow(2048, given(2047)), code.chooseBelow(2048, given(2 ** 32 - 1)),
        code.chooseBelow(3, given(2 ** 32 - 1, 5)), code.chooseBelow(1000, given(4294967000, 4294966999)),
        code.makeCode((drawn) => { drawn[0] = 0; }),
      ];
    }"""
    first = codes.words()[0]
    assert page.evaluate(script) == [2047, 2047, 2, 999, "-".join([first] * 7)]
    counts = page.evaluate(
        """() => {
          const counts = Array(2048).fill(0);
          const at = new Map(words.WORDS.map((word, number) => [word, number]));
          for (let i = 0; i < 20000; i += 1) for (const word of code.makeCode().split("-")) counts[at.get(word)] += 1;
          return counts;
        }"""
    )
    expected = 20_000 * 7 / 2048
    chi2 = sum((count - expected) ** 2 / expected for count in counts)
    # 2047 degrees of freedom: mean 2047, deviation 64; six deviations away happens once in a billion runs
    assert abs(chi2 - 2047) < 6 * math.sqrt(2 * 2047)


def test_what_is_forgiven_in_typing_is_the_same_as_for_return_codes(page: Page) -> None:
    """Python's rules are for five words; each of these is asked of both, seven and five times the same word."""
    words = codes.words()
    typed = [
        words[5], words[5].upper(), words[700][1:], words[700] + "x", words[900][1] + words[900][0] + words[900][2:],
        "é".join(words[1000].split("e")), "zzzzzz", "a", words[1200][:-1] + "q", words[3] + "'",
    ]  # fmt: skip
    for word in typed:
        five = codes.normalise(" ".join([word] * 5))
        seven = page.evaluate("(word) => code.normalise(Array(7).fill(word).join('. '))", word)
        assert (seven and seven.split("-")[0]) == (five and five.split("-")[0]), word
    assert page.evaluate("code.normalise('een twee drie')") is None
    assert page.evaluate("code.normalise('a'.repeat(200))") is None
    assert page.evaluate("code.normalise(Array(8).fill(words.WORDS[0]).join(' '))") is None


# --- sealing ---

CODE = "-".join(codes.words()[:7])


def derived(code: str, programme: str) -> tuple[bytes, bytes]:
    """(lookup id, key) as anybody can work them out who has the words."""
    root = hashlib.pbkdf2_hmac("sha256", code.encode(), f"selfhelp.safe|1|{programme}".encode(), 600_000, 32)

    def expand(label: str) -> bytes:
        return HKDF(SHA256(), 32, b"", f"selfhelp.safe|1|{label}".encode()).derive(root)

    return expand("lookup"), expand("workbook")


def sealed_by_browser(page: Page, book: Any) -> tuple[str, bytes]:
    """(place in base64, what is kept)."""
    script = """async ([words, book]) => {
      const lock = await seal.keysOfCode(await seal.rootOfCode(words, book.programme), book.programme);
      return [lock.place, await seal.seal(book, lock)];
    }"""
    place, sealed = page.evaluate(script, [CODE, book])
    return place, envelope.sealed(sealed)


def written(text: str) -> Any:
    place = workbook.Place.exercise("m10", "brief")
    book = workbook.empty("sim")
    return workbook.put(book, place, kind="writing", version=1, answer={"text": text}, writer="a" * 8)


def test_what_is_sealed_is_what_is_written_down_and_nothing_else(page: Page) -> None:
    """Opened again by another implementation, from the words alone: the format is what docs/decisions say it is."""
    book = written("een brief")
    place, sealed = sealed_by_browser(page, book)
    lookup, key = derived(CODE, "sim")
    assert base64.b64decode(place) == lookup
    about = f"selfhelp.safe|1|sim|{place}".encode()
    plain = AESGCM(key).decrypt(sealed[1:13], sealed[13:], about)
    length = int.from_bytes(plain[:4], "big")
    assert workbook.read(plain[4 : 4 + length].decode()) == book
    assert not plain[4 + length :].strip(b"\0")
    assert len(plain) == min(envelope.SIZES)
    assert sealed_by_browser(page, book)[1][1:13] != sealed[1:13], "every sealing has a nonce of its own"


def test_the_size_tells_only_one_of_three(page: Page) -> None:
    def size(length: int) -> int:
        book = workbook.empty("sim")
        for number in range(length // 5000 + 1):
            place = workbook.Place.exercise("m10", "brief", f"r{number}")
            answer = {"text": "x" * min(5000, length)}
            book = workbook.put(book, place, kind="writing", version=1, answer=answer, writer="a" * 8)
        return len(sealed_by_browser(page, book)[1]) - 29

    assert [size(10), size(4000), size(9000), size(30_000), size(100_000)] == [
        8192, 8192, 32768, 131072, 131072,
    ]  # fmt: skip
    assert page.evaluate("seal.SIZES") == list(envelope.SIZES)
    assert max(envelope.SIZES) >= workbook.MOST_BYTES + 4, "every workbook that can be read can be kept"


def test_another_code_programme_place_version_or_bit_opens_nothing(page: Page) -> None:
    script = """async ([words, book]) => {
      const keys = async (code, programme) => seal.keysOfCode(await seal.rootOfCode(code, programme), programme);
      const lock = await keys(words, "sim");
      const sealed = await seal.seal(book, lock);
      const isNone = (error) => error instanceof seal.Unopenable;
      const tries = async (text, by) => seal.open(text, by).then(() => "open", isNone);
      const flipped = (at) => {
        const whole = primitives.fromBase64(sealed);
        whole[at < 0 ? whole.length + at : at] ^= 1;
        return primitives.toBase64(whole);
      };
      const encode = (about) => new TextEncoder().encode(about);
      return [
        await tries(sealed, lock),
        await tries(sealed, await keys(words.split("-").reverse().join("-"), "sim")),
        await tries(sealed, await keys(words, "relatives")),
        await tries(sealed, { ...lock, about: encode("selfhelp.safe|1|sim|elsewhere") }),
        await tries(flipped(0), lock), await tries(flipped(1), lock),
        await tries(flipped(50), lock), await tries(flipped(-1), lock),
        await tries("", lock), await tries("geen base64!", lock), await tries(btoa("kort"), lock),
      ];
    }"""
    found = page.evaluate(script, [CODE, written("iets")])
    assert found == ["open"] + [True] * 10


def test_the_work_factor_is_a_current_one(page: Page) -> None:
    """OWASP asks for 600,000 rounds of PBKDF2-HMAC-SHA-256."""
    assert page.evaluate("seal.ROUNDS") >= 600_000
