"""The map of the house: its rooms, in the order of the layers, and which room really imports which.

Read from the code and from the contract in pyproject.toml; drawn as docs/house.svg and as a table in
docs/architecture.md. Whoever adds a room says here in a few words what it is for.
"""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

#: what each room is for, in a few words
PURPOSES: Mapping[str, str] = {
    "helpline.serving": "the server, and the work by the clock",
    "helpline.urls": "the wiring of all addresses",
    "helpline.asgi": "the wiring of pages and sockets",
    "helpline.demo": "what an empty house is filled with for a demo",
    "helpline.watch": "health, metrics, and whether promises are kept",
    "helpline.desk": "the counsellor's one workplace, the shift lead's board",
    "helpline.retention": "what is erased when, and the ledger that proves it",
    "selfhelp": "the question tree, and programmes of self-help",
    "helpline.phone": "calls: the only room that knows the provider",
    "helpline.mail": "the post: an anonymous postbox, and mailboxes",
    "chat": "the log of a conversation, its roads, the queue",
    "cms": "the two sites, checks for editors, headers, the look",
    "helpline.care": "the risk record and the steps of the Meldcode",
    "helpline.referrals": "to whom was referred, and what came of it",
    "helpline.appointments": "anonymous appointments with a therapist",
    "helpline.groups": "peer groups under aliases",
    "helpline.team": "the talk of the day, notes to the shift lead",
    "helpline.cases": "what goes on longer than one contact, by alias",
    "helpline.contacts": "a contact's whole life, and its registration",
    "helpline.drafts": "what somebody is typing, sealed",
    "helpline.directory": "organisations, removal routes, tips, terms",
    "figures": "facts and counters, tables, releases, planning",
    "helpline.requests": "professionals who ask for a lesson or material",
    "helpline.guides": "help in place for the staff",
    "helpline.accounts": "staff: roles, two factors, sessions",
    "helpline.programmes": "the programmes: hours, code lists, doors",
    "helpline.vault": "keys of content, shredding, return codes",
    "helpline.audit": "the log of what staff did, chained",
    "helpline.guard": "what could tell who somebody is",
}
_TABLE = re.compile(r"(<!-- rooms: begin -->\n).*?(<!-- rooms: end -->)", re.DOTALL)
_ROW, _COLUMN, _HEAD, _NAMES, _WORDS, _EDGE = 25, 24, 112, 176, 360, 16


@dataclass(frozen=True, slots=True)
class House:
    """layers: the rooms, top to bottom. knows: of each room the rooms it imports from."""

    layers: Sequence[Sequence[str]]
    knows: Mapping[str, frozenset[str]]

    @property
    def rooms(self) -> list[str]:
        return [room for layer in self.layers for room in layer]


def read_house(root: Path) -> House:
    """The house as it stands below a folder. Raises KeyError for a room without a purpose."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    layers = [[room.strip() for room in layer.split("|")] for layer in contract["layers"]]
    rooms = [room for layer in layers for room in layer]
    for room in rooms:
        _ = PURPOSES[room]
    found: dict[str, set[str]] = {room: set() for room in rooms}
    for name, path in _modules(root):
        room = _room_of(name, rooms)
        if room is not None:
            found[room] |= {
                other
                for imported in _imports(path)
                if (other := _room_of(imported, rooms)) is not None and other != room
            }
    return House(layers, {room: frozenset(others) for room, others in found.items()})


def _modules(root: Path) -> Iterator[tuple[str, Path]]:
    """(dotted name, file) of every module of the house, migrations left out."""
    for package, folder in (("helpline", root), ("chat", root), ("cms", root), ("selfhelp", root),
                            ("figures", root / "statistics")):  # fmt: skip
        for path in sorted((folder / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__"), path


def _imports(path: Path) -> Iterator[str]:
    """The names a module imports, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room_of(name: str, rooms: Sequence[str]) -> str | None:
    return next((room for room in rooms if name == room or name.startswith(f"{room}.")), None)


