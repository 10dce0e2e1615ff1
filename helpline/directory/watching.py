"""Where this room hears what happened to its records.

Editors change records in Wagtail's own views, and a workflow or a timer publishes them: there is no action of ours in
between. So these receivers are the one place through which all of it passes, whoever did it: what was kept is
forgotten, and the audit log hears what changed for visitors. Wagtail's history of a record tells the rest.
"""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry

from helpline.accounts.models import User
from helpline.audit import actions as audit
from helpline.directory import queries
from helpline.directory.models import KINDS, GlossaryTerm, Organisation, RemovalRoute, Tip
from helpline.directory.records import Record

SUBJECTS: dict[type[Record], str] = {
    Organisation: "organisation",
    RemovalRoute: "removal_route",
    Tip: "tip",
    GlossaryTerm: "term",
}

#: Wagtail's words for what changes the site, and ours
TOLD = {
    "wagtail.publish": "directory.published",
    "wagtail.publish.scheduled": "directory.published",
    "wagtail.unpublish": "directory.unpublished",
    "wagtail.unpublish.scheduled": "directory.unpublished",
}


def watch() -> None:
    """Listen. Called once, when the apps are ready."""
    for kind in KINDS:
        for signal in (post_save, post_delete):
            signal.connect(_forget, sender=kind, dispatch_uid=f"directory forgets {kind.__name__}")
        post_delete.connect(_tell_deleted, sender=kind, dispatch_uid=f"directory tells of {kind.__name__}")
    m2m_changed.connect(
        _forget, sender=Organisation.programmes.through, dispatch_uid="directory forgets lists"
    )
    post_save.connect(_tell, sender=ModelLogEntry, dispatch_uid="directory tells the audit log")


def _forget(**kwargs: Any) -> None:
    queries.changed()


def _tell(instance: ModelLogEntry, created: bool, **kwargs: Any) -> None:
    kind = instance.content_type.model_class() if instance.content_type is not None else None
    action = TOLD.get(instance.action)
    if created and kind in KINDS and action is not None:
        _record(action, kind, instance.object_id, instance.user)


def _tell_deleted(sender: type[Record], instance: Record, **kwargs: Any) -> None:
    # not through Wagtail's log: deleting several at once writes nothing there
    _record("directory.deleted", sender, instance.pk, get_active_log_context().user)


def _record(action: str, kind: type[Record], pk: int | str, user: User | None) -> None:
    by = user.audit_id if user is not None else audit.SYSTEM
    audit.record(by=by, action=action, subject=f"{SUBJECTS[kind]}:{pk}")
