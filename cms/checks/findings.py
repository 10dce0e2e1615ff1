"""What a check found, and where."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Severity(StrEnum):
    """How much a finding weighs, the heaviest first.

    error: the page may not be published with it. warning: somebody has to look and decide. advice: could be better.
    """

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


class Code(StrEnum):
    """What was found. Stable: screens and figures may name findings by it."""

    TERM_TO_AVOID = "term_to_avoid"
    TERM_TO_WEIGH = "term_to_weigh"
    TEXT_TOO_HARD = "text_too_hard"
    SENTENCE_TOO_LONG = "sentence_too_long"
    SENTENCE_TOO_DENSE = "sentence_too_dense"
    ALT_MISSING = "alt_missing"
    ALT_SAYS_NOTHING = "alt_says_nothing"
    LINK_DEAD = "link_dead"
    LINK_WITHOUT_WORDS = "link_without_words"
    LINK_WORDS_VAGUE = "link_words_vague"
    LINK_WORDS_ADDRESS = "link_words_address"
    HEADING_SKIPPED = "heading_skipped"
    REVIEW_MISSING = "review_missing"
    REVIEW_OVERDUE = "review_overdue"
    TITLE_TOO_LONG = "title_too_long"
    SUMMARY_MISSING = "summary_missing"
    SUMMARY_TOO_LONG = "summary_too_long"
    NOT_TRANSLATED = "not_translated"
    ENGLISH_MISSING = "english_missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an editor should know.

    message: what is the matter; suggestion: what to do, "" when the message says it. Both in the active language.
    where: the place as the content named it (a block's path), or "title", "summary", "review_by", or "" for the page.
    part: which of the blocks of that place, from 0: a rich text has several.
    span: first and past-the-last character in that block's text; None when the finding is about the whole of it.
    excerpt: the words in question with a little around them, for a list of findings; "" when there are none.
    """

    severity: Severity
    code: Code
    message: "str | _StrPromise"
    where: str
    part: int = 0
    span: tuple[int, int] | None = None
    excerpt: str = ""
    suggestion: "str | _StrPromise" = ""


def blocks_publishing(findings: list[Finding]) -> bool:
    """Say whether one of the findings keeps the page from being published."""
    return any(finding.severity is Severity.ERROR for finding in findings)
