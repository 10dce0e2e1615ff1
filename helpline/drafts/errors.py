"""What can go wrong with a draft. Nothing here knows HTTP."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpline.drafts.models import Draft


class DraftError(Exception):
    """The parent of everything this room refuses."""


class BadDraft(DraftError):
    """The key is not one, or there is more in it than a form holds."""


class DraftConflict(DraftError):
    """Another window of the same person saved this draft since. Nothing was changed; current: what stands there."""

    def __init__(self, current: "Draft") -> None:
        super().__init__(current.key)
        self.current = current
