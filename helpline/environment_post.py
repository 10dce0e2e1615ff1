"""The part of the environment that is the post's: a mailbox for each programme that has one, whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_NAMES = ("POST_IN", "POST_OUT", "POST_ADDRESS")
_LOCAL = {"localhost", "127.0.0.1"}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how to sign in to it. tls: from the first byte; start_tls: after a plain greeting (SMTP)."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    start_tls: bool = False
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class Bridge:
    """The mailbox of one programme. address: what letters are sent to and answers come from."""

    slug: str
    incoming: Server
    outgoing: Server
    address: str

    @property
    def domain(self) -> str:
        """The half of the address that answers may show elsewhere, too."""
        return self.address.rpartition("@")[2]


def read_post(values: Mapping[str, str]) -> Mapping[str, Bridge]:
    """The bridges by programme; empty when none was set. Raises ImproperlyConfigured."""
    given = {name: _by_programme(name, values.get(name, "")) for name in _NAMES}
    slugs = sorted(set().union(*given.values()))
    for slug in slugs:
        missing = [name for name in _NAMES if slug not in given[name]]
        if missing:
            raise ImproperlyConfigured(
                f"The mailbox of {slug} is set up in part: name {slug} in {' and '.join(missing)} too, or in none."
            )
    bridges = {
        slug: Bridge(
            slug=slug,
            incoming=_incoming(slug, given["POST_IN"][slug]),
            outgoing=_outgoing(slug, given["POST_OUT"][slug]),
            address=_address(slug, given["POST_ADDRESS"][slug]),
        )
        for slug in slugs
    }
    _check_apart(bridges)
    return bridges


def _by_programme(name: str, value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in value.replace(",", " ").split():
        slug, equals, rest = part.partition("=")
        if not equals or not rest or not slug.replace("-", "").isalnum():
            raise ImproperlyConfigured(
                f"{name} must be programme=value for each programme, with spaces between: helpwanted=..."
            )
        if slug in found:
            raise ImproperlyConfigured(f"{name} names {slug} twice. Keep one.")
        found[slug] = rest
    return found


def _incoming(slug: str, url: str) -> Server:
    parts = urlsplit(url)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username:
        raise ImproperlyConfigured(f"POST_IN of {slug} must be imaps://user:password@host:993/INBOX.")
    if parts.scheme == "imap" and parts.hostname not in _LOCAL:
        raise ImproperlyConfigured(
            f"POST_IN of {slug} would send its password in the clear: use imaps:// for any other machine than this."
        )
    tls = parts.scheme == "imaps"
    return Server(
        host=parts.hostname,
        port=parts.port or (993 if tls else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        tls=tls,
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


def _outgoing(slug: str, url: str) -> Server:
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            f"POST_OUT of {slug} must be smtp://user:password@host:587 (STARTTLS) or smtps://...:465."
        )
    tls = parts.scheme == "smtps"
    return Server(
        host=parts.hostname,
        port=parts.port or (465 if tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        start_tls=not tls and parts.hostname not in _LOCAL,
    )


def _address(slug: str, address: str) -> str:
    if address.count("@") != 1 or not all(address.split("@")) or set(address) & set(' ,;<>"()'):
        raise ImproperlyConfigured(
            f"POST_ADDRESS of {slug} must be one address, such as {slug}=post@example.org."
        )
    plain = "".join(letter for letter in address.casefold() if letter.isalnum())
    if "".join(letter for letter in slug.casefold() if letter.isalnum()) in plain:
        raise ImproperlyConfigured(
            f"POST_ADDRESS of {slug} holds the programme's name. Whoever sees a visitor's mailbox would read it: "
            "use a neutral address."
        )
    return address


def _check_apart(bridges: Mapping[str, Bridge]) -> None:
    """Two programmes on one mailbox would take each other's letters."""
    seen: dict[tuple[str, int, str, str], str] = {}
    for bridge in bridges.values():
        box = (bridge.incoming.host, bridge.incoming.port, bridge.incoming.user, bridge.incoming.folder)
        if box in seen:
            raise ImproperlyConfigured(
                f"POST_IN gives {seen[box]} and {bridge.slug} the same mailbox. "
                "Give each a folder or a user of its own."
            )
        seen[box] = bridge.slug
    addresses = [bridge.address.casefold() for bridge in bridges.values()]
    if len(set(addresses)) < len(addresses):
        raise ImproperlyConfigured("POST_ADDRESS gives two programmes the same address. Give each its own.")
