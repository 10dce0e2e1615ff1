"""What can be the matter with a tree, as codes. The sentences stand in `wording`. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """error: the tree is not published with it, on no road. warning: an editor looks and decides."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """What was found. Stable: screens, imports and the audit log name findings by it."""

    # the graph
    NO_START = "no_start"
    SEVERAL_STARTS = "several_starts"
    START_ENDS = "start_ends"
    BAD_ID = "bad_id"
    DUPLICATE_ID = "duplicate_id"
    DUPLICATE_OPTION = "duplicate_option"
    MISSING_TARGET = "missing_target"
    OPTION_WITHOUT_TARGET = "option_without_target"
    NO_FALL_THROUGH = "no_fall_through"
    NO_OPTIONS = "no_options"
    DEAD_END = "dead_end"
    UNREACHABLE = "unreachable"
    CYCLE = "cycle"
    TOO_LARGE = "too_large"
    # what a visitor must find
    NO_CRISIS = "no_crisis"
    NO_WAY_TO_CRISIS = "no_way_to_crisis"
    ADVICE_WITHOUT_ACTION = "advice_without_action"
    ADVICE_WITHOUT_CONTACT = "advice_without_contact"
    TEXT_MISSING = "text_missing"
    # words
    TERM_TO_AVOID = "term_to_avoid"
    WORDING = "wording"
    # warnings
    TOO_DEEP = "too_deep"
    TOO_MANY_OPTIONS = "too_many_options"
    NO_UNKNOWN = "no_unknown"
    YES_NO_OPTIONS = "yes_no_options"
    KEY_UNKNOWN = "key_unknown"
    DOOR_UNKNOWN = "door_unknown"
    LIST_UNKNOWN = "list_unknown"
    CODE_UNKNOWN = "code_unknown"
    CODE_WITHOUT_LIST = "code_without_list"
    RECORD_OVERDUE = "record_overdue"
    REVIEW_OVERDUE = "review_overdue"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is the matter.

    node: the id of the node it concerns, empty for the tree as a whole. option: the id of the option in that node.
    detail: what the sentence needs beside these, as pairs of a name and a value: a target, a language, a number.
    """

    code: Code
    severity: Severity
    node: str = ""
    option: str = ""
    detail: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str:
        """One value of the detail; empty when there is none of that name."""
        return dict(self.detail).get(name, "")


def error(code: Code, node: str = "", option: str = "", **detail: object) -> Finding:
    """A finding that keeps the tree from being published."""
    return Finding(
        code, Severity.ERROR, node, option, tuple((key, str(value)) for key, value in detail.items())
    )


def warning(code: Code, node: str = "", option: str = "", **detail: object) -> Finding:
    """A finding that an editor decides about."""
    return Finding(
        code, Severity.WARNING, node, option, tuple((key, str(value)) for key, value in detail.items())
    )


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Those that keep the tree from being published."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
