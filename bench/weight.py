"""What a page's first view costs over the wire: the page and all it fetches by itself, as compressed by the server."""

import gzip
from collections.abc import Callable
from html.parser import HTMLParser

#: the one font that a page in Dutch or English needs; its stylesheet asks for it
FONT = "/static/site/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"
#: kibibytes of a first view without pictures
HEAVIEST = 60


class _Fetched(HTMLParser):
    """Notes what a browser fetches for a page without being asked: styles, scripts, the font, the icons."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel") in ("stylesheet", "preload", "icon"):
            self.addresses.add(given["href"])
        elif tag == "script":
            self.addresses.add(given["src"])
        elif tag == "use":  # the sprite is fetched once for all its icons
            self.addresses.add(given["href"].partition("#")[0])


def first_view(html: str, read: Callable[[str], bytes]) -> float:
    """Kibibytes of a first view. read: the content of an address of ours, not compressed."""
    reader = _Fetched()
    reader.feed(html)
    total = len(gzip.compress(html.encode()))
    for address in reader.addresses | {FONT}:
        content = read(address)
        total += min(len(content), len(gzip.compress(content)))
    return total / 1024
