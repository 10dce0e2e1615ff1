"""Who may see and do what on the editors' screens of a tree: what Wagtail says of the page."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from helpline.accounts.models import User
from selfhelp.advice.models import AdvicePage


def page_for(request: HttpRequest, page_id: int) -> AdvicePage:
    """The page, for somebody who may edit it. Raises Http404, PermissionDenied."""
    page: AdvicePage = get_object_or_404(AdvicePage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return page


def draft_of(page: AdvicePage) -> AdvicePage:
    """The page as it was saved last."""
    draft: AdvicePage = page.get_latest_revision_as_object()
    return draft


def editor_of(request: HttpRequest) -> User:
    """Who asks. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
