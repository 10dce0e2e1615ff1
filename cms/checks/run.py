"""All checks of one page, and those of a record of the directory."""

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
    the site, a text that was not translated. The rest is for the editor to decide. finder: of another list of terms
    than the house's.
    """
    findings = [
        *wording.terms(content, finder or shipped_finder()),
        *wording.untranslated(content),
        *wording.difficulty(content),
        *parts.images(content),
        *parts.links(content),
        *parts.headings(content),
        *parts.review(content, today),
        *parts.lengths(content),
    ]
    return _in_order(findings, content)


def check_record(content: Content, today: date, finder: Finder | None = None) -> list[Finding]:
    """The same for one language of a record: it has no pictures, headings or search results of its own."""
    findings = [
        *wording.terms(content, finder or shipped_finder()),
        *wording.difficulty(content),
        *parts.links(content),
    ]
    if content.review_by is not None:
        findings += parts.review(content, today)
    return _in_order(findings, content)


def weight(finding: Finding) -> int:
    """A number to order findings by: the heaviest has the lowest."""
    return _WEIGHT[finding.severity]


def _in_order(findings: list[Finding], content: Content) -> list[Finding]:
    place = _order_of_places(content)
    # Within a place they stay as they were found: in the order of its text.
    return sorted(findings, key=lambda found: (weight(found), place(found.where), found.part))


def _order_of_places(content: Content) -> Callable[[str], int]:
    places = [TITLE, SUMMARY, REVIEW_BY, *content.places]
    for items in (content.blocks, content.images, content.links):
        places.extend(item.where for item in items)
    order: dict[str, int] = {}
    for place in places:
        order.setdefault(place, len(order))
    # "" is the page as a whole, and comes first
    return lambda where: order.get(where, -1)
