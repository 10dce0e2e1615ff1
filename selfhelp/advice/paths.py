"""Walking a tree without a visitor: how many paths there are, where answers lead, what a change alters. Pure.

A *path* is what somebody answers from the start to an ending. Answers are kept by node: {node id: [option ids]}; an
information step that was read has an entry without options. So answers can be taken to another version of the tree.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selfhelp.advice.graph import cycles, forwards, reachable, ways
from selfhelp.advice.tree import AnswerKind, Kind, Node, Tree, next_node

Answers = Mapping[str, Sequence[str]]

#: paths that a comparison looks at, at most; what is the same in both trees is not walked and does not count
MOST_COMPARED = 20_000


class NotWalkable(ValueError):
    """The tree has no start or two parts of one name, or walks in it may never end."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer. chosen: ids of options, in the order given; none for an information step that was read."""

    node: str
    chosen: tuple[str, ...] = ()


Path = tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """How far answers still walk.

    path: the answers that were used, from the start. at: the id of the node where the walk stands now: an ending, or
    the first node whose answer is missing or does not fit; empty when the tree has no start, or an answer leads
    nowhere (only in a tree that is not valid). kept: the answers worth keeping: those of the path, then those of nodes
    that may still come and that fit. dropped: the ids of nodes whose answers are not among them.
    """

    path: Path
    at: str
    kept: Mapping[str, tuple[str, ...]]
    dropped: tuple[str, ...]


def fits(node: Node, chosen: Sequence[str]) -> bool:
    """Whether these options can be the answer to this node. Nothing but "read" fits an information step."""
    if node.kind == Kind.INFO:
        return not chosen
    if node.kind != Kind.QUESTION or len(set(chosen)) != len(chosen):
        return False
    if any(node.option(option_id) is None for option_id in chosen):
        return False
    return len(chosen) >= 1 if node.answers == AnswerKind.MULTIPLE else len(chosen) == 1


def replay(tree: Tree, answers: Answers, *, reads_on: bool = False) -> Replay:
    """Walk as far as these answers lead; none of them has to fit.

    reads_on: pass information steps without an entry, as scenarios and comparisons do. A visitor stops there to read.
    """
    path: list[Given] = []
    at = tree.start
    while at is not None and not at.ends and len(path) <= len(tree.nodes):
        chosen = answers.get(at.id, () if reads_on and at.kind == Kind.INFO else None)
        if chosen is None or not fits(at, chosen):
            break
        path.append(Given(at.id, tuple(chosen)))
        at = tree.by_id.get(next_node(at, chosen))
    used = {given.node: given.chosen for given in path}
    ahead = reachable(tree, at) if at is not None else set()
    later = {
        node_id: tuple(chosen)
        for node_id, chosen in answers.items()
        if node_id not in used and node_id in ahead and fits(tree.by_id[node_id], chosen)
    }
    kept = used | later
    return Replay(
        tuple(path), at.id if at is not None else "", kept, tuple(key for key in answers if key not in kept)
    )


def change(
    tree: Tree, answers: Answers, node_id: str, chosen: Sequence[str], *, reads_on: bool = False
) -> Replay:
    """Answer a node anew; later answers that still fit stay, and are used as far as the walk comes by them."""
    return replay(tree, {**answers, node_id: tuple(chosen)}, reads_on=reads_on)


def count(tree: Tree) -> int:
    """How many paths there are, each option of a question with several answers ticked alone. Raises NotWalkable."""
    start = _walkable(tree)
    return _counts(tree, start)[start.id]


def _counts(tree: Tree, start: Node) -> dict[str, int]:
    """How many paths there are from each node on. Every node is counted once, so this does not explode."""
    counts: dict[str, int] = {}
    for node in reversed(forwards(tree, start)):
        counts[node.id] = 1 if node.ends else sum(counts.get(way.target, 0) for way in ways(node))
    return counts


def walks(tree: Tree, *, limit: int) -> Iterator[tuple[Path, Node]]:
    """The paths and their endings, in the editors' order, `limit` at most. Raises NotWalkable."""
    start = _walkable(tree)
    waiting: list[tuple[Node, Path]] = [(start, ())]
    given_out = 0
    while waiting and given_out < limit:
        node, path = waiting.pop()
        if node.ends:
            given_out += 1
            yield path, node
            continue
        waiting.extend(reversed(_onward(tree, node, path)))


