"""Whether a tree can be walked: the proof that no visitor ends nowhere. Pure: no Django, no clock.

`ways` says which answers a node takes and where each leads; everything else is worked out from it. The verdict of
`validate` is the same as that of walking every possible walk, which a property test does with random trees.

What counts as the crisis advice being reachable: every page shows a link to it, but somebody who only answers must come
there too, so an answer must lead to it.
"""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from selfhelp.advice.findings import Code, Finding, error, warning
from selfhelp.advice.tree import EMPTY, AnswerKind, Kind, Node, Option, Text, Tree

#: an id of a node or an option, in files and on pages (where they are UUIDs)
ID = re.compile(r"[a-z0-9-]{1,36}")

#: pages that a visitor goes through before the advice; more is a warning
DEEPEST = 7
#: options of a question without "I don't know"; more is a warning
MOST_OPTIONS = 6

#: kinds of questions about a fact that somebody may not know, or where "none of these" may be true
_UNKNOWN_FITS = (AnswerKind.YES_NO, AnswerKind.AGE_BAND, AnswerKind.MULTIPLE)


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a node. chosen: the options, none for an information step. target: as written, maybe empty."""

    chosen: tuple[str, ...]
    target: str


@dataclass(frozen=True, slots=True)
class Known:
    """What stands outside the tree, for the warnings: published keys, channels, codes, and what is overdue.

    codes: the codes offered now, by the key of their list.
    """

    tips: Set[str] = frozenset()
    organisations: Set[str] = frozenset()
    removal: Set[str] = frozenset()
    doors: Set[str] = frozenset()
    codes: Mapping[str, Set[str]] = field(default_factory=dict)
    overdue: Set[tuple[str, str]] = frozenset()
    review_overdue: bool = False


def ways(node: Node) -> tuple[Way, ...]:
    """The ways on from a node, in the editors' order; none from one that ends a walk.

    A question with several answers has one way for each option ticked alone: whatever else is ticked with it leads
    along one of these (see `tree.next_node`).
    """
    if node.kind == Kind.INFO:
        return (Way((), node.target),)
    if node.kind != Kind.QUESTION:
        return ()
    rest = node.target if node.answers == AnswerKind.MULTIPLE else ""
    return tuple(Way((option.id,), option.target or rest) for option in node.options)


def following(tree: Tree, node: Node) -> list[Node]:
    """The nodes that can come next, each once, in the editors' order."""
    targets = dict.fromkeys(way.target for way in ways(node))
    return [tree.by_id[target] for target in targets if target in tree.by_id]


def reachable(tree: Tree, start: Node | None = None) -> set[str]:
    """The ids of the nodes that answers lead to from a node, itself included; without one, from the tree's start."""
    first = start or tree.start
    if first is None:
        return set()
    seen, waiting = {first.id}, [first]
    while waiting:
        for node in following(tree, waiting.pop()):
            if node.id not in seen:
                seen.add(node.id)
                waiting.append(node)
    return seen


def cycles(tree: Tree) -> list[tuple[str, ...]]:
    """Each group of nodes that lead back to each other, in the editors' order; none in a tree that can be walked."""
    found: list[tuple[str, ...]] = []
    taken: set[str] = set()
    suspects = _after_a_cycle(tree)
    for node in suspects:
        if node.id in taken:
            continue
        onward = set().union(*(reachable(tree, each) for each in following(tree, node)), set())
        if node.id not in onward:
            continue
        group = tuple(
            other.id for other in suspects if other.id in onward and node.id in reachable(tree, other)
        )
        taken.update(group)
        found.append(group)
    return found


def _after_a_cycle(tree: Tree) -> list[Node]:
    """What is left when nodes that nothing leads to are taken away, again and again: nothing without a cycle."""
    waits = dict.fromkeys(tree.by_id, 0)
    for node in tree.by_id.values():
        for after in following(tree, node):
            waits[after.id] += 1
    free = [node_id for node_id, number in waits.items() if not number]
    while free:
        node_id = free.pop()
        del waits[node_id]
        for after in following(tree, tree.by_id[node_id]):
            waits[after.id] -= 1
            if not waits[after.id]:
                free.append(after.id)
    return [node for node in tree.by_id.values() if node.id in waits]


def validate(tree: Tree, known: Known | None = None) -> list[Finding]:
    """Everything that is the matter with a tree, errors first, then in the editors' order.

    known: what stands outside it; without it keys, doors and codes are not looked up.
    """
    found = [
        *_start(tree),
        *_ids(tree),
        *_leading_on(tree),
        *_reaching(tree),
        *_cycles(tree),
        *_crisis(tree),
        *_endings(tree),
        *_texts(tree),
        *_shape(tree),
        *(_outside(tree, known) if known is not None else ()),
    ]
    return in_order(tree, found)


