"""The guides there are, for whom, and their texts in both languages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from helpline.accounts.models import User
from helpline.accounts.roles import Permission
from helpline.guides.writing import Guide, read

LANGUAGES = ("nl", "en")
_TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Title:
    """A guide on the shelf. permissions: who holds any of these has this job; none: it is for everybody."""

    key: str
    icon: str
    permissions: tuple[str, ...]

    def is_for(self, user: User) -> bool:
        """Whether this is about what this person does here."""
        return not self.permissions or any(user.can(permission) for permission in self.permissions)


#: in the order of the contents; those of a person's own jobs come first
SHELF = (
    Title("counsellor", "message-circle", (Permission.CHAT_ANSWER,)),
    Title("shift-lead", "users", (Permission.CHAT_LEAD,)),
    Title("manager", "list", (Permission.FIGURES_VIEW,)),
    Title("editor", "book-open", (Permission.CONTENT_EDIT,)),
    Title("therapist", "calendar", (Permission.SLOTS_OWN,)),
    Title("administrator", "settings", (Permission.PEOPLE_MANAGE,)),
    Title("everybody", "key-round", ()),
)
KEYS = tuple(title.key for title in SHELF)


@cache
def guide(key: str, language: str) -> Guide:
    """A guide in a language. Raises KeyError when there is none of this name."""
    if key not in KEYS or language not in LANGUAGES:
        raise KeyError(key)
    return read((_TEXTS / language / f"{key}.md").read_text(encoding="utf-8"), key)


def language() -> str:
    """The language of the guides for this reader."""
    asked = (get_language() or "")[:2]
    return asked if asked in LANGUAGES else LANGUAGES[0]


def own_and_others(user: User) -> tuple[list[Title], list[Title]]:
    """The guides of what this person does here, and the rest: those may be read as well."""
    own = [title for title in SHELF if title.is_for(user)]
    return own, [title for title in SHELF if title not in own]
