"""What each model field can say about a person, and for how long it may be kept.

Every model declares `FIELD_PRIVACY`, a mapping of its field names to a `Privacy`. A test walks all models of the
house and fails on a field that is not declared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

About = Literal["nobody", "staff", "visitor_content", "organisation"]


@dataclass(frozen=True, slots=True)
class Privacy:
    """One field's declaration.

    about: whom the value can tell something about. "visitor_content" is what a visitor typed or what was said about
        them; it is only ever stored encrypted or as a code.
    term: how long the value lives, in words that docs/ and the erasure run share ("kept", "chat term", ...).
    """

    about: About
    term: str = "kept"


NOBODY = Privacy("nobody")


def staff(term: str = "employment") -> Privacy:
    """A value about a member of staff."""
    return Privacy("staff", term)


def content(term: str) -> Privacy:
    """A value that may hold what a visitor told; encrypted or coded, and erased at `term`."""
    return Privacy("visitor_content", term)


def declare(*nobody: str, **others: Privacy) -> Mapping[str, Privacy]:
    """Declare the fields of a model: positional names say nothing about anybody."""
    return {**dict.fromkeys(nobody, NOBODY), **others}
