"""What follows when a page appears, moves or goes: ready answers are forgotten, and the audit log is told.

Wagtail publishes on many roads (a form, a workflow, a schedule) and tells of all of them by signal and in its own
log; there is no function of ours that every road passes. So this is where the sites listen.
"""

from datetime import datetime
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db.models.signals import post_save
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import copy_for_translation_done, page_published, page_unpublished, post_page_move

from cms import kept
from helpline.audit import actions as audit

#: Wagtail's words for what changes the site, and ours
TOLD = {
    "wagtail.publish": "page.published",
    "wagtail.publish.scheduled": "page.published",
    "wagtail.unpublish": "page.unpublished",
    "wagtail.unpublish.scheduled": "page.unpublished",
    "wagtail.delete": "page.deleted",
    "wagtail.move": "page.moved",
}


def listen() -> None:
    """Called once, when the application is ready."""
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_forget, dispatch_uid=f"cms.{id(signal)}")
    copy_for_translation_done.connect(_lead_on, dispatch_uid="cms.lead_on")
    post_save.connect(_tell, sender=PageLogEntry, dispatch_uid="cms.tell")


def publish_due(*, now: datetime) -> None:
    """Publish what was scheduled, and take away what has expired. Called every few seconds: asks first."""
    waits = Revision.objects.filter(approved_go_live_at__lte=now).exists()
    if waits or Page.objects.live().filter(expire_at__lte=now).exists():
        call_command("publish_scheduled", verbosity=0, stdout=StringIO())


def _forget(**_more: Any) -> None:
    kept.forget()


def _lead_on(target_obj: Any, **_more: Any) -> None:
    from cms.models import SitePage  # listened to before the pages are loaded
    from cms.translating import lead_to_translations

    page = target_obj.specific if isinstance(target_obj, Page) else None
    if isinstance(page, SitePage):
        lead_to_translations(page)


def _tell(instance: PageLogEntry, created: bool, **_more: Any) -> None:
    """Tell the audit log who did it: the one who pressed, not the one who wrote. Nobody when the clock did."""
    action = TOLD.get(instance.action)
    if created and action is not None:
        by = instance.user.audit_id if instance.user is not None else audit.SYSTEM
        audit.record(by=by, action=action, subject=f"page:{instance.page_id}")
