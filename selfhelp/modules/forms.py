"""The form in which an editor writes a page of a programme."""

from typing import Any

from cms.forms import SitePageForm


class KeyedPageForm(SitePageForm):
    """A new page knows where it will stand, so that its key can be compared with those beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.below = self.parent_page
