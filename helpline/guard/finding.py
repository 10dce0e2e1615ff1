"""What in a text could tell who somebody is, or where to reach them. Pure: no Django, no clock.

It finds what has a shape: numbers, addresses, links, names on platforms. It knows no names of people, so it is a help
for who types and no proof that a text is anonymous. `static/guard/finding.js` says the same in the browser; both are
tested with the same examples (tests/guard/examples.json).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from helpline.guard.patterns import ALIKE, IBAN_LENGTH, NO_NAME, NOT_POSTCODE, PATTERNS


class Kind(StrEnum):
    """What was found."""

    PHONE = "phone"
    EMAIL = "email"
    BSN = "bsn"
    IBAN = "iban"
    POSTCODE = "postcode"
    LINK = "link"
    HANDLE = "handle"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text: from `start` up to `end`, in characters."""

    kind: Kind
    start: int
    end: int


#: what stands in the place of what was found. Always Dutch: it is kept, and read by whoever opens it later.
MASKS = {
    Kind.PHONE: "[telefoonnummer]",
    Kind.EMAIL: "[e-mailadres]",
    Kind.BSN: "[bsn]",
    Kind.IBAN: "[rekeningnummer]",
    Kind.POSTCODE: "[adres]",
    Kind.LINK: "[link]",
    Kind.HANDLE: "[accountnaam]",
}

_REGEX = {name: re.compile(pattern, re.ASCII | re.IGNORECASE) for name, pattern in PATTERNS.items()}
_ALIKE = str.maketrans(dict(ALIKE))
#: stands where something was found or is left alone, so that nothing is found twice
_TAKEN = "\x00"
_ENDS_NO_LINK = ".,;:!?)]}'\"…"
_ELEVEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)

Span = tuple[int, int]


def is_bsn(digits: str) -> bool:
    """Whether 8 or 9 digits pass the eleven test of the citizen service number."""
    digits = digits.zfill(9)
    total = sum(weight * int(digit) for weight, digit in zip(_ELEVEN, digits, strict=True))
    return digits.strip("0") != "" and total % 11 == 0


def is_iban(letters: str) -> bool:
    """Whether the letters and digits of an account number, without spaces, pass its test (ISO 7064, mod 97-10)."""
    moved = letters[4:] + letters[:4]
    return int("".join(str(int(letter, 36)) for letter in moved.upper())) % 97 == 1


def _digits(text: str) -> str:
    return "".join(letter for letter in text if "0" <= letter <= "9")


def _number(text: str) -> str:
    """A telephone number as it is dialled within the country: for comparing."""
    digits = _digits(text.replace("(0)", ""))
    if "+" in text:
        digits = "00" + digits
    return "0" + digits[4:].removeprefix("0") if digits.startswith("0031") else digits


def _address(text: str) -> str:
    """A web address without what makes no difference: for comparing."""
    bare = re.sub(r"^[a-z][a-z0-9+.\-]*://", "", text.lower()).removeprefix("www.")
    return bare.rstrip("/")


@dataclass(frozen=True, slots=True)
class _Allowed:
    """What may be written: numbers, e-mail addresses, hosts and web addresses as they are compared."""

    numbers: frozenset[str]
    addresses: frozenset[str]

    @classmethod
    def read(cls, allowed: Collection[str]) -> "_Allowed":
        return cls(
            frozenset(_number(one) for one in allowed if _digits(one) and not re.search("[A-Za-z]", one)),
            frozenset(_address(one) for one in allowed),
        )

    def has(self, kind: Kind, text: str) -> bool:
        if kind == Kind.PHONE:
            return _number(text) in self.numbers
        return kind in (Kind.LINK, Kind.EMAIL) and _address(text) in self.addresses


def _spans(name: str, text: str) -> Iterator[Span]:
    for match in _REGEX[name].finditer(text):
        yield match.span(1) if match.re.groups and match.start(1) >= 0 else match.span()


def _links(*names: str) -> Callable[[str], Iterator[Span]]:
    def found(text: str) -> Iterator[Span]:
        for name in names:
            for start, end in _spans(name, text):
                yield start, start + len(text[start:end].rstrip(_ENDS_NO_LINK))

    return found


def _plain(*names: str) -> Callable[[str], Iterator[Span]]:
    def found(text: str) -> Iterator[Span]:
        for name in names:
            yield from _spans(name, text)

    return found


def _ibans(text: str) -> Iterator[Span]:
    for start, _end in _spans("IBAN", text):
        length = IBAN_LENGTH.get(text[start : start + 2].upper())
        if length is None:
            continue
        letters, place = "", start
        while len(letters) < length and place < len(text):
            letter = text[place]
            if letter.isascii() and letter.isalnum():
                letters += letter
            elif letter not in " .-" or not (text[place - 1].isascii() and text[place - 1].isalnum()):
                break
            place += 1
        ends = place == len(text) or not (text[place].isascii() and text[place].isalnum())
        if len(letters) == length and ends and is_iban(letters):
            yield start, place


