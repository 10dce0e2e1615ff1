"""HTML to plain words: structure becomes lines, quotations get their marks, everything else is dropped. Pure.

Read by a scanner of our own, because the time has to be in proportion to the length whatever is sent: Python's parser
looks for the end of every comment and tag anew, so that a hostile mail of 200 kilobytes would hold it for minutes.
What is begun and never ended is dropped, as browsers do.
"""

import html
import re
from collections.abc import Iterator

#: what stands between these is no text
_SKIPPED = frozenset({"head", "title", "template", "noscript", "svg"})
#: nor is what stands in these, in which nothing else can begin
_RAW = frozenset({"script", "style"})
_LINES = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "hr"}
)
_NAME = re.compile(r"/?[a-zA-Z][^\s/>]{0,40}")
#: what a tag goes on with: a value in quotation marks, in which ">" ends nothing, or its end
_IN_TAG = re.compile(r"""=\s*"[^"]*"|=\s*'[^']*'|>""")
_RAW_END = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in _RAW}
#: a quotation in a quotation in a quotation is marked no deeper
_DEEPEST = 9


class _Words:
    """Lines of words, each with how deep it is quoted."""

    def __init__(self) -> None:
        self.lines: list[list[str]] = [[]]
        self.marks: list[int] = [0]
        self._skipped = 0
        self._quoted = 0

    def tag(self, name: str) -> None:
        """A tag began or ended; an ending one has a "/" before its name."""
        is_end, name = name.startswith("/"), name.removeprefix("/")
        step = -1 if is_end else 1
        if name in _SKIPPED:
            self._skipped = max(0, self._skipped + step)
        elif name == "blockquote":
            self._quoted = max(0, self._quoted + step)
            self._break()
        elif name in _LINES and not (is_end and name == "br"):
            self._break()

    def text(self, data: str) -> None:
        if not self._skipped:
            self.lines[-1].append(re.sub(r"\s+", " ", html.unescape(data)))

    def _break(self) -> None:
        self.lines.append([])
        self.marks.append(min(self._quoted, _DEEPEST))


def to_text(source: str) -> str:
    """The words of an HTML text; what stood in a quotation begins with ">"."""
    words = _Words()
    for is_tag, piece in _pieces(source):
        if is_tag:
            words.tag(piece)
        else:
            words.text(piece)
    shown = []
    for parts, quoted in zip(words.lines, words.marks, strict=True):
        line = "".join(parts).strip()
        shown.append(f"{'>' * quoted} {line}" if quoted and line else line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(shown)).strip()


def _pieces(source: str) -> Iterator[tuple[bool, str]]:
    """Tags by name and what stands between them, in order: (is it a tag, the name or the text)."""
    at = 0
    while at < len(source):
        opened = source.find("<", at)
        if opened < 0:
            opened = len(source)
        if opened > at:
            yield False, source[at:opened]
        if opened == len(source):
            return
        found = _NAME.match(source, opened + 1)
        if found is not None:
            name = found[0].lower()
            at = _after_tag(source, found.end())
            yield True, name
            if name in _RAW and at < len(source):
                ended = _RAW_END[name].search(source, at)
                at = len(source) if ended is None else ended.start()
        elif source.startswith("<!--", opened):
            at = _after(source, "-->", opened + 2)
        elif source.startswith(("<!", "<?", "</"), opened):
            at = _after(source, ">", opened + 2)
        else:
            yield False, "<"
            at = opened + 1


def _after(source: str, end: str, start: int) -> int:
    """Where a text goes on after `end`; at its own end where that never comes."""
    found = source.find(end, start)
    return len(source) if found < 0 else found + len(end)


def _after_tag(source: str, start: int) -> int:
    for found in _IN_TAG.finditer(source, start):
        if found[0] == ">":
            return found.end()
    return len(source)
