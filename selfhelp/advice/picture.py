"""A tree as a picture and as a list that says the same: what editors look at beside the blocks.

`outline` gathers what is known of each node in words: both show it. `picture` gives each node its place. The templates
`advice/editing/picture.html` and `advice/editing/outline.html` write them out. Numbers are the places of the blocks on
the page, as the editor's form counts them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from selfhelp.advice import layout, lettering, strokes
from selfhelp.advice.tree import AnswerKind, Kind, Node, Option, Text, Tree

#: a cell smaller than this is not shown, and larger ones are shown in steps of this many
SMALLEST = 5

#: of a box: all in the picture's own pixels
WIDTH, _PAD = 248.0, 12.0
_HEAD, _LINE, _ROW, _FOOT, _COUNT = 30.0, 18.0, 22.0, 22.0, 20.0
_TITLE_SIZE, _ROW_SIZE = 15.6, 13.2
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in words, with the node and, where it has one, the option that it is about."""

    node: str
    option: str
    is_error: bool
    words: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How often, in the months that are looked at; exact. Small ones are hidden when they are shown.

    reached: by node. left: by node, how many went no further. chosen: by node and option.
    """

    reached: Mapping[str, int] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    chosen: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Way:
    """An answer, or the way on from a step, and where it leads. number: of the answer in its question, from 1; 0 for
    the way on from information. leads_to: None when it leads nowhere; then `trouble` says why."""

    number: int
    label: str
    target: str
    leads_to: "Entry | None"
    trouble: str
    count: str
    share: int | None
    remarks: tuple[Remark, ...]


@dataclass(slots=True)
class Entry:
    """All that is known of one node. number: from 1. title: its words in full. ways: empty for what ends a walk."""

    id: str
    number: int
    kind: Kind
    kind_words: str
    title: str
    address: str
    is_start: bool
    remarks: tuple[Remark, ...]
    reached: str
    left: str
    ways: tuple[Way, ...] = ()

    @property
    def errors(self) -> list[Remark]:
        """What keeps the tree from being published; those about an answer too."""
        return [each for each in self.remarks if each.is_error]

    @property
    def warnings(self) -> list[Remark]:
        """What an editor has to weigh."""
        return [each for each in self.remarks if not each.is_error]

    @property
    def tells(self) -> str:
        """What the words in its box do not say, for who hears the picture; empty when there is nothing."""
        parts = []
        if self.errors:
            parts.append(
                ngettext("%(n)s error.", "%(n)s errors.", len(self.errors)) % {"n": len(self.errors)}
            )
        if self.warnings:
            parts.append(
                ngettext("%(n)s warning.", "%(n)s warnings.", len(self.warnings)) % {"n": len(self.warnings)}
            )
        return " ".join(parts)


def kind_in_words(kind: Kind) -> str:
    """What an editor calls a node of this kind."""
    return {
        Kind.QUESTION: _("Question"),
        Kind.INFO: _("Information"),
        Kind.CRISIS: _("Crisis advice"),
        Kind.ADVICE: _("Advice"),
    }[kind]


def words_of(text: Text, language: str) -> str:
    """A text in this language, else in the other one."""
    return (getattr(text, language) or text.nl or text.en).strip()


def in_steps(count: int) -> str:
    """A count as it may be shown: none, too few to tell, or rounded down to a multiple of five."""
    if count <= 0:
        return "0"
    if count < SMALLEST:
        return _("fewer than %(n)s") % {"n": SMALLEST}
    return str(count - count % SMALLEST)


def _rounded(count: int) -> int:
    return count - count % SMALLEST if count >= SMALLEST else 0


def outline(
    tree: Tree,
    *,
    language: str,
    address: Callable[[Node], str] = lambda node: f"#node-{node.id}",
    remarks: Iterable[Remark] = (),
    counts: Counts | None = None,
) -> list[Entry]:
    """Every node in words, in the editors' order.

    language: of the tree's words ("nl" or "en"); the words around them are in the active one. address: where the
    node's link leads.
    """
    about: dict[str, list[Remark]] = {}
    for remark in remarks:
        about.setdefault(remark.node, []).append(remark)
    entries: list[Entry] = []
    by_id: dict[str, Entry] = {}
    for number, node in enumerate(tree.nodes, start=1):
        entry = Entry(
            id=node.id,
            number=number,
            kind=node.kind,
            kind_words=kind_in_words(node.kind),
            title=words_of(node.text, language) or _("(no words yet)"),
            address=address(node),
            is_start=node.start,
            remarks=tuple(about.get(node.id, ())),
            reached=in_steps(counts.reached.get(node.id, 0)) if counts is not None else "",
            left=in_steps(counts.left.get(node.id, 0)) if counts is not None and not node.ends else "",
        )
        entries.append(entry)
        by_id.setdefault(node.id, entry)
    for node, entry in zip(tree.nodes, entries, strict=True):
        entry.ways = tuple(_ways(node, entry, by_id, language, counts))
    return entries


def _ways(
    node: Node, entry: Entry, by_id: Mapping[str, Entry], language: str, counts: Counts | None
) -> Iterable[Way]:
    if node.ends:
        return
    if node.kind == Kind.INFO:
        yield Way(
            0, _("Go on"), node.target, by_id.get(node.target), _trouble(node.target, by_id), "", None, ()
        )
        return
    rest = node.target if node.answers == AnswerKind.MULTIPLE else ""
    reached = _rounded(counts.reached.get(node.id, 0)) if counts is not None else 0
    for number, option in enumerate(node.options, start=1):
        target = option.target or rest
        chosen = counts.chosen.get((node.id, option.id), 0) if counts is not None else 0
        yield Way(
            number=number,
            label=words_of(option.label, language) or _("(no words yet)"),
            target=target,
            leads_to=by_id.get(target),
            trouble=_trouble(target, by_id),
            count=in_steps(chosen) if counts is not None else "",
            share=_share(chosen, reached),
            remarks=_about(entry, option),
        )


def _trouble(target: str, by_id: Mapping[str, Entry]) -> str:
    if not target:
        return _("leads nowhere yet")
    return "" if target in by_id else _("leads to a block that is not there any more")


def _about(entry: Entry, option: Option) -> tuple[Remark, ...]:
    return tuple(each for each in entry.remarks if each.option == option.id)


def _share(chosen: int, reached: int) -> int | None:
    """Percent of those who came here, worked out from what is shown and nothing finer."""
    if chosen < SMALLEST or not reached:
        return None
    return min(round(100 * _rounded(chosen) / reached), 100)


# the picture


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as it stands in a box."""

    y: float
    way: Way
    label: str
    figure: str