def shortest_to(tree: Tree, node_id: str) -> Path | None:
    """The fewest answers that lead to a node, for previews and lists; None when none do."""
    start = tree.start
    if start is None:
        return None
    waiting: list[tuple[Node, Path]] = [(start, ())]
    seen = {start.id}
    for node, path in waiting:  # grows while it is walked: breadth first
        if node.id == node_id:
            return path
        for after, longer in _onward(tree, node, path):
            if after.id not in seen:
                seen.add(after.id)
                waiting.append((after, longer))
    return None


def _onward(tree: Tree, node: Node, path: Path) -> list[tuple[Node, Path]]:
    """Where each way on from a node leads, and the answers up to there."""
    return [
        (tree.by_id[way.target], (*path, Given(node.id, way.chosen)))
        for way in ways(node)
        if way.target in tree.by_id
    ]


@dataclass(frozen=True, slots=True)
class Changed:
    """Paths that end elsewhere now.

    before: the ending in the old tree. after: the ending in the new one, or the question where the old answers do not
    suffice any more (`asks`), or empty when they lead nowhere. number: of paths. example: one of them.
    """

    before: str
    after: str
    asks: bool
    number: int
    example: Path


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a new tree changes against an old one.

    same: number of paths that end where they did. complete: whether every path was looked at; else there were too
    many, and the numbers are of those that were. added, removed, reworded: ids of nodes, in the editors' order;
    reworded are in both and differ, whether in words or in where they lead.
    """

    changed: tuple[Changed, ...]
    same: int
    complete: bool
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()


def compare(old: Tree, new: Tree, *, limit: int = MOST_COMPARED) -> Comparison:
    """Take every path of the old tree through the new one, with the same answers. Raises NotWalkable for the old one.

    Where both trees are the same from some node on, the paths from there are counted and not walked.
    """
    start = _walkable(old)
    comparing = _Comparing(old, new, limit)
    comparing.walk(start)
    return Comparison(
        changed=tuple(comparing.changed()),
        same=comparing.same,
        complete=not comparing.cut,
        added=tuple(node_id for node_id in new.by_id if node_id not in old.by_id),
        removed=tuple(node_id for node_id in old.by_id if node_id not in new.by_id),
        reworded=tuple(
            node_id
            for node_id, node in new.by_id.items()
            if node_id in old.by_id and old.by_id[node_id] != node
        ),
    )


@dataclass
class _Comparing:
    """The walk of a comparison."""

    old: Tree
    new: Tree
    limit: int
    same: int = 0
    cut: bool = False
    _found: dict[tuple[str, str, bool], list[int]] = field(default_factory=dict)
    _examples: dict[tuple[str, str, bool], Path] = field(default_factory=dict)

    def walk(self, start: Node) -> None:
        counts = _counts(self.old, start)
        alike = _alike(self.old, self.new, start)
        looked = 0
        waiting: list[tuple[Node, Path]] = [(start, ())]
        while waiting:
            node, path = waiting.pop()
            stands = replay(self.new, {given.node: given.chosen for given in path}, reads_on=True)
            if stands.at == node.id and node.id in alike:
                self.same += counts[node.id]
                continue
            looked += 1
            if looked > self.limit:
                self.cut = True
                return
            if node.ends:
                self._end(node, stands.at, path)
                continue
            waiting.extend(reversed(_onward(self.old, node, path)))

    def _end(self, before: Node, after: str, path: Path) -> None:
        there = self.new.by_id.get(after)
        asks = there is not None and not there.ends
        if after == before.id and not asks:
            self.same += 1
            return
        key = (before.id, after, asks)
        self._found.setdefault(key, [0])[0] += 1
        self._examples.setdefault(key, path)

    def changed(self) -> Iterator[Changed]:
        place = {node_id: number for number, node_id in enumerate(self.old.by_id)}
        for key in sorted(self._found, key=lambda key: (place[key[0]], key[1])):
            yield Changed(*key, number=self._found[key][0], example=self._examples[key])


def _alike(old: Tree, new: Tree, start: Node) -> set[str]:
    """The nodes from which both trees lead on in the same way to the same endings, whatever their words."""
    if cycles(new):
        return set()
    found: set[str] = set()
    for node in reversed(forwards(old, start)):
        other = new.by_id.get(node.id)
        if (
            other is None
            or other.ends != node.ends
            or other.kind != node.kind
            or other.answers != node.answers
        ):
            continue
        onward = {way.target for way in ways(node)}
        if ways(other) == ways(node) and onward <= found:
            found.add(node.id)
    return found


def _walkable(tree: Tree) -> Node:
    if tree.start is None:
        raise NotWalkable("the tree has no start")
    if tree.has_namesakes:
        raise NotWalkable("two parts of the tree have one name")
    if cycles(tree):
        raise NotWalkable("the tree has a cycle")
    return tree.start
