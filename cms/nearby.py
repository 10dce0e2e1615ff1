"""What lies beside a page: the other subjects of its site, so that nobody has to go home to go on."""

from dataclasses import dataclass

from cms.models import HomePage, SitePage, ThemePage


@dataclass(frozen=True, slots=True)
class Subject:
    """A page to go on to."""

    title: str
    address: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Every page of a site but its home, themes first."""

    themes: list[Subject]
    others: list[Subject]


def themes(home: HomePage, *, without: SitePage | None = None) -> list[Subject]:
    """The published themes of a site in their order, but this page."""
    found = ThemePage.objects.child_of(home).live().order_by("order", "path").defer_streamfields()
    return [
        Subject(page.title, page.get_url() or "", page.icon)
        for page in found
        if without is None or page.pk != without.pk
    ]


def subjects(home: HomePage) -> Subjects:
    """Everything that can be read on a site, for who would rather choose than search."""
    others = home.get_children().live().not_type(ThemePage).order_by("title")
    return Subjects(themes(home), [Subject(page.title, page.get_url() or "") for page in others])
