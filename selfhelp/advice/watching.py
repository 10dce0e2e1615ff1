"""What happens to a page without any function of ours: it is unpublished by the clock or a button, or deleted.

All these roads end in a signal of Wagtail or Django, so this is the one place where the room listens. What is shown
does not depend on it: a page that is not live has no current version (`queries`). Publishing is not heard here; it
goes through the gate.
"""

from typing import Any

from django.db.models.signals import pre_delete
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.signals import page_unpublished

from selfhelp.advice import actions, gate
from selfhelp.advice.models import AdvicePage


def listen() -> None:
    """Called once, when the application is ready."""
    page_unpublished.connect(_close, sender=AdvicePage, dispatch_uid="advice closes with its page")
    pre_delete.connect(_close, sender=AdvicePage, dispatch_uid="advice closes with its page")
    hooks.register("register_log_actions", _name_refusals)


def _close(instance: AdvicePage, **_more: Any) -> None:
    actions.withdraw(programme=instance.programme, by=gate.who_acts(), now=timezone.now())


def _name_refusals(registry: LogActionRegistry) -> None:
    """So that a page's history can say it."""
    registry.register_action(
        actions.REFUSED,
        _("Refuse"),
        _("Was to appear on time, and the checks refused it: it stays as it was"),
    )
