"""Incident numbers: short, said easily over the phone in any language, and nothing but a key to a line of the log."""

import re
import secrets

_NUMBER = re.compile(r"[0-9]{3}-[0-9]{3}")


def new() -> str:
    """A new number: six random digits in two groups. It is made of nothing and kept nowhere but in the log."""
    digits = f"{secrets.randbelow(1_000_000):06}"
    return f"{digits[:3]}-{digits[3:]}"


def is_number(text: object) -> bool:
    """Whether this is written like one."""
    return isinstance(text, str) and _NUMBER.fullmatch(text) is not None
