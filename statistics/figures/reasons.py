"""Topics under the reasons for contact of Child Helpline International, by which many helplines report together.

Each topic stands under one reason, in a table that managers edit. A contact with two topics under one reason counts
once there. Like a cross table of one's own, what comes out is always rounded to fives.
"""

from collections.abc import Mapping

from django.db import transaction

from figures.axes import UNKNOWN
from figures.errors import UnknownCode
from figures.fields import REASON, SEPARATOR
from figures.models import ReasonOfTopic
from helpline.audit import actions as audit
from helpline.programmes.models import Programme
from helpline.programmes.queries import all_codes, code_exists

OTHER = "other"

#: a start, to be checked by whoever reports; what is not in it is "other"
PROPOSED: Mapping[str, str] = {
    "blackmail": "violence",
    "spread_without_consent": "violence",
    "fear_of_spreading": "violence",
    "grooming": "violence",
    "unwanted_sexting": "violence",
    "unwanted_images_received": "violence",
    "filmed_secretly": "violence",
    "manipulated_images": "violence",
    "bluff_mail": "violence",
    "online_abuse": "violence",
    "saw_csam": "violence",
    "own_wrongdoing": "violence",
    "lesson_or_material": "education",
    "viewing_csam": "violence",
    "online_contact": "violence",
    "abuse": "violence",
    "sexual_feelings": "sexuality",
    "stopping_and_relapse": "mental_health",
    "mental_health": "mental_health",
    "addiction_or_compulsion": "mental_health",
    "treatment": "mental_health",
    "self_help": "mental_health",
    "disclosure": "family",
    "relationship_or_family": "family",
}


def mapping(programme: Programme) -> dict[str, str]:
    """topic -> reason, of every topic there ever was; "unknown" stays unknown."""
    chosen = dict(ReasonOfTopic.objects.filter(programme=programme.slug).values_list("topic", "reason"))
    return {
        code.code: chosen.get(code.code, PROPOSED.get(code.code, OTHER))
        for code in all_codes(programme, "topics")
        if code.code != UNKNOWN
    }


def joined(topics: str, under: Mapping[str, str]) -> str:
    """The reasons of a fact's topics, written like its other fields. Pure."""
    known = {topic for topic in topics.split(SEPARATOR) if topic not in ("", UNKNOWN)}
    return SEPARATOR.join(sorted({under.get(topic, OTHER) for topic in known}))


@transaction.atomic
def put(*, programme: Programme, chosen: Mapping[str, str], by: str) -> int:
    """Put topics under reasons; topics that are left out stay where they are. Returns how many moved.

    by: an audit id. Raises UnknownCode, and then nothing is changed.
    """
    before = mapping(programme)
    for topic, reason in chosen.items():
        if topic not in before or not code_exists(programme, REASON, reason):
            raise UnknownCode("there is no such topic or reason")
    moved = {topic: reason for topic, reason in chosen.items() if before[topic] != reason}
    for topic, reason in sorted(moved.items()):
        ReasonOfTopic.objects.update_or_create(
            programme=programme.slug, topic=topic, defaults={"reason": reason}
        )
        audit.record(
            by=by,
            action="figures.topic_moved",
            programme=programme.slug,
            detail={"topic": topic, "before": before[topic], "after": reason},
        )
    return len(moved)
