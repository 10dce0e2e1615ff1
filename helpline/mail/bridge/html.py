"""HTML to plain words: structure becomes lines, quotations get their marks, everything else is dropped. Pure."""

import re
from html.parser import HTMLParser

_SKIPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "svg"})
_LINES = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "hr"}
)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[list[str]] = [[]]
        self.marks: list[int] = [0]
        self._skipped = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SKIPPED:
            self._skipped += 1
        elif tag == "blockquote":
            self._quoted += 1
            self._break()
        elif tag in _LINES:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipped = max(0, self._skipped - 1)
        elif tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
            self._break()
        elif tag in _LINES and tag != "br":
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.lines[-1].append(re.sub(r"\s+", " ", data))

    def _break(self) -> None:
        self.lines.append([])
        self.marks.append(self._quoted)


def to_text(html: str) -> str:
    """The words of an HTML text; what stood in a quotation begins with ">"."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    shown = []
    for parts, quoted in zip(parser.lines, parser.marks, strict=True):
        line = "".join(parts).strip()
        shown.append(f"{'>' * quoted} {line}" if quoted and line else line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(shown)).strip()
