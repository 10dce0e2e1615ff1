"""A record of the directory as the content checks see it: once in Dutch, once in English."""

from typing import Any

from django.conf import settings

from cms.checks.text import REVIEW_BY, TITLE, Content
from cms.gathering import Gathered, Place
from helpline.directory.models import Tip
from helpline.directory.records import Record

#: streams of records: the field, and the names of the texts in each of its parts
STREAMS = {"phones": "note", "steps": "text"}


def gathered(record: Record, language: str) -> Gathered:
    """What is read of a record in one language, with its places. What visitors never see is left out."""
    found = Gathered()
    found.places[TITLE] = _place(record, f"{record.TITLE}_{language}")
    for name in record.BILINGUAL:
        if name != record.TITLE:
            found.at(f"{name}_{language}", _place(record, f"{name}_{language}"))
            for paragraph in getattr(record, f"{name}_{language}").split("\n\n"):
                found.say(paragraph.strip())
    for field, text in STREAMS.items():
        for number, part in enumerate(getattr(record, field, ()), start=1):
            words = f"{_label(record, field)} {number} ({language})"
            found.at(f"{field}:{number}:{language}", Place(words, field, part.id or ""))
            found.say(part.value.get(f"{text}_{language}"), kind="list")
    if isinstance(record, Tip) and record.organisation is not None:
        found.at("organisation", _place(record, "organisation"))
        found.lead_to(record.organisation)
    found.places[REVIEW_BY] = _place(record, REVIEW_BY)
    return found


def as_content(record: Record, found: Gathered, language: str) -> Content:
    """The same as the checks take it. What is said once for the whole record is said with the Dutch."""
    is_first = language == settings.LANGUAGE_CODE
    return Content(
        language=language,
        title=getattr(record, f"{record.TITLE}_{language}"),
        blocks=found.blocks,
        links=found.links if is_first else (),
        review_by=record.review_by if is_first else None,
        places=list(found.places),
    )


def without_english(record: Record) -> list[Place]:
    """The texts that exist in Dutch and not in English."""
    found = [
        _place(record, f"{name}_en")
        for name in record.BILINGUAL
        if getattr(record, f"{name}_nl").strip() and not getattr(record, f"{name}_en").strip()
    ]
    for field, text in STREAMS.items():
        found += [
            Place(f"{_label(record, field)} {number}", field, part.id or "")
            for number, part in enumerate(getattr(record, field, ()), start=1)
            if part.value.get(f"{text}_nl") and not part.value.get(f"{text}_en")
        ]
    return found


def _place(record: Record, field: str) -> Place:
    label = _label(record, field)
    return Place(label[:1].upper() + label[1:], field)


def _label(record: Record, field: str) -> str:
    model: Any = record
    return str(model._meta.get_field(field).verbose_name)  # noqa: SLF001 - Django's documented interface
