"""All checks of one page."""

from collections.abc import Callable
from datetime import date

from cms.checks import parts, wording
from cms.checks.findings import Finding, Severity
from cms.checks.terms import Finder, shipped_finder
from cms.checks.text import REVIEW_BY, SUMMARY, TITLE, Content

_WEIGHT = {severity: weight for weight, severity in enumerate(Severity)}


def check(content: Content, today: date, finder: Finder | None = None) -> list[Finding]:
    """Everything that an editor should know about a page, the heaviest first, then in the order of the page.

    Errors keep the page from being published: a term to avoid, a picture without alternative text, a dead link within
    the site. The rest is for the editor to decide. finder: of another list of terms than the house's.
    """
    findings = [
        *wording.terms(content, finder or shipped_finder()),
        *wording.difficulty(content),
        *parts.images(content),
        *parts.links(content),
        *parts.headings(content),
        *parts.review(content, today),
        *parts.lengths(content),
    ]
    place = _order_of_places(content)
    # Within a place they stay as they were found: in the order of its text.
    return sorted(findings, key=lambda found: (_WEIGHT[found.severity], place(found.where), found.part))


def _order_of_places(content: Content) -> Callable[[str], int]:
    places = [TITLE, SUMMARY, REVIEW_BY, *content.places]
    for items in (content.blocks, content.images, content.links):
        places.extend(item.where for item in items)
    order: dict[str, int] = {}
    for place in places:
        order.setdefault(place, len(order))
    # "" is the page as a whole, and comes first
    return lambda where: order.get(where, -1)
