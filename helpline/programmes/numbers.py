"""Phone numbers of the helpline, its staff and other desks. A caller's number never comes here. Pure."""

import re

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def is_e164(number: str) -> bool:
    """Whether this is a number as the provider takes it: a plus, the country and up to 15 digits."""
    return _E164.fullmatch(number) is not None


def e164(number: str, country: str = "31") -> str:
    """A number as people write it ("0800-266 6436", "0031 ...") as the provider takes it; "" when it is none."""
    digits = re.sub(r"[\s().\-]", "", number)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = f"+{country}{digits[1:]}"
    return digits if is_e164(digits) else ""
