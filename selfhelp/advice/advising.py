"""What an ending says: its own words, with what the directory knows now and the doors that are open now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.ways import Way, ways_in
from helpline.directory import queries as directory
from helpline.directory.models import ImageAge, Organisation, RemovalRoute, Tip
from helpline.directory.words import Words
from helpline.programmes.doors import BUSY
from helpline.programmes.models import Channel, Programme
from selfhelp.advice import walk as walks
from selfhelp.advice.saying import words
from selfhelp.advice.tree import Kind, Node
from selfhelp.advice.walk import Given, Plan, Walk

#: characters of one message that goes along to a counsellor
MESSAGE = 4000
MESSAGES = 3


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do now."""

    title: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Advice:
    """An ending as a page shows it.

    open: the doors named for it that are open now. later: those that open again, and those behind which nobody is free
    just now.
    """

    heading: Words
    body: Words
    actions: tuple[Action, ...]
    organisations: list[Organisation]
    routes: list[RemovalRoute]
    tips: list[Tip]
    open: list[Way]
    later: list[Way]
    say: Words
    is_crisis: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as a list shows it. step: its page. place: of the node. out: it does not go along."""

    step: int
    place: int
    question: Words
    answers: tuple[Words, ...]
    out: bool


def advice(
    node: Node,
    programme: Programme,
    now: datetime,
    *,
    easy: bool = False,
    chosen_removal: Sequence[str] = (),
    speaking: str = "",
) -> Advice:
    """Put an ending together. chosen_removal: keys of the routes that belong to the answers.

    speaking: see `cms.ways.ways_in`.
    """
    ways = doors(node, programme, now, speaking=speaking)
    return Advice(
        heading=words(node.text, easy=easy),
        body=words(node.body, easy=easy),
        actions=tuple(
            Action(words(step.title, easy=easy), words(step.text, easy=easy)) for step in node.steps
        ),
        organisations=directory.organisations(node.organisations),
        routes=routes(node, chosen_removal),
        tips=directory.tips(node.tips),
        open=[way for way in ways if way.state.open],
        later=[way for way in ways if _comes_back(way)],
        say=words(node.say, easy=easy),
        is_crisis=node.kind == Kind.CRISIS,
    )


def _comes_back(way: Way) -> bool:
    return not way.state.open and (way.state.opens_at is not None or way.state.reason in BUSY)


def doors(node: Node, programme: Programme, now: datetime, *, speaking: str = "") -> list[Way]:
    """The doors that an ending names and that exist, in its order."""
    there = {way.door.channel: way for way in ways_in(programme, now, speaking=speaking)}
    return [there[channel] for channel in node.doors if channel in there and channel != Channel.ADVICE]


def routes(node: Node, chosen: Sequence[str]) -> list[RemovalRoute]:
    """How images come down, for an ending: the routes of its own, and where it says so those of the answers.

    An answer that tells how old the person in the image was carries the route for that age. When the answers carry one
    for one age only, the age is known, and routes for the other age are left away.
    """
    keys = [*node.removal, *(chosen if node.chosen_removal else ())]
    ages = {route.image_age for route in directory.removal_routes(chosen)} - {ImageAge.ANY}
    known = ages.pop() if len(ages) == 1 else None
    return directory.removal_routes(dict.fromkeys(keys), image_age=known)


def answers(plan: Plan, walk: Walk) -> list[Answer]:
    """The given answers, for a list on the screen."""
    return [
        Answer(
            each.step,
            each.place,
            words(each.node.text, easy=walk.easy),
            tuple(words(option.label, easy=walk.easy) for option in each.options),
            each.place in walk.left_out,
        )
        for each in walks.given(plan, walk)
    ]


def summary(plan: Plan, walk: Walk, *, title: str) -> list[str]:
    """What goes along to a counsellor, as messages in the active language: the answers that were not left out, and
    the advice they led to. Exactly this is shown to the visitor before. title: what the tree is called.
    """
    language = get_language()
    lines = [_("What I answered in “%(title)s”:") % {"title": title}]
    lines += [_line(each, language) for each in walks.going_along(plan, walk)]
    end = walks.stands_at(plan, walk)
    if end.ends:
        lines.append(_("The advice: %(advice)s") % {"advice": words(end.text, language=language)})
    return _messages(lines)


def _line(each: Given, language: str | None) -> str:
    question = words(each.node.text, language=language)
    chosen = "; ".join(words(option.label, language=language) for option in each.options)
    return f"• {question} {chosen}"


def _messages(lines: Sequence[str]) -> list[str]:
    """Lines in as few messages as they fit in; what does not fit in the last one is left away."""
    messages = [""]
    for line in lines:
        whole = line[: MESSAGE - 1]
        if len(messages[-1]) + len(whole) + 1 > MESSAGE:
            if len(messages) == MESSAGES:
                break
            messages.append("")
        messages[-1] = f"{messages[-1]}\n{whole}" if messages[-1] else whole
    return messages
