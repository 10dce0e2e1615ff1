"""What differs between two versions of a node, field by field, as an editor reads it. The words are in the active
language; which paths end elsewhere is worked out by `paths.compare`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _

from selfhelp.advice.tree import EMPTY, AnswerKind, Kind, Node, Option, Step, Text, Tree
from selfhelp.advice.wording import FIELDS, KINDS, name_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that was changed. before, after: in words, empty when it was not there. is_long: shown one below the
    other."""

    what: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        """Whether the two are easier to compare one below the other."""
        return max(len(self.before), len(self.after)) > 60


def between(old: Tree, new: Tree, node_id: str) -> list[Difference]:
    """How a node that is in both trees was changed, in the order of the form. Empty when only its place was."""
    before, after = old.by_id[node_id], new.by_id[node_id]
    return list(_Comparing(old, new).nodes(before, after))


@dataclass(frozen=True, slots=True)
class _Comparing:
    old: Tree
    new: Tree

    def nodes(self, before: Node, after: Node) -> Iterator[Difference]:
        if before.kind != after.kind:
            yield Difference(_("Kind"), str(KINDS[before.kind]), str(KINDS[after.kind]))
        if before.start != after.start:
            yield _said(_("The walk begins here"), before.start, after.start)
        for name in ("text", "help", "body"):
            yield from _texts(str(FIELDS[name]), getattr(before, name), getattr(after, name))
        if before.answers != after.answers:
            yield Difference(_("How it is answered"), _answers(before), _answers(after))
        yield from self._options(before.options, after.options)
        yield from self._targets(_("Leads to"), before.target, after.target)
        if before.counts_as != after.counts_as:
            yield Difference(_("Counted in the list"), before.counts_as, after.counts_as)
        yield from _steps(before.steps, after.steps)
        for name, words in _lists():
            if getattr(before, name) != getattr(after, name):
                yield Difference(words, ", ".join(getattr(before, name)), ", ".join(getattr(after, name)))
        if before.chosen_removal != after.chosen_removal:
            yield _said(
                _("Shows how to remove images from the platforms that were chosen"),
                before.chosen_removal,
                after.chosen_removal,
            )
        yield from _texts(str(FIELDS["say"]), before.say, after.say)

    def _options(self, before: Sequence[Option], after: Sequence[Option]) -> Iterator[Difference]:
        was, now = ({option.id: option for option in each} for each in (before, after))
        for key, option in was.items():
            if key not in now:
                yield Difference(_("Answer taken away"), _first(option.label), "")
        for key, option in now.items():
            if key not in was:
                yield Difference(_("New answer"), "", _first(option.label))
            else:
                yield from self._option(was[key], option)
        if [key for key in was if key in now] != [key for key in now if key in was]:
            yield Difference(
                _("Order of the answers"),
                ", ".join(_first(option.label) for option in before),
                ", ".join(_first(option.label) for option in after),
            )

    def _option(self, before: Option, after: Option) -> Iterator[Difference]:
        name = _("Answer “%(words)s”") % {"words": _first(after.label) or _first(before.label)}
        yield from _texts(name, before.label, after.label)
        yield from self._targets(_("%(answer)s leads to") % {"answer": name}, before.target, after.target)
        if before.unknown != after.unknown:
            yield _said(
                _("%(answer)s means “I don't know”") % {"answer": name}, before.unknown, after.unknown
            )
        if before.code != after.code:
            yield Difference(_("%(answer)s is counted as") % {"answer": name}, before.code, after.code)
        if before.removal != after.removal:
            yield Difference(
                _("%(answer)s shows how to remove images from") % {"answer": name},
                ", ".join(before.removal),
                ", ".join(after.removal),
            )

    def _targets(self, what: str, before: str, after: str) -> Iterator[Difference]:
        if before != after:
            yield Difference(what, _place(self.old, before), _place(self.new, after))


def _texts(what: str, before: Text, after: Text) -> Iterator[Difference]:
    names = {"nl": _("Dutch"), "en": _("English"), "easy_nl": _("easy Dutch"), "easy_en": _("easy English")}
    for name, language in names.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield Difference(f"{what} ({language})", was, now)


def _steps(before: Sequence[Step], after: Sequence[Step]) -> Iterator[Difference]:
    nothing = Step(EMPTY)
    for number, (was, now) in enumerate(zip_longest(before, after, fillvalue=nothing), start=1):
        yield from _texts(f"{FIELDS['step']} {number}", was.title, now.title)
        yield from _texts(f"{FIELDS['step_text']} {number}", was.text, now.text)


def _lists() -> tuple[tuple[str, str], ...]:
    return (
        ("tips", _("Tips")),
        ("organisations", _("Who can help")),
        ("removal", _("Removing images")),
        ("doors", _("Ways to reach us, in order")),
    )


def _answers(node: Node) -> str:
    if node.kind != Kind.QUESTION:
        return ""
    return {
        AnswerKind.SINGLE: _("One answer"),
        AnswerKind.MULTIPLE: _("All that apply"),
        AnswerKind.YES_NO: _("Yes or no"),
        AnswerKind.AGE_BAND: _("Age"),
    }[node.answers]


def _said(what: str, before: bool, after: bool) -> Difference:
    words = {True: _("yes"), False: _("no")}
    return Difference(what, words[before], words[after])


def _first(text: Text) -> str:
    return text.nl or text.en


def _place(tree: Tree, node_id: str) -> str:
    return name_of(tree, node_id) if node_id else _("nowhere")
