"""Template filters of self-help."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from selfhelp.modules import readable

register = template.Library()


@register.filter
def in_lines(value: Mapping[str, Any]) -> tuple[readable.Line, ...]:
    """An answer in words."""
    return readable.lines_of(dict(value))


@register.filter
def item(found: Mapping[str, Any], key: str) -> Any:
    """What stands under a key; empty without it."""
    return found.get(key, "")


@register.filter
def as_numbers(numbers: object) -> Iterable[int]:
    """The numbers of a scale; without any, those of a score."""
    return numbers if isinstance(numbers, range) else range(11)
