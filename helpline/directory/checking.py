"""Where a room above says what an editor should know about the words of a record, and what keeps it from visitors.

The checks of words, links and reading level stand above this room, beside the pages. Here is only the place for them:
without such a room a record is published as it is.
"""

from typing import Any, Protocol

from django import forms
from django.http import HttpRequest
from wagtail.admin.panels import Panel

from helpline.directory.records import Record


class Checker(Protocol):
    """What a room above gives."""

    #: shows what was found, in the form of a record
    template: str
    #: the styles and scripts of that
    media: forms.Media

    def refusals(self, record: Record) -> list[str]:
        """What must be mended before visitors may see the record as it is now, a sentence each."""

    def context(self, record: Record, request: HttpRequest) -> dict[str, Any]:
        """What the template shows."""


_checkers: list[Checker] = []


def use(checker: Checker) -> None:
    """Have every record checked. Called once, when the apps are ready."""
    if checker not in _checkers:
        _checkers.append(checker)


def refusals(record: Record) -> list[str]:
    """What must be mended before visitors may see this record, a sentence each."""
    return [refusal for checker in _checkers for refusal in checker.refusals(record)]


class ChecksPanel(Panel):
    """What was found in the record as it was saved last; nothing when no room checks."""

    class BoundPanel(Panel.BoundPanel):
        @property
        def template_name(self) -> str:
            return _checkers[0].template

        @property
        def media(self) -> forms.Media:
            return sum((checker.media for checker in _checkers), forms.Media())

        def is_shown(self) -> bool:
            return bool(_checkers) and super().is_shown()

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | _checkers[0].context(self.instance, self.request)
