"""Web addresses as somebody passes them on, one on a line. Pure: no Django, no clock.

They are read only to be counted, and to refuse what is none: a picture as text, a story, a name. No error says what
was typed.
"""

import re

from helpline.referrals.errors import NotAddresses

MOST = 50
LONGEST = 2000

_BLANK = re.compile(r"\s")
#: with or without a scheme, also one that was made harmless ("hxxps"); onion hosts are hosts
_ADDRESS = re.compile(
    r"(?:(?:https?|hxxps?|ftp)://)?"
    r"(?:[a-z0-9](?:[a-z0-9-]{0,62})(?:\.|\[\.\]))+[a-z][a-z0-9-]{0,62}"
    r"(?::[0-9]{1,5})?(?:[/?#][^\s]*)?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:https?|hxxps?)://[0-9]{1,3}(?:(?:\.|\[\.\])[0-9]{1,3}){3}(?::[0-9]{1,5})?(?:[/?#][^\s]*)?",
    re.IGNORECASE,
)


def read(text: str) -> tuple[str, ...]:
    """The addresses of a text, each once, in order. Raises NotAddresses with the numbers of lines that are none."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    wrong = tuple(number for number, line in enumerate(lines, start=1) if line and not is_address(line))
    if wrong:
        raise NotAddresses("not_addresses", wrong)
    found = tuple(dict.fromkeys(line for line in lines if line))
    if not found:
        raise NotAddresses("empty")
    if len(found) > MOST:
        raise NotAddresses("too_many")
    return found


def is_address(line: str) -> bool:
    """Whether this is one web address and nothing else. Mail addresses and data in an address are none."""
    if len(line) > LONGEST or _BLANK.search(line):
        return False
    host = line.split("://", 1)[-1].split("/", 1)[0]
    if "@" in host:
        return False
    return bool(_ADDRESS.fullmatch(line) or _NUMBERED.fullmatch(line))
