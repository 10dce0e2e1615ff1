"""Every address of the house, as the resolver has it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

#: the admins of other packages, each with one rule for all its addresses
GROUPS = ("beheer/cms/", "beheer/techniek/")


@dataclass(frozen=True, slots=True)
class Route:
    """One address. name: as `reverse` takes it; arguments: the names of what stands in it."""

    name: str
    pattern: str
    arguments: tuple[str, ...]
    #: whether Django's check of a form's token is switched off for it
    is_exempt: bool

    @property
    def is_staffs(self) -> bool:
        """Whether it stands behind the staff's door."""
        return self.pattern.startswith(("staff/", "beheer/"))


@cache
def routes() -> tuple[Route, ...]:
    """Every address of our own; those of the two admins are left out (`in_group`)."""
    return tuple(each for each in _below(get_resolver().url_patterns) if not each.pattern.startswith(GROUPS))


@cache
def in_group(prefix: str) -> tuple[Route, ...]:
    """The addresses of one of the admins."""
    return tuple(each for each in _below(get_resolver().url_patterns) if each.pattern.startswith(prefix))


def _below(
    patterns: Sequence[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[Route]:
    for each in patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _below(
                each.url_patterns, pattern, f"{space}{each.namespace}:" if each.namespace else space
            )
        else:
            arguments = tuple(_names(pattern))
            is_exempt = getattr(each.callback, "csrf_exempt", False)
            yield Route(f"{space}{each.name or pattern}", pattern, arguments, is_exempt)


def _names(pattern: str) -> Iterator[str]:
    for part in pattern.split("<")[1:]:
        yield part.split(">", 1)[0].rpartition(":")[2]