def in_order(tree: Tree, findings: list[Finding]) -> list[Finding]:
    """Findings as a screen lists them: errors first, then the tree as a whole, then node by node."""
    place = {node.id: number for number, node in enumerate(tree.nodes)}
    return sorted(findings, key=lambda each: (each.severity, place.get(each.node, -1)))


def _start(tree: Tree) -> Iterator[Finding]:
    starts = [node for node in tree.nodes if node.start]
    if not starts:
        yield error(Code.NO_START)
    if len(starts) > 1:
        yield from (error(Code.SEVERAL_STARTS, node.id, number=len(starts)) for node in starts)
    yield from (error(Code.START_ENDS, node.id) for node in starts if node.ends)


def _ids(tree: Tree) -> Iterator[Finding]:
    seen: set[str] = set()
    for node in tree.nodes:
        if not ID.fullmatch(node.id):
            yield error(Code.BAD_ID, node.id, id=node.id)
        if node.id in seen:
            yield error(Code.DUPLICATE_ID, node.id, id=node.id)
        seen.add(node.id)
        options: set[str] = set()
        for option in _options(node):
            if not ID.fullmatch(option.id):
                yield error(Code.BAD_ID, node.id, option.id, id=option.id)
            if option.id in options:
                yield error(Code.DUPLICATE_OPTION, node.id, option.id, id=option.id)
            options.add(option.id)


def _options(node: Node) -> tuple[Option, ...]:
    return node.options if node.kind == Kind.QUESTION else ()


def _leading_on(tree: Tree) -> Iterator[Finding]:
    """Every answer must lead to a node that is there."""
    for node in tree.nodes:
        if node.kind == Kind.INFO:
            if not node.target:
                yield error(Code.DEAD_END, node.id)
            elif node.target not in tree.by_id:
                yield error(Code.MISSING_TARGET, node.id, target=node.target)
        elif node.kind == Kind.QUESTION:
            yield from _answers(tree, node)


def _answers(tree: Tree, node: Node) -> Iterator[Finding]:
    if not node.options:
        yield error(Code.NO_OPTIONS, node.id)
        return
    several = node.answers == AnswerKind.MULTIPLE
    without = [option for option in node.options if not option.target]
    for option in node.options:
        if option.target and option.target not in tree.by_id:
            yield error(Code.MISSING_TARGET, node.id, option.id, target=option.target)
    if several and without and not node.target:
        yield from (error(Code.NO_FALL_THROUGH, node.id, option.id) for option in without)
    elif several and without and node.target not in tree.by_id:
        yield error(Code.MISSING_TARGET, node.id, target=node.target)
    elif not several:
        yield from (error(Code.OPTION_WITHOUT_TARGET, node.id, option.id) for option in without)
    if not following(tree, node):
        yield error(Code.DEAD_END, node.id)


def _reaching(tree: Tree) -> Iterator[Finding]:
    """Every node must be on some walk. Without a start nothing is, and one finding says so already."""
    if tree.start is None:
        return
    there = reachable(tree)
    some_crisis = any(node.kind == Kind.CRISIS and node.id in there for node in tree.nodes)
    for node in tree.by_id.values():
        if node.id in there:
            continue
        if node.kind == Kind.CRISIS and not some_crisis:
            yield error(Code.NO_WAY_TO_CRISIS, node.id)
        else:
            yield error(Code.UNREACHABLE, node.id)


def _cycles(tree: Tree) -> Iterator[Finding]:
    for group in cycles(tree):
        yield error(Code.CYCLE, group[0], nodes=" ".join(group))


def _crisis(tree: Tree) -> Iterator[Finding]:
    if tree.crisis is None:
        yield error(Code.NO_CRISIS)


def _endings(tree: Tree) -> Iterator[Finding]:
    """Nobody is sent away without something to do and somebody to turn to."""
    for node in tree.nodes:
        if not node.ends:
            continue
        if not node.steps and not node.tips:
            yield error(Code.ADVICE_WITHOUT_ACTION, node.id)
        if not node.organisations and not node.doors:
            yield error(Code.ADVICE_WITHOUT_CONTACT, node.id)


