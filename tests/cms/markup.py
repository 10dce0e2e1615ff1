"""Whether HTML is valid, as far as what we write goes: stricter than a browser, which repairs without a word.

The rules are those of the HTML standard for the elements and attributes that our pages use; one that is not listed is
a fault, so a new element is looked up in the standard before it is used. Every element must be closed where it was
opened: the tags that may be left out are not left out.
"""

import re
from collections.abc import Iterable
from html.parser import HTMLParser


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in text.split())


VOID = _words("area base br col embed hr img input link meta source track wbr")
#: what may stand within a line of text
PHRASING = _words(
    "a abbr b bdi bdo br button cite code data del dfn em i img input ins kbd label link meta meter output",
    "picture progress q s samp script select small span strong sub sup svg template textarea time u var wbr",
)
_HEADINGS = _words("h1 h2 h3 h4 h5 h6")
FLOW = (
    PHRASING
    | _HEADINGS
    | _words(
        "address article aside blockquote details dialog div dl fieldset figure footer form header hr main nav ol p",
        "pre search section table ul",
    )
)
_TEXT = frozenset({"#text"})
_LINE = PHRASING | _TEXT
_BLOCK = FLOW | _TEXT

#: what the elements may hold; "#text" is words
_HELD = (
    ("html", _words("head body")),
    ("head", _words("base link meta script style template title")),
    ("body div article aside section nav main header footer form li dd td th blockquote dialog", _BLOCK),
    ("figcaption address search caption", _BLOCK),
    ("h1 h2 h3 h4 h5 h6 p pre span strong em b i small kbd code abbr time q u s label button output", _LINE),
    ("meter progress sub sup cite", _LINE),
    ("title option textarea script style", _TEXT),
    ("details", _BLOCK | {"summary"}),
    ("summary legend", _LINE | _HEADINGS),
    ("fieldset", _BLOCK | {"legend"}),
    ("figure", _BLOCK | {"figcaption"}),
    ("ul ol", _words("li script template")),
    ("dl", _words("dt dd div")),
    ("dt", _BLOCK - _HEADINGS),
    ("table", _words("caption colgroup thead tbody tfoot tr")),
    ("colgroup", _words("col")),
    ("thead tbody tfoot", _words("tr")),
    ("tr", _words("th td")),
    ("select", _words("option optgroup")),
    ("optgroup", _words("option")),
    ("svg", _words("use title path circle g")),
    ("use", frozenset()),
    ("noscript", _BLOCK | {"link", "meta"}),
    ("picture", _words("source img")),
)
HOLDS: dict[str, frozenset[str]] = {name: held for names, held in _HELD for name in names.split()}
#: what holds what its parent may hold
TRANSPARENT = _words("a ins del template")
_INTERACTIVE = _words("a button details input label select textarea")

_GLOBAL = _words(
    "class id lang dir hidden tabindex title role inert autofocus enterkeyhint inputmode spellcheck autocapitalize",
    "translate",
)
_GIVEN = {
    "a": "href hreflang rel target download",
    "meta": "charset name content http-equiv",
    "link": "rel href type as crossorigin hreflang title media",
    "script": "src type",
    "form": "action method novalidate",
    "input": "type name value checked required disabled autocomplete maxlength minlength min max step pattern"
    " placeholder readonly size",
    "textarea": "name rows cols required maxlength minlength autocomplete placeholder disabled",
    "button": "type name value disabled",
    "label": "for",
    "select": "name required disabled autocomplete multiple size",
    "option": "value selected disabled",
    "optgroup": "label",
    "details": "open name",
    "ol": "start reversed",
    "li": "value",
    "img": "src alt width height loading srcset sizes decoding",
    "svg": "focusable viewbox width height fill",
    "use": "href",
    "td": "colspan rowspan headers",
    "th": "colspan rowspan scope headers",
    "time": "datetime",
    "meter": "min max value low high optimum",
    "progress": "max value",
    "fieldset": "disabled",
    "output": "for",
    "dialog": "open",
}
#: what each element may say besides what all may; html.parser writes every name small
ATTRIBUTES: dict[str, frozenset[str]] = {name: _words(given) for name, given in _GIVEN.items()}
#: every one of these must be there
REQUIRED = {"img": {"src", "alt"}, "html": {"lang"}, "meter": {"value"}}
_ARIA = re.compile(r"(aria-[a-z]+|data-[a-z0-9-]+)")
_ID = re.compile(r"\S+")


