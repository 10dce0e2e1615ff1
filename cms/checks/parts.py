"""What the checks say about everything of a page but its wording: pictures, links, headings, dates, lengths."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cms.checks import vague
from cms.checks.findings import Code, Finding, Severity
from cms.checks.text import REVIEW_BY, SUMMARY, TITLE, Content

#: characters; what search results show of them
LONGEST_TITLE, LONGEST_SUMMARY = 60, 160


def images(content: Content) -> Iterator[Finding]:
    """Pictures without an alternative text that says something."""
    for image in content.images:
        if image.is_decorative:
            continue
        if not image.alt.strip():
            yield Finding(
                Severity.ERROR,
                Code.ALT_MISSING,
                _("A picture without alternative text."),
                image.where,
                suggestion=_("Say what it shows to who cannot see it, or mark it as decoration."),
            )
        elif vague.says_nothing(image.alt):
            yield Finding(
                Severity.ERROR,
                Code.ALT_SAYS_NOTHING,
                format_lazy(_("The alternative text “{alt}” says nothing."), alt=image.alt.strip()),
                image.where,
                excerpt=image.alt,
                suggestion=_("Say what it shows to who cannot see it, or mark it as decoration."),
            )


def links(content: Content) -> Iterator[Finding]:
    """Dead links within the site, and links whose words do not say where they lead."""
    for link in content.links:
        if link.kind == "internal" and not link.is_alive:
            yield Finding(
                Severity.ERROR,
                Code.LINK_DEAD,
                format_lazy(
                    _("A link to a page that is not there (any more): {target}."), target=link.target
                ),
                link.where,
                excerpt=link.words,
                suggestion=_("Choose another page, publish that one first, or take the link out."),
            )
        if vague.is_wordless(link.words):
            yield Finding(
                Severity.WARNING,
                Code.LINK_WITHOUT_WORDS,
                format_lazy(_("A link without words, to {target}."), target=link.target),
                link.where,
                suggestion=_("Say where it leads."),
            )
        elif vague.is_vague_link(link.words):
            yield Finding(
                Severity.ADVICE,
                Code.LINK_WORDS_VAGUE,
                format_lazy(
                    _("The words of the link, “{words}”, do not say where it leads."), words=link.words
                ),
                link.where,
                excerpt=link.words,
                suggestion=_("Use words that make sense by themselves, such as the title of the page."),
            )
        elif link.kind in ("internal", "external") and vague.is_address(link.words):
            yield Finding(
                Severity.ADVICE,
                Code.LINK_WORDS_ADDRESS,
                _("A web address as the words of a link: read aloud it is noise."),
                link.where,
                excerpt=link.words,
                suggestion=_("Use words that make sense by themselves, such as the title of the page."),
            )


def headings(content: Content) -> Iterator[Finding]:
    """Headings that leave out a level; the title of the page is level 1."""
    before = 1  # the page's title
    for block in content.blocks:
        if block.kind != "heading" or vague.is_wordless(block.text):
            continue
        if block.level > before + 1:
            yield Finding(
                Severity.ADVICE,
                Code.HEADING_SKIPPED,
                format_lazy(
                    _("A heading of level {level} after one of level {before}: a level is skipped."),
                    level=block.level,
                    before=before,
                ),
                block.where,
                block.part,
                excerpt=block.text,
                suggestion=format_lazy(_("Make it level {level}."), level=before + 1),
            )
        before = block.level


def review(content: Content, today: date) -> Iterator[Finding]:
    """Whether somebody looks at the page again, and in time."""
    if content.review_by is None:
        yield Finding(
            Severity.ADVICE,
            Code.REVIEW_MISSING,
            _("No day is set to look at this page again."),
            REVIEW_BY,
            suggestion=_("Numbers, laws and apps change: half a year from now is a good start."),
        )
    elif content.review_by < today:
        yield Finding(
            Severity.WARNING,
            Code.REVIEW_OVERDUE,
            format_lazy(_("This should have been looked at again by {day}."), day=_day(content.review_by)),
            REVIEW_BY,
            suggestion=_("Check numbers, links and advice, then set a new day."),
        )


def lengths(content: Content) -> Iterator[Finding]:
    """A title or summary that search results would cut off, and a missing summary."""
    title, summary = len(content.title.strip()), len(content.summary.strip())
    if title > LONGEST_TITLE:
        yield Finding(
            Severity.ADVICE,
            Code.TITLE_TOO_LONG,
            format_lazy(_("A title of {count} characters."), count=title),
            TITLE,
            suggestion=format_lazy(_("Search results cut it off after about {most}."), most=LONGEST_TITLE),
        )
    if not summary:
        yield Finding(
            Severity.ADVICE,
            Code.SUMMARY_MISSING,
            _("There is no summary."),
            SUMMARY,
            suggestion=_("Say in one or two sentences what a visitor finds here."),
        )
    elif summary > LONGEST_SUMMARY:
        yield Finding(
            Severity.ADVICE,
            Code.SUMMARY_TOO_LONG,
            format_lazy(_("A summary of {count} characters."), count=summary),
            SUMMARY,
            suggestion=format_lazy(_("Search results cut it off after about {most}."), most=LONGEST_SUMMARY),
        )


def _in_words(day: date) -> str:
    return date_format(day, "j F Y")


_day = lazy(_in_words, str)
