"""A question tree, as the validator, the walk and the pictures see it. Pure: no Django, no clock.

A tree is a graph of nodes that name each other by stable ids. Questions and information lead on; advice and crisis
advice end a walk. Which node follows depends on nothing but the answer to the node before it, so the whole is a graph
that can be walked through, drawn and proved (see `next_node` for questions that take several answers).

Beside it: `graph` proves a tree and names its ways, `paths` counts, replays and compares, `form` turns it into data
and back, `compiling` makes it of an editors' page. What visitors walk comes from `queries` and was let through by
`gate`. Ids match `graph.ID`; on pages they are Wagtail's own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a node is."""

    QUESTION = "question"
    INFO = "info"
    CRISIS = "crisis"
    ADVICE = "advice"


class AnswerKind(StrEnum):
    """How a question is answered. Nobody types: there is no free text in a tree."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    YES_NO = "yes_no"
    AGE_BAND = "age_band"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages, each with an easy version where one is written. Empty means: not written."""

    nl: str = ""
    en: str = ""
    easy_nl: str = ""
    easy_en: str = ""


EMPTY = Text()


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer.

    target: the node it leads to. In a question that takes several answers it may be empty: then the question's own
    target says where to go. code: what the figures count it as, a code of the list that the question's `counts_as`
    names; empty is not counted. unknown: this is the answer "I don't know". removal: keys of the directory's removal
    routes that belong to this answer (a platform).
    """

    id: str
    label: Text
    target: str = ""
    code: str = ""
    unknown: bool = False
    removal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do now."""

    title: Text
    text: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Node:
    """One block of the page. Which fields mean something depends on the kind.

    question: text, help, answers, options, counts_as, and target (several answers only: where to go when no ticked
    option says so itself). info: text (its heading), body, target. advice and crisis: text (its heading), body, steps
    in order, tips, organisations and removal (keys of the directory), chosen_removal (show the routes of the answers
    that were chosen), doors (channels that are offered, in order), say (words to say to a parent or friend).
    start: a walk begins here; exactly one question or info has it.
    """

    id: str
    kind: Kind
    text: Text
    start: bool = False
    help: Text = EMPTY
    body: Text = EMPTY
    answers: AnswerKind = AnswerKind.SINGLE
    options: tuple[Option, ...] = ()
    counts_as: str = ""
    target: str = ""
    steps: tuple[Step, ...] = ()
    tips: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    removal: tuple[str, ...] = ()
    chosen_removal: bool = False
    doors: tuple[str, ...] = ()
    say: Text = EMPTY

    @property
    def ends(self) -> bool:
        """Whether a walk ends here."""
        return self.kind in (Kind.ADVICE, Kind.CRISIS)

    def option(self, option_id: str) -> Option | None:
        """The option with this id."""
        return next((option for option in self.options if option.id == option_id), None)

    def targets(self) -> Iterator[str]:
        """The nodes it can lead to, as written: repeats and missing ones included, empty ones left out."""
        for option in self.options:
            if option.target:
                yield option.target
        if self.target:
            yield self.target


@dataclass(frozen=True, slots=True)
class Tree:
    """All nodes of a page, in the editors' order. Ids are unique: `by_id` keeps the first of two that are the same."""

    nodes: tuple[Node, ...]
    by_id: Mapping[str, Node] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, Node] = {}
        for node in self.nodes:
            found.setdefault(node.id, node)
        object.__setattr__(self, "by_id", MappingProxyType(found))

    @property
    def start(self) -> Node | None:
        """Where a walk begins; None when no node says so."""
        return next((node for node in self.nodes if node.start), None)

    @property
    def has_namesakes(self) -> bool:
        """Whether nodes share an id: which of them a way leads to is anybody's guess then."""
        return len(self.by_id) < len(self.nodes)

    @property
    def crisis(self) -> Node | None:
        """The crisis advice that every page leads to: the first one."""
        return next((node for node in self.nodes if node.kind == Kind.CRISIS), None)


def next_node(node: Node, chosen: Sequence[str]) -> str:
    """The id of the node that follows; empty when these answers lead nowhere.

    chosen: ids of options; none for an information step. With several answers the first ticked option, in the
    editors' order, that has a target of its own decides; when none has, the question's own target does. So the
    possible ways on are exactly `node.targets()`: a question with several answers stays a node of a graph.
    """
    if node.kind == Kind.INFO:
        return node.target
    for option in node.options:
        if option.id in chosen and option.target:
            return option.target
    return node.target if node.answers == AnswerKind.MULTIPLE and chosen else ""
