"""What a telephone number and an address look like. Knows neither Django nor the clock.

Numbers are written as people read them ("0800-0113", "030 123 45 67") and dialled without the signs between.
Source of the shapes: the Dutch numbering plan for telephone and ISDN services; E.164 for numbers with a plus.
"""

import re
from urllib.parse import urlsplit

_WRITTEN = re.compile(r"\+?[0-9](?:[ -]?[0-9])*")
#: 112, 113 and the like; 116 and three more (help across Europe); 14 and the area code of a municipality
_SHORT = re.compile(r"1[0-9]{2}|116[0-9]{3}|140[0-9]{2,3}")
#: free and paid service numbers, with four or seven figures after the first four
_SERVICE = re.compile(r"0(?:800|900|906|909)(?:[0-9]{4}|[0-9]{7})")
_ORDINARY = re.compile(r"0[1-9][0-9]{8}")
_ABROAD = re.compile(r"\+[1-9][0-9]{7,14}")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_BLANK = re.compile(r"[\x00-\x20\x7f]")


class NotAPhoneNumber(ValueError):
    """This cannot be dialled in the Netherlands."""


def dialled(number: str) -> str:
    """The number as a telephone dials it: figures only, perhaps with a plus in front. Raises NotAPhoneNumber."""
    if not _WRITTEN.fullmatch(number):
        raise NotAPhoneNumber(number)
    bare = re.sub(r"[ -]", "", number)
    if not any(shape.fullmatch(bare) for shape in (_SHORT, _SERVICE, _ORDINARY, _ABROAD)):
        raise NotAPhoneNumber(number)
    return bare


def costs_money(number: str) -> bool:
    """Whether calling is charged above the ordinary tariff (0900, 0906, 0909). Raises NotAPhoneNumber."""
    return dialled(number).startswith("090")


def is_https_address(address: str) -> bool:
    """Whether this is a whole https address of a named host, without a name and password in it and without a port."""
    if _BLANK.search(address):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and bool(_HOST.fullmatch((parts.hostname or "").lower()))
        and parts.username is None
        and parts.password is None
        and port is None
    )


def host_of(address: str) -> str:
    """The name of the site, as people say it: without "www."."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