@dataclass(frozen=True, slots=True)
class Port:
    """Where lines leave a box, and the answers they are for ("1", "2-4"); empty for the only way on."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Title:
    """One line of a heading."""

    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """One node in its place. The inner measures count from its upper left corner."""

    entry: Entry
    x: float
    y: float
    width: float
    height: float
    shape: str
    titles: tuple[Title, ...]
    rows: tuple[Row, ...]
    ports: tuple[Port, ...]
    port_y: float
    count_y: float
    figure: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line. back: it closes a circle."""

    source: str
    target: str
    path: str
    back: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole, with room around it. mark_x, right_x: in every card, where its mark and its figures stand."""

    width: int
    height: int
    cards: tuple[Card, ...]
    strokes: tuple[Stroke, ...]
    mark_x: int = round(WIDTH - _PAD - 18)
    right_x: int = round(WIDTH - _PAD)


def picture(entries: Sequence[Entry]) -> Picture:
    """Draw what `outline` gathered. Nodes with the same id are drawn once: the first of them."""
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.id, entry)
    drafts = {key: _draft(entry) for key, entry in first.items()}
    links = [
        layout.Link(key, number, target)
        for key, draft in drafts.items()
        for number, (target, _numbers) in enumerate(draft.leaving)
    ]
    start = next((entry.id for entry in entries if entry.is_start), "")
    drawing = layout.lay_out([draft.box for draft in drafts.values()], links, first=start)
    cards = tuple(_card(draft, drawing.places[key]) for key, draft in drafts.items())
    lines = tuple(
        Stroke(line.link.source, line.link.target, strokes.path(line), line.back) for line in drawing.lines
    )
    width, height = drawing.width + 2 * strokes.MARGIN, drawing.height + 2 * strokes.MARGIN
    return Picture(round(width), round(height), cards, lines)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A card before it has a place. leaving: each target once, with the numbers of the answers that lead there."""

    entry: Entry
    box: layout.Box
    titles: tuple[str, ...]
    rows: tuple[Way, ...]
    leaving: tuple[tuple[str, tuple[int, ...]], ...]


