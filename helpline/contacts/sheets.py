"""What helps a counsellor in a talk about one thing: it stands beside the answer that names it.

The sheets are kept by a room above; it registers from its AppConfig how they are read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from helpline.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class Sheet:
    """A tip sheet in the reader's language. parts: paragraphs ("text") and lists ("points"), in order."""

    field: str
    code: str
    title: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    reviewed_on_date: date


#: reads the sheets of a programme
Source = Callable[[Programme], Sequence[Sheet]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Have sheets read from here, too."""
    if source not in _sources:
        _sources.append(source)


def sheets(programme: Programme) -> list[Sheet]:
    """The sheets of a programme, of all sources."""
    return [sheet for source in _sources for sheet in source(programme)]
