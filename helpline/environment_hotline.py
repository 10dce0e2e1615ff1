"""The way to the hotline as the environment tells it: an address for mail, or a form to which addresses are posted."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

#: `helpline.referrals.standin`: settings are read before rooms
_OF_THE_DEMO = "demo:hotline"


@dataclass(frozen=True, slots=True)
class Hotline:
    """Where web addresses are passed on to. Both empty: nowhere, and the door is not there. url goes before mail."""

    mail: str = ""
    url: str = ""


def read_hotline(values: Mapping[str, str]) -> Hotline:
    """Read and judge HOTLINE_MAIL and HOTLINE_URL; a demo has one of its own. Raises ImproperlyConfigured."""
    found = Hotline(mail=_mail(values), url=_url(values))
    return Hotline(url=_OF_THE_DEMO) if values.get("DEMO") == "1" and found == Hotline() else found


def _mail(values: Mapping[str, str]) -> str:
    address = values.get("HOTLINE_MAIL", "").strip()
    if address and (address.count("@") != 1 or set(address) & set(" ,;<>")):
        raise ImproperlyConfigured("HOTLINE_MAIL must be one address, such as meldingen@example.org.")
    if address and not values.get("EMAIL_URL"):
        raise ImproperlyConfigured(
            "HOTLINE_MAIL is set, but no mail can be sent. Set EMAIL_URL and EMAIL_FROM too, or unset it."
        )
    return address


def _url(values: Mapping[str, str]) -> str:
    url = values.get("HOTLINE_URL", "").strip()
    if not url:
        return ""
    may_be_plain = values.get("HELPLINE_TEST") == "1" or values.get("DEMO") == "1"
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    schemes = {"https", "http"} if may_be_plain else {"https"}
    if parts.scheme not in schemes or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise ImproperlyConfigured(
            "HOTLINE_URL must be the https:// address to which the hotline lets us post addresses."
        )
    return url
