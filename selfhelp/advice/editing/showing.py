"""What the editors' screens show of a tree: findings in words, the picture and the list, and what a draft changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from selfhelp.advice import paths, wording
from selfhelp.advice.editing.differences import Difference, between
from selfhelp.advice.examining import examine
from selfhelp.advice.findings import Finding, Severity
from selfhelp.advice.models import AdvicePage
from selfhelp.advice.picture import Counts, Entry, Picture, Remark, outline, picture
from selfhelp.advice.tree import Node, Tree


@dataclass(frozen=True, slots=True)
class Told:
    """A finding, its place and its sentence."""

    finding: Finding
    place: str
    words: str

    @property
    def is_error(self) -> bool:
        """Whether it keeps the tree from being published."""
        return self.finding.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Shown:
    """All that one look at a tree gives."""

    told: list[Told]
    entries: list[Entry]
    picture: Picture | None

    @property
    def errors(self) -> int:
        """How many findings keep it from being published."""
        return sum(1 for each in self.told if each.is_error)

    @property
    def warnings(self) -> int:
        """How many are for an editor to weigh."""
        return len(self.told) - self.errors


def spoken() -> str:
    """The language of the tree that an editor reads: the one of the screen."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def in_block(node: Node) -> str:
    """Where a link leads within the editor's form."""
    return f"#node-{node.id}"


def look_at(
    page: AdvicePage,
    today: date,
    *,
    address: Callable[[Node], str] = in_block,
    counts: Counts | None = None,
    language: str = "",
) -> Shown:
    """Examine the tree on this object, saved or not, and draw it."""
    tree = page.tree()
    findings = examine(tree, page.programme, today, review_by=page.review_by)
    told = [Told(each, wording.place(each, tree), wording.sentence(each, tree)) for each in findings]
    return draw(tree, told, address=address, counts=counts, language=language)


def draw(
    tree: Tree,
    told: Iterable[Told] = (),
    *,
    address: Callable[[Node], str] = in_block,
    counts: Counts | None = None,
    language: str = "",
) -> Shown:
    """The picture and the list of a tree, with what was found."""
    told = list(told)
    remarks = [Remark(each.finding.node, each.finding.option, each.is_error, each.words) for each in told]
    entries = outline(tree, language=language or spoken(), address=address, remarks=remarks, counts=counts)
    return Shown(told, entries, picture(entries) if entries else None)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer of an example, in words."""

    question: str
    answers: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Paths that end elsewhere now. nowhere: the answers lead nowhere. asks: a question that they do not answer."""

    number: int
    before: str
    after: str
    asks: bool
    nowhere: bool
    example: list[Given]


@dataclass(frozen=True, slots=True)
class Reworked:
    """A node that is in both versions, and how it was changed."""

    id: str
    name: str
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a draft changes against what visitors walk. is_walkable: whether paths could be compared at all."""

    is_walkable: bool
    is_complete: bool
    same: int
    elsewhere: list[Elsewhere]
    added: list[tuple[str, str]]
    removed: list[str]
    reworked: list[Reworked]

    @property
    def is_nothing(self) -> bool:
        """Whether visitors would notice nothing."""
        return not (self.elsewhere or self.added or self.removed or self.reworked)


def changes(old: Tree, new: Tree) -> Changes:
    """Compare a draft with the published tree, in words."""
    try:
        compared: Any = paths.compare(old, new)
    except paths.NotWalkable:
        compared = paths.Comparison((), 0, True, *_by_ids(old, new))
        is_walkable = False
    else:
        is_walkable = True
    reworked = [
        Reworked(node_id, wording.name_of(new, node_id), between(old, new, node_id))
        for node_id in compared.reworded
    ]
    return Changes(
        is_walkable=is_walkable,
        is_complete=compared.complete,
        same=compared.same,
        elsewhere=[_elsewhere(old, new, each) for each in compared.changed],
        added=[(node_id, wording.name_of(new, node_id)) for node_id in compared.added],
        removed=[wording.name_of(old, node_id) for node_id in compared.removed],
        reworked=[each for each in reworked if each.differences],
    )


def _by_ids(old: Tree, new: Tree) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    both = [node_id for node_id in new.by_id if node_id in old.by_id]
    return (
        tuple(node_id for node_id in new.by_id if node_id not in old.by_id),
        tuple(node_id for node_id in old.by_id if node_id not in new.by_id),
        tuple(node_id for node_id in both if old.by_id[node_id] != new.by_id[node_id]),
    )


def _elsewhere(old: Tree, new: Tree, changed: paths.Changed) -> Elsewhere:
    return Elsewhere(
        number=changed.number,
        before=wording.name_of(old, changed.before),
        after=wording.name_of(new, changed.after) if changed.after else "",
        asks=changed.asks,
        nowhere=not changed.after,
        example=in_words(old, changed.example),
    )


def in_words(tree: Tree, path: Iterable[paths.Given]) -> list[Given]:
    """The questions of a path with the answers given, without the steps that were only read."""
    found = []
    for given in path:
        node = tree.by_id.get(given.node)
        if node is None or not given.chosen:
            continue
        options = [node.option(option_id) for option_id in given.chosen]
        words = [_words(option.label) for option in options if option is not None]
        found.append(Given(_words(node.text), ", ".join(words)))
    return found


def _words(text: Any) -> str:
    language = spoken()
    return str(getattr(text, language) or text.nl or text.en)