def _is_amount(text: str, start: int, end: int) -> bool:
    return bool(
        _REGEX["EURO_BEFORE"].search(text[max(0, start - 6) : start])
        or _REGEX["EURO_AFTER"].search(text[end : end + 6])
    )


def _bsns(text: str) -> Iterator[Span]:
    for name in ("BSN_SAID", "BSN"):
        for start, end in _spans(name, text):
            if is_bsn(_digits(text[start:end])) and not _is_amount(text, start, end):
                yield start, end


def _phones(text: str) -> Iterator[Span]:
    for name in (
        "PHONE_SERVICE", "PHONE_ABROAD_NL", "PHONE_ABROAD", "PHONE_31", "PHONE_DUTCH", "PHONE_SIX",
    ):  # fmt: skip
        for start, end in _spans(name, text):
            is_sum = bool(_REGEX["THOUSANDS"].search(text[start:end])) or _is_amount(text, start, end)
            if not (name == "PHONE_ABROAD" and is_sum):
                yield start, end


def _postcodes(text: str) -> Iterator[Span]:
    for start, end in _spans("POSTCODE", text):
        letters = text[end - 2 : end]
        if text[end - 3] == " " and letters != letters.upper() and letters.lower() in NOT_POSTCODE:
            continue
        after = _REGEX["HOUSE_AFTER"].search(text[end : end + 30])
        before = _REGEX["HOUSE_BEFORE"].search(text[max(0, start - 14) : start])
        if after:
            yield start, end + after.end()
        elif before:
            yield start - len(before[1]), end


def _looks_odd(name: str) -> bool:
    """Whether a word could hardly be anything but a name on a platform: jan_12, jan.jansen."""
    parts = [part for part in name.split(".") if part]
    has_digit = any("0" <= letter <= "9" for letter in name)
    return (
        "_" in name
        or (
            len(parts) > 1
            and any(len(part) > 2 for part in parts)
            and re.search("[a-z]", name, re.IGNORECASE) is not None
        )
        or (has_digit and re.match("[a-z]{2}", name, re.IGNORECASE) is not None)
    )


def _handles(text: str) -> Iterator[Span]:
    for name in ("HANDLE_AT", "HANDLE_LABELLED", "HANDLE_NAMED", "HANDLE_OWN", "HANDLE_ALONE", "HANDLE_ODD"):
        for start, end in _spans(name, text):
            stripped = text[start:end].rstrip(".-")
            end_of_name = start + len(stripped)
            if name == "HANDLE_AT" or _looks_odd(stripped):
                yield start, end_of_name
            elif name == "HANDLE_ODD" or stripped.lower() in NO_NAME:
                continue
            elif name == "HANDLE_NAMED" or _REGEX["CLAUSE_ENDS"].search(text[end_of_name : end_of_name + 6]):
                yield start, end_of_name


def _dates(text: str) -> Iterator[Span]:
    for name in ("DATE", "HOURS"):
        for match in _REGEX[name].finditer(text):
            yield match.span()


#: in this order: what was found is not looked at again, so a link keeps the address that stands in it. None: what is
#: no number of a person, and left alone
_FINDERS: tuple[tuple[Kind | None, Callable[[str], Iterator[Span]]], ...] = (
    (Kind.LINK, _links("LINK")),
    (Kind.EMAIL, _plain("EMAIL", "EMAIL_SPELLED", "EMAIL_PROVIDER")),
    (Kind.LINK, _links("LINK_BARE", "LINK_PATH", "LINK_SPELLED")),
    (None, _dates),
    (Kind.IBAN, _ibans),
    (Kind.BSN, _bsns),
    (Kind.PHONE, _phones),
    (Kind.POSTCODE, _postcodes),
    (Kind.HANDLE, _handles),
)


def find(text: str, *, allowed: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything in a text that could identify somebody, in the order of the text; findings do not overlap.

    allowed: telephone numbers, e-mail addresses, hosts and web addresses that may be written, as the directory has
    them. A host allows its front page and nothing behind it: on a platform that would be somebody's page.
    """
    may = _Allowed.read(allowed)
    left = text.translate(_ALIKE)
    findings: list[Finding] = []
    for kind, finder in _FINDERS:
        # one after the other, so that two shapes of one kind do not both take the same place
        for start, end in list(finder(left)):
            if start >= end or _TAKEN in left[start:end]:
                continue
            if kind is not None and not may.has(kind, left[start:end]):
                findings.append(Finding(kind, start, end))
            left = left[:start] + _TAKEN * (end - start) + left[end:]
    return tuple(sorted(findings, key=lambda finding: finding.start))


def masked(text: str, findings: Iterable[Finding]) -> str:
    """The text with a fixed Dutch word in the place of each finding, the same in every language of the screen."""
    pieces, done = [], 0
    for finding in sorted(findings, key=lambda one: one.start):
        pieces += [text[done : finding.start], MASKS[finding.kind]]
        done = finding.end
    return "".join([*pieces, text[done:]])
