"""What lies beside a page: the other subjects of its site, so that nobody has to go home to go on."""

from collections.abc import Container
from dataclasses import dataclass

from cms.models import HomePage, ThemePage


@dataclass(frozen=True, slots=True)
class Subject:
    """A page to go on to."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Subjects:
    """Every page of a site but its home, themes first."""

    themes: list[Subject]
    others: list[Subject]


def themes(home: HomePage, *, without: Container[int] = ()) -> list[Subject]:
    """The published themes of a site in their order. without: primary keys of pages that are left out."""
    found = ThemePage.objects.child_of(home).live().order_by("order", "path").defer_streamfields()
    return [Subject(page.title, page.get_url() or "") for page in found if page.pk not in without]


def subjects(home: HomePage) -> Subjects:
    """Everything that can be read on a site, for who would rather choose than search."""
    others = home.get_children().live().not_type(ThemePage).order_by("title")
    return Subjects(themes(home), [Subject(page.title, page.get_url() or "") for page in others])
