"""The timeline of a case in words. Each room words its own lines; this room knows none of the rooms above it.

A room registers from its `AppConfig.ready`:

    timeline.register("referral", describe)

where `describe(lines)` gets the lines of that kind of one case, all at once so that it asks the database once, and
returns one `Told` for each of them, in the same order and in the active language.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from helpline.cases.models import LineKind, TimelineLine


@dataclass(frozen=True, slots=True)
class Told:
    """What a line says. url: where more of it stands, or empty; that page asks by itself who may read it."""

    words: str
    url: str = ""


Describe = Callable[[Sequence[TimelineLine]], Sequence[Told]]

_describers: dict[str, Describe] = {}


def register(kind: str, describe: Describe) -> None:
    """Have the lines of a kind worded by `describe`. Raises ValueError for an unknown kind."""
    if kind not in LineKind.values:
        raise ValueError(f"a timeline has no lines of the kind {kind!r}")
    _describers[kind] = describe


def unregister(kind: str) -> None:
    """Take a room's wording away, if there is one."""
    _describers.pop(kind, None)


def told(lines: Iterable[TimelineLine]) -> list[tuple[TimelineLine, Told]]:
    """Every line with what it says, in the order given. Where nobody words a kind its name stands."""
    lines = list(lines)
    worded: dict[int, Told] = {}
    for kind in {line.kind for line in lines}:
        of_kind = [line for line in lines if line.kind == kind]
        describe = _describers.get(kind, _named)
        worded.update(zip([line.pk for line in of_kind], describe(of_kind), strict=True))
    return [(line, worded[line.pk]) for line in lines]


def _named(lines: Sequence[TimelineLine]) -> list[Told]:
    return [Told(str(LineKind(line.kind).label)) for line in lines]
