"""The end of a workflow. Wagtail reads this while it loads its own models, so nothing of Wagtail is imported here."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import WorkflowState

    from helpline.accounts.models import User


def publish_agreed(workflow_state: "WorkflowState", user: "User | None" = None) -> None:
    """Publish what the second editor read: the end of a workflow (WAGTAIL_FINISH_WORKFLOW_ACTION).

    Wagtail asks who says yes for the right to publish. Here nobody has that right alone; two together have it.
    """
    workflow_state.content_object.get_latest_revision().publish(user=user, skip_permission_checks=True)