def table(house: House) -> str:
    """The rooms as a table in Markdown, top to bottom."""
    lines = ["| room | what it is for | imports from |", "|---|---|---|"]
    for layer in house.layers:
        for room in layer:
            others = ", ".join(f"`{_short(each)}`" for each in house.rooms if each in house.knows[room])
            lines.append(f"| `{room}` | {PURPOSES[room]} | {others or 'no room'} |")
    return "\n".join(lines) + "\n"


def with_table(page: str, house: House) -> str:
    """The page with the table of this house in its place."""
    return _TABLE.sub(lambda match: f"{match[1]}{table(house)}{match[2]}", page)


def _short(room: str) -> str:
    return room.removeprefix("helpline.")


def drawing(house: House) -> str:
    """The picture: a row for each room, a column for each room it may import from, a dot where it does.

    What lies right of the stairs is below; a dot left of them would be an import upwards.
    """
    rooms = house.rooms
    left = _EDGE + _NAMES + _WORDS
    width, height = left + _COLUMN * len(rooms) + _EDGE, _HEAD + _ROW * len(rooms) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-labelledby="title words" font-family="system-ui, sans-serif" font-size="12.5">',
        '<title id="title">The rooms of the house</title>',
        '<desc id="words">Each row is a room. A dot says that it imports from the room of that column. '
        "Imports flow down only, so all dots lie right of the stairs.</desc>",
        "<style>:root{color-scheme:light dark}.paper{fill:#fff}.band{fill:#f2f4f7}.ink{fill:#18202b}"
        ".soft{fill:#4c5866}.dot{fill:#1f4e8c}.stair{fill:#d9dee6}.line{stroke:#d9dee6}"
        "@media (prefers-color-scheme:dark){.paper{fill:#11161d}.band{fill:#18202b}.ink{fill:#eef2f7}"
        ".soft{fill:#b3bfcd}.dot{fill:#8dbbf5}.stair{fill:#313d4d}.line{stroke:#313d4d}}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
    ]
    for at, room in enumerate(rooms):
        x = left + _COLUMN * at + _COLUMN // 2
        parts.append(
            f'<text class="soft" transform="translate({x + 4} {_HEAD - 10}) rotate(-60)">{escape(_short(room))}</text>'
        )
    row = 0
    for number, layer in enumerate(house.layers):
        y = _HEAD + _ROW * row
        if number % 2 == 0:
            parts.append(f'<rect class="band" y="{y}" width="{width}" height="{_ROW * len(layer)}"/>')
        for room in layer:
            parts.append(_row(room, row, house, left))
            row += 1
    parts.append(
        f'<text class="soft" x="{_EDGE}" y="{height - 14}">A dot: the room of the row imports from the room of the '
        "column. A band: rooms that stand beside each other and do not know each other. "
        "Left of the stairs would be upwards.</text></svg>"
    )
    return "\n".join(parts) + "\n"


def _row(room: str, row: int, house: House, left: int) -> str:
    """One room: its name, its purpose, its place on the stairs and its dots."""
    y = _HEAD + _ROW * row
    middle = y + _ROW // 2
    marks = [
        f'<text class="ink" x="{_EDGE}" y="{middle + 4}" font-weight="600">{escape(room)}</text>',
        f'<text class="soft" x="{_EDGE + _NAMES}" y="{middle + 4}">{escape(PURPOSES[room])}</text>',
        f'<rect class="stair" x="{left + _COLUMN * row + 4}" y="{y + 4}" '
        f'width="{_COLUMN - 8}" height="{_ROW - 8}" rx="3"/>',
    ]
    marks += [
        f'<circle class="dot" cx="{left + _COLUMN * at + _COLUMN // 2}" cy="{middle}" r="4.5"/>'
        for at, other in enumerate(house.rooms)
        if other in house.knows[room]
    ]
    return "".join(marks)