class _Reader(HTMLParser):
    """Walks through the tags with the open elements at hand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.titles = 0

    def fault(self, said: str) -> None:
        line, _column = self.getpos()
        self.faults.append(f"line {line}: {said}")

    def handle_decl(self, decl: str) -> None:
        if decl.lower() != "doctype html" or self.open:
            self.fault(f"<!{decl}>")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._stands_well(tag)
        self._attributes(tag, attrs)
        self.titles += tag == "title" and "svg" not in self.open
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            if "svg" not in self.open:
                self.fault(f"<{tag}/> does not close itself")
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}> where {self.open[-1] if self.open else 'nothing'} is open")
            if tag in self.open:
                while self.open.pop() != tag:
                    pass
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open and "#text" not in self._may_hold():
            self.fault(f"words in <{self.open[-1]}>: {data.strip()[:30]!r}")

    def _may_hold(self) -> frozenset[str]:
        for tag in reversed(self.open):
            if tag not in TRANSPARENT:
                return HOLDS.get(tag, frozenset())
        return _BLOCK

    def _stands_well(self, tag: str) -> None:
        if not self.open:
            if tag != "html":
                self.fault(f"<{tag}> outside of everything")
            return
        if tag not in self._may_hold():
            self.fault(f"<{tag}> in <{self.open[-1]}>")
        if tag in _INTERACTIVE:
            around = {"a", "button"} if tag != "label" else {"a", "button", "label"}
            if within := around & {*self.open}:
                self.fault(f"<{tag}> within <{'>, <'.join(sorted(within))}>")
        if tag == "form" and "form" in self.open:
            self.fault("<form> within <form>")
        if tag == "main" and {"article", "aside", "footer", "header", "nav"} & {*self.open}:
            self.fault("<main> within a part of the page")

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _value in attrs]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.fault(f"<{tag}> has {name} twice")
        if tag not in HOLDS and tag not in VOID and tag not in TRANSPARENT:
            self.fault(f"<{tag}> is not known here")
        allowed = _GLOBAL | ATTRIBUTES.get(tag, frozenset())
        for name, value in attrs:
            if name not in allowed and not _ARIA.fullmatch(name):
                self.fault(f"<{tag} {name}>")
            self._value(tag, name, value or "")
        self._together(tag, {name: value or "" for name, value in attrs})

    def _value(self, tag: str, name: str, value: str) -> None:
        if name in ("href", "src", "id", "for", "name") and value != value.strip():
            self.fault(f'<{tag} {name}="{value}"> has space around it')
        if name in ("id", "for", "name", "src") and not value:
            self.fault(f"<{tag} {name}> is empty")
        if name == "id":
            if value in self.ids or not _ID.fullmatch(value):
                self.fault(f"id {value!r} twice, or with a space")
            self.ids.add(value)

    def _together(self, tag: str, given: dict[str, str]) -> None:
        for name in sorted(REQUIRED.get(tag, set()) - given.keys()):
            self.fault(f"<{tag}> has no {name}")
        if tag == "input" and given.get("type") == "hidden" and given.get("autocomplete") in ("on", "off"):
            self.fault("a hidden input has autocomplete on or off")
        if tag == "a" and "href" not in given and {"hreflang", "rel", "target", "download"} & given.keys():
            self.fault("<a> leads nowhere, but says how")


def faults(html: str) -> list[str]:
    """What is wrong with this page, each with its line."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    found = list(reader.faults)
    if not html.lower().startswith("<!doctype html>"):
        found.append("no doctype")
    if reader.open:
        found.append(f"not closed: {', '.join(reader.open)}")
    if reader.titles != 1:
        found.append(f"{reader.titles} titles")
    return found


def all_faults(pages: Iterable[tuple[str, str]]) -> list[str]:
    """The faults of several pages, each with its address."""
    return [f"{path}: {fault}" for path, html in pages for fault in faults(html)]
