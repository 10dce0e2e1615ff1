"""Findings as sentences, in the active language. What is wrong, and what to do about it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from helpline.programmes.models import Channel
from selfhelp.advice.findings import Code, Finding
from selfhelp.advice.tree import Kind, Node, Tree

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from selfhelp.advice.gate import Refusal
    from selfhelp.advice.models import AdvicePage

SENTENCES: "Mapping[Code, _StrPromise]" = {
    Code.NO_START: _("The walk begins nowhere. Mark the first question."),
    Code.SEVERAL_STARTS: _("%(number)s parts say that the walk begins there. Keep one."),
    Code.START_ENDS: _("A walk cannot begin with advice. Let it begin with a question."),
    Code.BAD_ID: _("“%(id)s” cannot be the name of a part: small letters, digits and hyphens, 36 at most."),
    Code.DUPLICATE_ID: _("Another part has the same name, “%(id)s”. Remove one, or make it anew."),
    Code.DUPLICATE_OPTION: _("Two answers have the same name, “%(id)s”. Remove one, or make it anew."),
    Code.MISSING_TARGET: _("It leads to a part that is not there. Choose another."),
    Code.OPTION_WITHOUT_TARGET: _("This answer leads nowhere. Choose what follows."),
    Code.NO_FALL_THROUGH: _(
        "Who ticks only this answer goes nowhere. Let the answer lead somewhere, or say where the question leads."
    ),
    Code.NO_OPTIONS: _("This question has no answers."),
    Code.DEAD_END: _("Nothing follows here. Choose what follows."),
    Code.UNREACHABLE: _("No answer leads here. Let one lead here, or remove this part."),
    Code.CYCLE: _("From here the answers can lead back to here, so a walk may never end: %(names)s."),
    Code.TOO_LARGE: _(
        "This tree is larger than a browser can remember. Take out questions or answers, or make two trees of it."
    ),
    Code.NO_CRISIS: _("There is no crisis advice. Every page leads to it, so there has to be one."),
    Code.NO_WAY_TO_CRISIS: _("No answer leads to the crisis advice. Ask whether somebody is in danger now."),
    Code.ADVICE_WITHOUT_ACTION: _("This advice says nothing to do. Add a step or a tip."),
    Code.ADVICE_WITHOUT_CONTACT: _(
        "Nobody to turn to is named here. Add an organisation or a way to reach us."
    ),
    Code.TEXT_MISSING: _("%(field)s: the text in %(language)s is missing."),
    Code.TERM_TO_AVOID: _("%(message)s %(suggestion)s"),
    Code.WORDING: _("%(message)s %(suggestion)s"),
    Code.TOO_DEEP: _("The longest walk to this advice has %(number)s pages. Aim for %(most)s at most."),
    Code.TOO_MANY_OPTIONS: _("%(number)s answers are many to choose from. Aim for %(most)s at most."),
    Code.NO_UNKNOWN: _("Who does not know cannot answer. Add “I don't know”, or “none of these”."),
    Code.YES_NO_OPTIONS: _("A question of yes or no has two answers, beside “I don't know”."),
    Code.KEY_UNKNOWN: _("“%(key)s” is not published in the directory, so visitors do not see it."),
    Code.DOOR_UNKNOWN: _("“%(key)s” is no way to reach us here, so visitors do not see it."),
    Code.LIST_UNKNOWN: _("There is no code list “%(key)s”: this question is not counted."),
    Code.CODE_UNKNOWN: _(
        "The list “%(list)s” does not offer the code “%(key)s”: this answer is not counted."
    ),
    Code.CODE_WITHOUT_LIST: _("“%(key)s” is counted only when the question names a code list."),
    Code.RECORD_OVERDUE: _("“%(key)s” in the directory should have been looked at again."),
    Code.REVIEW_OVERDUE: _("This tree should have been looked at again."),
}

FIELDS: "Mapping[str, _StrPromise]" = {
    "text": pgettext_lazy("field", "Question or heading"),
    "help": pgettext_lazy("field", "Explanation"),
    "body": pgettext_lazy("field", "Text"),
    "say": pgettext_lazy("field", "What somebody can say"),
    "label": pgettext_lazy("field", "Answer"),
    "step": pgettext_lazy("field", "What to do"),
    "step_text": pgettext_lazy("field", "How to do it"),
}
LANGUAGES: "Mapping[str, _StrPromise]" = {"nl": _("Dutch"), "en": _("English")}
KINDS: "Mapping[Kind, _StrPromise]" = {
    Kind.QUESTION: _("Question"), Kind.INFO: _("Information"), Kind.ADVICE: _("Advice"),
    Kind.CRISIS: _("Crisis advice"),
}  # fmt: skip


def sentence(finding: Finding, tree: Tree) -> str:
    """What is the matter and what to do, without the place."""
    values = dict(finding.detail)
    if "field" in values:
        number = values.get("number", "")
        values["field"] = f"{FIELDS[values['field']]} {number}".strip()
    if finding.code not in (Code.TERM_TO_AVOID, Code.WORDING) and "language" in values:
        values["language"] = str(LANGUAGES[values["language"]])
    if finding.code is Code.DOOR_UNKNOWN and values["key"] in Channel.values:
        values["key"] = str(Channel(values["key"]).label)
    if "nodes" in values:
        values["names"] = ", ".join(name_of(tree, node_id) for node_id in values["nodes"].split())
    return (str(SENTENCES[finding.code]) % values).strip()


def place(finding: Finding, tree: Tree) -> str:
    """Where it is, as an editor calls it; empty for the tree as a whole."""
    if not finding.node:
        return ""
    node = tree.by_id.get(finding.node)
    option = node.option(finding.option) if node is not None and finding.option else None
    if option is None:
        return name_of(tree, finding.node)
    answer = _now("answer “%(words)s”") % {"words": _words(option.label) or option.id}
    return f"{name_of(tree, finding.node)}, {answer}"


def name_of(tree: Tree, node_id: str) -> str:
    """A part as an editor calls it: its number, kind and first words."""
    node = tree.by_id.get(node_id)
    if node is None:
        return node_id
    number = next(place for place, each in enumerate(tree.nodes, start=1) if each is node)
    return f"{number}. {KINDS[node.kind]} “{_shortened(node) or node.id}”"


def refusal(page: "AdvicePage", refused: "Refusal") -> list[str]:
    """Why the gate lets a page not through, a sentence for each reason."""
    tree = page.tree()
    found = [
        ": ".join(part for part in (place(finding, tree), sentence(finding, tree)) if part)
        for finding in refused.findings
    ]
    for outcome in refused.scenarios:
        words = {
            "name": outcome.scenario.name,
            "expect": name_of(tree, outcome.scenario.expect),
            "at": name_of(tree, outcome.at) if outcome.at else _now("nowhere"),
        }
        found.append(
            _now(
                "The agreed scenario “%(name)s” leads to %(at)s now, not to %(expect)s. Mend the tree, or agree to it."
            )
            % words
        )
    return found


def _shortened(node: Node) -> str:
    words = _words(node.text)
    return words if len(words) <= 60 else words[:57].rpartition(" ")[0] + " …"


def _words(text: object) -> str:
    first, second = ("en", "nl") if (get_language() or "nl").startswith("en") else ("nl", "en")
    return str(getattr(text, first) or getattr(text, second))
