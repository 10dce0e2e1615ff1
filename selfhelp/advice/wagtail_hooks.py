"""Wagtail reads this module: what the room adds to its screens."""

from selfhelp.advice import refusals as _refusals  # noqa: F401 - registers itself
from selfhelp.advice.editing import hooks as _screens  # noqa: F401 - registers itself
