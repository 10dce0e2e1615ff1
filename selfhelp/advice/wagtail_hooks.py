"""Wagtail reads this module: what the room adds to its screens."""

from selfhelp.advice.editing import hooks as _screens  # noqa: F401 - registers itself
