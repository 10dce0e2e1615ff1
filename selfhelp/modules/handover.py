"""Going to the helpline from a page of self-help: one sentence that says where somebody comes from, when they want.

No answer goes along, with a script or without: what somebody filled in is not known here. The sentence is ours, shown
before it goes, and travels as everything that is brought to a door (docs/decisions/0079).
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cms.ways import Way, ways_in
from helpline.programmes.doors import Introduction
from selfhelp.modules import queries
from selfhelp.modules.models import EMERGENCY, ProgrammePage


@dataclass(frozen=True, slots=True)
class Passage:
    """An open way to people, and the form that takes the sentence there."""

    way: Way
    introduction: Introduction


def sentence(self_help: ProgrammePage, module: str) -> str:
    """What a counsellor would read, in the active language; empty when there is no such part of the programme."""
    found = queries.module(self_help, module)
    if found is not None:
        told = _("I am reading in the self-help programme “%(programme)s”: module %(number)s, “%(title)s”.")
        return told % {"programme": self_help.title, "number": found.number, "title": found.title}
    if module == EMERGENCY and self_help.emergency is not None:
        told = _("I am reading in the self-help programme “%(programme)s”: the page “%(title)s”.")
        return told % {"programme": self_help.title, "title": self_help.emergency.title}
    return ""


def passages(self_help: ProgrammePage, text: str, now: datetime, *, speaking: str) -> list[Passage]:
    """The ways that are open now and to which a sentence can be brought."""
    programme = self_help.programme
    return [
        Passage(way, way.door.introduce(programme, [text], {}, now))
        for way in ways_in(programme, now, without="self_help", speaking=speaking)
        if way.state.open and way.door.introduce is not None
    ]
