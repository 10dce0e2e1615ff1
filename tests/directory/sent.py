"""What a browser sends when an editor saves a record."""

from typing import Any

from wagtail.test.utils.form_data import nested_form_data, streamfield

from helpline.directory.models import GlossaryTerm, Organisation, RemovalRoute, Situation, Tip
from helpline.directory.records import in_a_year


def organisation_form(**changes: Any) -> dict[str, Any]:
    """What a browser sends for an organisation."""
    return nested_form_data(
        {
            "key": "nieuw",
            "name_nl": "Nieuwe hulp",
            "name_en": "New help",
            "whom_nl": "Voor iedereen.",
            "whom_en": "",
            "what_nl": "",
            "what_en": "",
            "phones": streamfield(
                [
                    (
                        "phone",
                        {
                            "number": "0800-0113",
                            "free": "on",
                            "day_and_night": "on",
                            "note_nl": "",
                            "note_en": "",
                        },
                    )
                ]
            ),
            "hours_nl": "",
            "hours_en": "",
            "website": "https://example.org/",
            "chat_address": "",
            "order": "5",
            "source": "A letter",
            "review_by": str(in_a_year()),
            **changes,
        }
    )


def tip_form(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a tip."""
    return {
        "key": "nieuw",
        "title_nl": "Nieuwe tip",
        "title_en": "",
        "text_nl": "Doe dit.",
        "text_en": "",
        "situations": [Situation.SCAM, Situation.STALKING],
        "organisation": "",
        "source": "Us",
        "review_by": str(in_a_year()),
        **changes,
    }


def route_form(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a removal route."""
    return nested_form_data(
        {
            "key": "nieuw",
            "name_nl": "Platform",
            "name_en": "Platform",
            "image_age": "any",
            "whom_nl": "Voor iedereen.",
            "whom_en": "For everybody.",
            "steps": streamfield([("step", {"text_nl": "Meld het.", "text_en": "Report it."})]),
            "form_address": "https://example.org/",
            "source": "Us",
            "review_by": str(in_a_year()),
            **changes,
        }
    )


def term_form(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a glossary term."""
    return {
        "key": "nieuw",
        "term_nl": "Woord",
        "term_en": "Word",
        "meaning_nl": "Wat het is.",
        "meaning_en": "What it is.",
        "avoided_nl": "",
        "avoided_en": "",
        "source": "Us",
        "review_by": str(in_a_year()),
        **changes,
    }


FORM = {Organisation: organisation_form, RemovalRoute: route_form, Tip: tip_form, GlossaryTerm: term_form}