def _draft(entry: Entry) -> _Draft:
    titles = lettering.lines(entry.title, WIDTH - 2 * _PAD, _TITLE_SIZE, _MOST_LINES)
    rows = tuple(way for way in entry.ways if way.number or way.trouble)
    leaving: dict[str, tuple[int, ...]] = {}
    for way in entry.ways:
        if way.leads_to is not None:
            leaving[way.target] = (*leaving.get(way.target, ()), way.number)
    ports = tuple((number + 1) / (len(leaving) + 1) for number in range(len(leaving)))
    height = _HEAD + _LINE * len(titles) + 6 + _ROW * len(rows) + (_COUNT if entry.reached else 0)
    height += _FOOT if _are_ports_named(leaving) else 6
    return _Draft(entry, layout.Box(entry.id, WIDTH, height, ports), titles, rows, tuple(leaving.items()))


def _are_ports_named(leaving: Mapping[str, tuple[int, ...]]) -> bool:
    return any(number for numbers in leaving.values() for number in numbers)


def _card(draft: _Draft, place: layout.Place) -> Card:
    titles = tuple(
        Title(round(_HEAD + _LINE * (number + 1) - 5, 1), words) for number, words in enumerate(draft.titles)
    )
    top = _HEAD + _LINE * len(titles) + 6
    rows = tuple(_row(way, top + _ROW * number + 15) for number, way in enumerate(draft.rows))
    below = top + _ROW * len(rows)
    figure = ""
    if draft.entry.reached:
        figure = pgettext("how many came to a page of the tree", "%(n)s came here") % {
            "n": draft.entry.reached
        }
        if draft.entry.left:
            figure += " · " + pgettext("how many stopped at a page", "%(n)s stopped") % {
                "n": draft.entry.left
            }
    return Card(
        entry=draft.entry,
        x=round(place.x + strokes.MARGIN, 1),
        y=round(place.y + strokes.MARGIN, 1),
        width=place.width,
        height=place.height,
        shape=strokes.shape(draft.entry.kind, place.width, place.height),
        titles=titles,
        rows=rows,
        ports=tuple(
            Port(round(place.width * at, 1), _in_ranges(numbers))
            for at, (_target, numbers) in zip(draft.box.ports, draft.leaving, strict=True)
        ),
        port_y=place.height - 7,
        count_y=below + 13,
        figure=figure,
    )


def _row(way: Way, y: float) -> Row:
    figure = f"{way.share}%" if way.share is not None else way.count
    if way.trouble:
        figure = ""
    room = WIDTH - 2 * _PAD - 24 - (lettering.width(figure, _ROW_SIZE) + 10 if figure else 0)
    words = f"{way.label}: {way.trouble}" if way.trouble and not way.number else way.label
    if way.trouble and way.number:
        room -= 20
    return Row(y, way, lettering.shortened(words, room, _ROW_SIZE), figure)


def _in_ranges(numbers: Sequence[int]) -> str:
    """[1, 2, 3, 5] as "1-3, 5". The way without a number has no name."""
    parts: list[list[int]] = []
    for number in sorted(each for each in numbers if each):
        if parts and parts[-1][-1] == number - 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    names = (f"{part[0]}-{part[-1]}" if len(part) > 2 else ", ".join(map(str, part)) for part in parts)
    return ", ".join(names)
