"""A visitor's walk through a tree: what was answered, where that leads, what comes of it. Pure: no Django, no clock.

A walk remembers the answer to each node; the path is worked out from them, every time, from the start on. So going
back and changing an answer need no bookkeeping: what still fits is on the path again and is not asked a second time,
and what is not on the path plays no part in anything that is shown, counted or handed over. Where a page stands is
its place on the path, from 1, and nothing of the answers.

Nodes and options are named by their place in the snapshot, which never changes: small numbers for a small cookie.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from selfhelp.advice.graph import following, forwards
from selfhelp.advice.tree import AnswerKind, Kind, Node, Option, Tree, next_node

#: seconds without a sign of life after which a walk is over
IDLE = 30 * 60
#: what the figures call the whole answer to a node, beside its options
ANSWERED = "answered"


class WalkError(Exception):
    """The parent of what a walk refuses."""


class NotOnThePath(WalkError):
    """The form belongs to a page that this walk does not pass: an old tab, or somebody's invention."""


class NothingChosen(WalkError):
    """A question wants an answer, "I don't know" being one."""


class Unfitting(WalkError):
    """No options of this question, or more than it takes."""


@dataclass(frozen=True)
class Plan:
    """A tree made ready for walking. Raises ValueError for a tree without a start."""

    tree: Tree
    place: Mapping[str, int] = field(init=False, repr=False, compare=False)
    start: int = field(init=False)

    def __post_init__(self) -> None:
        first = self.tree.start
        if first is None:
            raise ValueError("a tree without a start cannot be walked")
        place: dict[str, int] = {}
        for number, node in enumerate(self.tree.nodes):
            place.setdefault(node.id, number)
        object.__setattr__(self, "place", MappingProxyType(place))
        object.__setattr__(self, "start", place[first.id])

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes, by their places."""
        return self.tree.nodes


@dataclass(frozen=True, slots=True)
class Walk:
    """What a browser holds of a walk; nobody else holds anything.

    snapshot: the number of the version it began on. seen_at: its last sign of life, in seconds since 1970.
    answers: node to chosen options, a bit for each; an information step that was read has none set. asked: the nodes
    it was led to, and left_out: those whose answer does not go along to a counsellor. easy: easy words where there
    are some. counted: it reached an advice once. handed: it was taken along to a counsellor once.
    """

    snapshot: int
    seen_at: int
    answers: Mapping[int, int] = field(default_factory=dict)
    asked: frozenset[int] = frozenset()
    left_out: frozenset[int] = frozenset()
    easy: bool = False
    counted: bool = False
    handed: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """An answer on the path. step: its page, from 1. place: of the node. options: what was chosen, as listed."""

    step: int
    place: int
    node: Node
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """Something to count once. node: its place; option: of the node, or None; whole: the answer as a whole."""

    node: int
    option: int | None = None
    whole: bool = False

    @property
    def second(self) -> str:
        """What the figures call it, beside the node."""
        return ANSWERED if self.whole else "" if self.option is None else f"o{self.option}"


def begin(plan: Plan, snapshot: int, now: int, *, easy: bool = False) -> Walk:
    """Start a walk at the tree's start. now: seconds since 1970."""
    return Walk(snapshot=snapshot, seen_at=now, asked=frozenset({plan.start}), easy=easy)


def is_over(walk: Walk, now: int) -> bool:
    """Whether nothing was heard of it for half an hour; a clock that went back by more than that ends it, too."""
    return abs(now - walk.seen_at) >= IDLE


def is_of(plan: Plan, walk: Walk) -> bool:
    """Whether everything the walk knows is there in this tree."""
    most = max((*walk.answers, *walk.asked, *walk.left_out), default=0)
    return most < len(plan.nodes) and all(
        bits.bit_length() <= len(plan.nodes[place].options) for place, bits in walk.answers.items()
    )


def seen(walk: Walk, now: int) -> Walk:
    """The same walk, with a sign of life."""
    return replace(walk, seen_at=now)


def path(plan: Plan, walk: Walk) -> tuple[int, ...]:
    """The nodes from the start to where the walk stands: a node without an answer, or one that ends it."""
    at, passed = plan.start, []
    for _ in plan.nodes:
        passed.append(at)
        node = plan.nodes[at]
        if node.ends or at not in walk.answers:
            break
        onward = plan.place.get(next_node(node, _ids(node, walk.answers[at])))
        if onward is None:
            break
        at = onward
    return tuple(passed)


def stands_at(plan: Plan, walk: Walk) -> Node:
    """The node where the walk stands."""
    return plan.nodes[path(plan, walk)[-1]]


def is_done(plan: Plan, walk: Walk) -> bool:
    """Whether the answers lead to an advice."""
    return stands_at(plan, walk).ends


def at_step(plan: Plan, walk: Walk, step: int) -> int | None:
    """The place of the node of a page, counted from 1; None where the path does not come."""
    passed = path(plan, walk)
    return passed[step - 1] if 1 <= step <= len(passed) else None


def answer(plan: Plan, walk: Walk, place: int, chosen: Sequence[str]) -> Walk:
    """Answer a node on the path, for the first time or anew. chosen: ids of options, none for an information step.

    An answer that is given again is no change. Raises NotOnThePath, NothingChosen, Unfitting.
    """
    if place not in path(plan, walk):
        raise NotOnThePath
    bits = _bits(plan.nodes[place], chosen)
    answered = replace(walk, answers={**walk.answers, place: bits})
    return _led(plan, answered)


