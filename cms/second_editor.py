"""The second pair of eyes: a step of the workflow in which somebody else than the writer says yes."""

from datetime import date
from typing import Any, Protocol, runtime_checkable

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from cms.checks.findings import blocks_publishing
from helpline.accounts.models import User
from helpline.directory.records import Record
from helpline.privacy import declare


@runtime_checkable
class Mended(Protocol):
    """What is looked at before a second editor can say yes."""

    def must_be_mended(self, today: date) -> bool:
        """Whether it may not be shown as it is."""


class SecondEditor(AbstractGroupApprovalTask):
    """Somebody else than who wrote it says yes; then it is published."""

    FIELD_PRIVACY = declare("id", "name", "content_type", "active", "task_ptr", "groups")

    class Meta:
        verbose_name = _("second editor")
        verbose_name_plural = _("second editors")

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, str, bool]]:
        """What this person may answer; nothing to their own words, and no yes to what must be mended first.

        obj: a page, or a record of the directory.
        """
        if not self.may_answer(obj, user):
            return []
        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        return [action for action in actions if action[0] != "approve" or not self._must_be_mended(obj)]

    def may_answer(self, obj: Any, user: User) -> bool:
        """Whether this person may answer at all; reads nothing of the text."""
        return not self._wrote(obj, user) and bool(super().get_actions(obj, user))

    def on_action(self, task_state: Any, user: User, action_name: str, **more: Any) -> None:
        """Do what was answered. Raises PermissionDenied when it may not be answered any more.

        Wagtail asks before it saves what the answer's form holds; a second editor who changed something in that form
        has become its writer.
        """
        draft = task_state.workflow_state.content_object
        if action_name == "approve" and action_name not in {
            name for name, *_more in self.get_actions(draft, user)
        }:
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **more)

    def _must_be_mended(self, obj: Any) -> bool:
        from cms.examining import examine  # it knows the pages that stand here

        draft, today = obj.get_latest_revision_as_object(), timezone.localdate()
        if isinstance(draft, Record):
            return blocks_publishing(examine(draft, today))
        return isinstance(draft, Mended) and draft.must_be_mended(today)

    def _wrote(self, obj: Any, user: User) -> bool:
        state = obj.current_workflow_task_state
        if state is None:
            return False
        return user.pk in {state.workflow_state.requested_by_id, obj.get_latest_revision().user_id}

    @classmethod
    def get_description(cls) -> str:
        return str(_("Another editor reads it and publishes it."))