def _texts(tree: Tree) -> Iterator[Finding]:
    """No page is half in another language: what is written in one is written in both."""
    for node in tree.nodes:
        yield from _text(node, "text", node.text, needed=True)
        for name, text in meant(node):
            yield from _text(node, name, text)
        for option in _options(node):
            yield from _text(node, "label", option.label, needed=True, option=option.id)
        for number, step in enumerate(node.steps if node.ends else (), start=1):
            yield from _text(node, "step", step.title, needed=True, number=number)
            yield from _text(node, "step_text", step.text, number=number)


def meant(node: Node) -> Iterator[tuple[str, Text]]:
    """The texts beside a node's first that mean something for its kind, by name."""
    if node.kind == Kind.QUESTION:
        yield "help", node.help
    else:
        yield "body", node.body
    if node.ends:
        yield "say", node.say


def _text(
    node: Node, name: str, text: Text, *, needed: bool = False, option: str = "", **detail: object
) -> Iterator[Finding]:
    if text == EMPTY and not needed:
        return
    for language in ("nl", "en"):
        if not getattr(text, language).strip():
            yield error(Code.TEXT_MISSING, node.id, option, field=name, language=language, **detail)


def _shape(tree: Tree) -> Iterator[Finding]:
    """What makes a tree hard to walk, though it can be walked."""
    for node in tree.nodes:
        if node.kind != Kind.QUESTION:
            continue
        known = [option for option in node.options if not option.unknown]
        if len(known) > MOST_OPTIONS:
            yield warning(Code.TOO_MANY_OPTIONS, node.id, number=len(known), most=MOST_OPTIONS)
        if node.options and node.answers in _UNKNOWN_FITS and len(known) == len(node.options):
            yield warning(Code.NO_UNKNOWN, node.id)
        if node.options and node.answers == AnswerKind.YES_NO and len(known) != 2:
            yield warning(Code.YES_NO_OPTIONS, node.id)
    if tree.start is not None and not tree.has_namesakes and not cycles(tree):
        deepest, steps = _deepest(tree, tree.start)
        if steps > DEEPEST:
            yield warning(Code.TOO_DEEP, deepest, number=steps, most=DEEPEST)


def _deepest(tree: Tree, start: Node) -> tuple[str, int]:
    """Where the longest walk ends, and how many pages come before that. Only for a tree without cycles."""
    steps: dict[str, int] = {start.id: 0}
    for node in forwards(tree, start):
        for after in following(tree, node):
            steps[after.id] = max(steps.get(after.id, 0), steps[node.id] + 1)
    deepest = max(steps, key=lambda node_id: steps[node_id])
    return deepest, steps[deepest]


def forwards(tree: Tree, start: Node) -> list[Node]:
    """The nodes from here on, each after all that lead to it. Only for a tree without cycles."""
    there = reachable(tree, start)
    waits = dict.fromkeys(there, 0)
    for node_id in there:
        for after in following(tree, tree.by_id[node_id]):
            waits[after.id] += 1
    ready, found = [start], []
    while ready:
        node = ready.pop()
        found.append(node)
        for after in following(tree, node):
            waits[after.id] -= 1
            if not waits[after.id]:
                ready.append(after)
    return found


def _outside(tree: Tree, known: Known) -> Iterator[Finding]:
    if known.review_overdue:
        yield warning(Code.REVIEW_OVERDUE)
    for node in tree.nodes:
        yield from _keys(node, known)
        if node.kind == Kind.QUESTION:
            yield from _codes(node, known)


def _keys(node: Node, known: Known) -> Iterator[Finding]:
    named = [
        ("tips", node.tips, ""),
        ("organisations", node.organisations, ""),
        ("removal", node.removal, ""),
    ]
    named = named if node.ends else []
    named += [("removal", option.removal, option.id) for option in _options(node)]
    for kind, keys, option in named:
        for key in keys:
            if key not in getattr(known, kind):
                yield warning(Code.KEY_UNKNOWN, node.id, option, kind=kind, key=key)
            elif (kind, key) in known.overdue:
                yield warning(Code.RECORD_OVERDUE, node.id, option, kind=kind, key=key)
    for door in node.doors if node.ends else ():
        if door not in known.doors:
            yield warning(Code.DOOR_UNKNOWN, node.id, key=door)


def _codes(node: Node, known: Known) -> Iterator[Finding]:
    codes = known.codes.get(node.counts_as)
    if node.counts_as and codes is None:
        yield warning(Code.LIST_UNKNOWN, node.id, key=node.counts_as)
    for option in node.options:
        if option.code and not node.counts_as:
            yield warning(Code.CODE_WITHOUT_LIST, node.id, option.id, key=option.code)
        elif option.code and codes is not None and option.code not in codes:
            yield warning(Code.CODE_UNKNOWN, node.id, option.id, key=option.code, list=node.counts_as)
