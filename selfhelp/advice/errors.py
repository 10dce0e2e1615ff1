"""What can be wrong with what somebody asks of a tree."""

from collections.abc import Sequence

from selfhelp.advice.findings import Finding


class AdviceError(Exception):
    """Base of this room's errors."""


class TreeRefused(AdviceError):
    """The tree may not be published. findings: why, in the validator's words."""

    def __init__(self, page: int, findings: Sequence[Finding] = ()) -> None:
        self.page = page
        self.findings = tuple(findings)
        codes = ", ".join(
            f"{finding.code.value} at {finding.node or 'the tree'}" for finding in self.findings[:20]
        )
        super().__init__(f"page {page} may not be published: {codes}")


class ScenariosAltered(TreeRefused):
    """Answers that editors agreed about lead elsewhere now, and nobody has agreed to that.

    scenarios: pairs of the primary key of a scenario and the node where it ends now (empty: nowhere).
    """

    def __init__(self, page: int, scenarios: Sequence[tuple[int, str]]) -> None:
        super().__init__(page)
        self.scenarios = tuple(scenarios)
        self.args = (f"page {page} may not be published: agreed scenarios end elsewhere",)


class NotThatWay(AdviceError):
    """Wagtail's own copying, translating and aliases make no sense of a tree; the room has a way of its own."""

    def __init__(self, page: int) -> None:
        self.page = page
        super().__init__(f"page {page} is copied by selfhelp.advice.exchange")


class SnapshotsAreKept(AdviceError):
    """Somebody tried to change or delete what visitors were shown."""


class NotThatAnswer(AdviceError, ValueError):
    """A scenario names an answer or an ending that the tree does not have."""


class ImportRefused(AdviceError, ValueError):
    """A file was not imported, and nothing was changed. problems: each with its place in the file."""

    def __init__(self, problems: Sequence["Problem"]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.place}: {problem.sentence}" for problem in self.problems[:10]))


class Problem:
    """One thing in a file that is in the way. place: a path as in nodes[3].options[0].target."""

    __slots__ = ("place", "sentence")

    def __init__(self, place: str, sentence: str) -> None:
        self.place = place
        self.sentence = sentence

    def __repr__(self) -> str:
        return f"{self.place}: {self.sentence}"
