"""A tree as the checks see it: the graph, its words, and what it refers to."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from cms.checks import findings as words
from cms.checks import wording
from cms.checks.terms import shipped_finder
from cms.checks.text import Block, Content
from helpline.directory import queries as directory
from helpline.directory.models import Organisation, RemovalRoute, Tip
from helpline.directory.records import Record
from helpline.programmes import doors
from helpline.programmes import queries as programmes
from helpline.programmes.models import Programme
from selfhelp.advice import cookie, graph
from selfhelp.advice.findings import Code, Finding, error, warning
from selfhelp.advice.tree import Kind, Text, Tree

LANGUAGES = ("nl", "en")
RECORDS: dict[str, type[Record]] = {
    "tips": Tip, "organisations": Organisation, "removal": RemovalRoute,
}  # fmt: skip


def examine(tree: Tree, programme: Programme, today: date, *, review_by: date | None = None) -> list[Finding]:
    """Everything an editor should know about a tree, errors first, then node by node."""
    known = known_of(tree, programme, today, review_by=review_by)
    return graph.in_order(tree, [*graph.validate(tree, known), *_size(tree), *_words(tree)])


def errors_of(tree: Tree) -> list[Finding]:
    """What keeps a tree from being published: the graph's errors, its size, and words that we never use."""
    found = [*graph.validate(tree), *_size(tree), *_terms(tree)]
    return graph.in_order(tree, [each for each in found if each.severity == "error"])


def known_of(tree: Tree, programme: Programme, today: date, *, review_by: date | None = None) -> graph.Known:
    """What stands outside the tree, as it is now."""
    published = {kind: directory.records(model) for kind, model in RECORDS.items()}
    lists = {node.counts_as for node in tree.nodes if node.counts_as}
    return graph.Known(
        **{kind: frozenset(record.key for record in records) for kind, records in published.items()},
        doors=frozenset(door.channel for door, _state in doors.doors(programme, timezone.now())),
        codes={
            key: frozenset(code.code for code in programmes.codes(programme, key, today))
            for key in lists
            if programmes.code_list(programme, key) is not None
        },
        overdue=frozenset(
            (kind, record.key)
            for kind, records in published.items()
            for record in records
            if record.is_overdue(today)
        ),
        review_overdue=review_by is not None and review_by <= today,
    )


def _size(tree: Tree) -> Iterator[Finding]:
    """A walk that its cookie cannot hold would lose what a visitor answered."""
    if not cookie.fits(tree):
        yield error(Code.TOO_LARGE)


def _words(tree: Tree) -> Iterator[Finding]:
    """Terms to avoid, and sentences that are hard to read, in both languages."""
    yield from _terms(tree)
    for language in LANGUAGES:
        content = _content(tree, language)
        yield from (_as_ours(found, language) for found in wording.difficulty(content))


def _terms(tree: Tree) -> Iterator[Finding]:
    for language in LANGUAGES:
        found = wording.terms(_content(tree, language), shipped_finder())
        yield from (_as_ours(each, language) for each in found)


def _as_ours(found: words.Finding, language: str) -> Finding:
    node, _slash, option = found.where.partition("/")
    make, code = (
        (error, Code.TERM_TO_AVOID) if found.severity is words.Severity.ERROR else (warning, Code.WORDING)
    )
    return make(
        code, node, option,
        language=language, message=found.message, suggestion=found.suggestion, excerpt=found.excerpt,
    )  # fmt: skip


def _content(tree: Tree, language: str) -> Content:
    """The words of a tree in one language, the easy ones included."""
    blocks: list[Block] = []

    def say(where: str, text: Text, *, heading: bool = False) -> None:
        for words_of_it in (getattr(text, language), getattr(text, f"easy_{language}")):
            if words_of_it:
                part = sum(1 for block in blocks if block.where == where)
                blocks.append(
                    Block(where, "heading" if heading else "text", words_of_it, 2 if heading else 0, part)
                )

    for node in tree.nodes:
        say(node.id, node.text, heading=True)
        for _name, text in graph.meant(node):
            say(node.id, text)
        for step in node.steps if node.ends else ():
            say(node.id, step.title, heading=True)
            say(node.id, step.text)
        for option in node.options if node.kind == Kind.QUESTION else ():
            say(f"{node.id}/{option.id}", option.label, heading=True)
    return Content(language=language, title="", blocks=blocks)