def leave_out(walk: Walk, place: int, *, out: bool) -> Walk:
    """Keep an answer from going along to a counsellor, or let it go along after all."""
    left = walk.left_out | {place} if out else walk.left_out - {place}
    return replace(walk, left_out=left)


def marked(
    walk: Walk, *, easy: bool | None = None, counted: bool | None = None, handed: bool | None = None
) -> Walk:
    """The same walk with other marks; None leaves one as it is."""
    return replace(
        walk,
        easy=walk.easy if easy is None else easy,
        counted=walk.counted if counted is None else counted,
        handed=walk.handed if handed is None else handed,
    )


def given(plan: Plan, walk: Walk) -> list[Given]:
    """The answers on the path, in order. Information steps are no answers."""
    return [
        Given(step, place, node, _options(node, walk.answers[place]))
        for step, place in enumerate(path(plan, walk), start=1)
        if place in walk.answers and (node := plan.nodes[place]).kind == Kind.QUESTION
    ]


def going_along(plan: Plan, walk: Walk) -> list[Given]:
    """The answers that the visitor lets a counsellor read."""
    return [each for each in given(plan, walk) if each.place not in walk.left_out]


def coded(plan: Plan, walk: Walk) -> dict[str, list[str]]:
    """What the editors marked for the figures: list to codes, each once, in the order of the answers."""
    return {name: codes for name, codes in _codes(given(plan, walk)).items() if codes}


def coded_along(plan: Plan, walk: Walk) -> dict[str, list[str]]:
    """The same of the answers that go along. A list without codes: it was asked, and no code says what was answered."""
    return _codes(going_along(plan, walk))


def chosen_removal(plan: Plan, walk: Walk) -> list[str]:
    """The keys of the removal routes that belong to the answers, each once, in the order of the answers."""
    keys = (key for each in given(plan, walk) for option in each.options for key in option.removal)
    return list(dict.fromkeys(keys))


def new_counts(before: Walk | None, after: Walk, plan: Plan) -> list[Count]:
    """What a step made worth counting. Each node and its answer count once in a walk: the first time.

    before: None when the walk has just begun.
    """
    asked = after.asked - (before.asked if before else frozenset())
    answered = [place for place in after.answers if before is None or place not in before.answers]
    return [
        *(Count(place) for place in sorted(asked)),
        *(
            count
            for place in answered
            for count in _of_answer(plan.nodes[place], place, after.answers[place])
        ),
    ]


def longest(plan: Plan) -> int:
    """How many questions the longest path has. For a tree without circles, as every published one is."""
    most: dict[str, int] = {}
    for node in reversed(forwards(plan.tree, plan.nodes[plan.start])):
        further = max((most[after.id] for after in following(plan.tree, node)), default=0)
        most[node.id] = further + (node.kind == Kind.QUESTION)
    return most[plan.nodes[plan.start].id]


def taken_over(plan: Plan, walk: Walk, *, old: Plan, snapshot: int) -> tuple[Walk, bool]:
    """The same answers on another version, as far as they fit there; and whether one on the path did not.

    What was counted on the old version is not counted again on the new one.
    """
    answers: dict[int, int] = {}
    lost = False
    on_path = set(path(old, walk))
    for place, bits in walk.answers.items():
        before = old.nodes[place]
        there = plan.place.get(before.id)
        try:
            if there is None:
                raise NotOnThePath
            answers[there] = _bits(plan.nodes[there], _ids(before, bits))
        except WalkError:
            lost = lost or (place in on_path and before.kind == Kind.QUESTION)
    moved = replace(
        walk,
        snapshot=snapshot,
        answers=answers,
        asked=_moved(walk.asked, old, plan) | {plan.start},
        left_out=_moved(walk.left_out, old, plan),
    )
    return _led(plan, moved), lost


def _codes(answers: Iterable[Given]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in answers:
        if each.node.counts_as:
            codes = (option.code for option in each.options if option.code)
            found[each.node.counts_as] = [*dict.fromkeys((*found.get(each.node.counts_as, ()), *codes))]
    return found


def _led(plan: Plan, walk: Walk) -> Walk:
    """Note the node where the walk stands now as one it was led to."""
    return replace(walk, asked=walk.asked | {path(plan, walk)[-1]})


def _moved(places: frozenset[int], old: Plan, plan: Plan) -> frozenset[int]:
    ids = (old.nodes[place].id for place in places)
    return frozenset(plan.place[node_id] for node_id in ids if node_id in plan.place)


def _of_answer(node: Node, place: int, bits: int) -> Iterator[Count]:
    yield Count(place, whole=True)
    for number in range(len(node.options)):
        if bits >> number & 1:
            yield Count(place, number)


def _bits(node: Node, chosen: Sequence[str]) -> int:
    if node.kind == Kind.INFO:
        if chosen:
            raise Unfitting
        return 0
    if node.kind != Kind.QUESTION:
        raise NotOnThePath
    places = {option.id: number for number, option in enumerate(node.options)}
    wanted = dict.fromkeys(chosen)
    if not wanted:
        raise NothingChosen
    if not wanted.keys() <= places.keys() or (node.answers != AnswerKind.MULTIPLE and len(wanted) > 1):
        raise Unfitting
    return sum(1 << places[option_id] for option_id in wanted)


def _options(node: Node, bits: int) -> tuple[Option, ...]:
    return tuple(option for number, option in enumerate(node.options) if bits >> number & 1)


def _ids(node: Node, bits: int) -> tuple[str, ...]:
    return tuple(option.id for option in _options(node, bits))
