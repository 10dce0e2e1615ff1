"""What happens to a page without any function of ours: it is unpublished by the clock or a button, or deleted.

All these roads end in a signal of Wagtail or Django, so this is the one place where the room listens. What is shown
does not depend on it: a page that is not live has no current version (`queries`). Publishing is not heard here; it
goes through the gate.
"""

from typing import Any

from django.db.models.signals import pre_delete
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_unpublished

from helpline.audit import actions as audit
from selfhelp.advice import actions
from selfhelp.advice.models import AdvicePage


def listen() -> None:
    """Called once, when the application is ready."""
    page_unpublished.connect(_close, sender=AdvicePage, dispatch_uid="advice closes with its page")
    pre_delete.connect(_close, sender=AdvicePage, dispatch_uid="advice closes with its page")


def _close(instance: AdvicePage, **_more: Any) -> None:
    user = get_active_log_context().user
    by = user.audit_id if user is not None else audit.SYSTEM
    actions.withdraw(programme=instance.programme, by=by, now=timezone.now())
