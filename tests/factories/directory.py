"""Records of the directory for tests."""

from datetime import date
from itertools import count
from typing import Any, TypeVar

from helpline.directory.models import GlossaryTerm, Organisation, RemovalRoute, Tip
from helpline.directory.records import Record, in_a_year
from helpline.programmes.models import Programme

Kind = TypeVar("Kind", bound=Record)
_numbers = count(1)


def make_organisation(
    *,
    key: str = "",
    name: str = "Hulp",
    phones: tuple[dict[str, Any], ...] = (),
    programmes: tuple[Programme, ...] = (),
    published: bool = True,
    review_by: date | None = None,
    **fields: Any,
) -> Organisation:
    """An organisation, in both languages. phones: the fields of each number."""
    defaults = {
        "name_en": f"{name} (en)",
        "whom_nl": "Voor iedereen.",
        "whom_en": "For everybody.",
        "source": "A test",
    }
    organisation = Organisation(
        key=key or f"organisation-{next(_numbers)}",
        name_nl=name,
        phones=[("phone", dict(phone)) for phone in phones],
        review_by=review_by or in_a_year(),
        **{**defaults, **fields},
    )
    organisation.programmes.set(programmes)
    return save(organisation, published=published)


def make_removal_route(
    *,
    key: str = "",
    name: str = "Platform",
    steps: tuple[str, ...] = ("Meld het.",),
    published: bool = True,
    **fields: Any,
) -> RemovalRoute:
    """A removal route, in both languages."""
    defaults = {
        "name_en": f"{name} (en)",
        "whom_nl": "Voor iedereen met een account.",
        "whom_en": "For everybody with an account.",
        "source": "A test",
    }
    route = RemovalRoute(
        key=key or f"route-{next(_numbers)}",
        name_nl=name,
        steps=[("step", {"text_nl": step, "text_en": f"{step} (en)"}) for step in steps],
        **{**defaults, **fields},
    )
    return save(route, published=published)


def make_tip(*, key: str = "", title: str = "Vertel het", published: bool = True, **fields: Any) -> Tip:
    """A tip, in both languages."""
    defaults = {
        "title_en": f"{title} (en)",
        "text_nl": "Je staat er niet alleen voor.",
        "text_en": "You are not alone.",
        "source": "A test",
    }
    tip = Tip(key=key or f"tip-{next(_numbers)}", title_nl=title, **{**defaults, **fields})
    return save(tip, published=published)


def make_term(*, key: str = "", term: str = "Sexting", published: bool = True, **fields: Any) -> GlossaryTerm:
    """A glossary term, in both languages."""
    defaults = {
        "term_en": f"{term} (en)",
        "meaning_nl": "Iets sturen.",
        "meaning_en": "Sending something.",
        "source": "A test",
    }
    made = GlossaryTerm(key=key or f"term-{next(_numbers)}", term_nl=term, **{**defaults, **fields})
    return save(made, published=published)


def save(record: Kind, *, published: bool) -> Kind:
    """Save a record as a draft, and publish it as an editor would."""
    record.live = False
    record.save()
    revision = record.save_revision()
    if published:
        revision.publish()
    record.refresh_from_db()
    return record
