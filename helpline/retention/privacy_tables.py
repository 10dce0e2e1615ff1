"""What is kept about whom and for how long, as tables in Markdown: the part of docs/dpia.md that the code knows.

Made from the declarations of every field (`helpline.privacy`) and the terms of this room.
"""

import inspect
import re
from collections.abc import Iterable, Sequence

from django.apps import apps
from django.db import models

from helpline.privacy import About, Privacy
from helpline.retention.terms import terms

#: the terms of an installation that sets none itself; docs/settings.md says how they are set
_DEFAULTS = {"chat_days": 7, "contact_days": 30, "case_days": 180, "closed_case_days": 30}
_TITLES: dict[About, str] = {
    "visitor_content": "About people who ask for help",
    "staff": "About staff and outside therapists",
    "organisation": "About organisations",
}


def declared() -> list[type[models.Model]]:
    """Every model of the house that declares what its fields can tell, by name."""
    found = [model for model in apps.get_models() if getattr(model, "FIELD_PRIVACY", None)]
    return sorted(found, key=_name)


def _name(model: type[models.Model]) -> str:
    label: str = model._meta.label  # noqa: SLF001 - Django's documented interface
    return label


def page(text: str, chosen: Iterable[type[models.Model]] | None = None) -> str:
    """A page with both tables in their places."""
    text = _between(text, "fields", fields(declared() if chosen is None else chosen))
    return _between(text, "terms", _terms())


def fields(chosen: Iterable[type[models.Model]]) -> str:
    """Per group of people: in which record, which fields, until when."""
    parts = []
    rows = list(chosen)
    for about, title in _TITLES.items():
        lines = [line for model in rows for line in _lines(model, about)]
        if lines:
            parts += [
                f"### {title}\n",
                "| record | what it is | fields | until |",
                "|---|---|---|---|",
                *lines,
                "",
            ]
    return "\n".join(parts)


def _lines(model: type[models.Model], about: About) -> list[str]:
    by_term: dict[str, list[str]] = {}
    privacy: dict[str, Privacy] = dict(model.FIELD_PRIVACY)  # type: ignore[attr-defined]
    for name, field in privacy.items():
        if field.about == about:
            by_term.setdefault(field.term, []).append(name)
    return [
        f"| `{_name(model)}` | {_what(model)} | {_listed(names)} | {term} |"
        for term, names in by_term.items()
    ]


def _what(model: type[models.Model]) -> str:
    """The first sentence of the model's own words."""
    words = " ".join((inspect.getdoc(model) or "").split("\n\n")[0].split())
    return re.split(r"(?<=[.:])\s", words)[0].rstrip(".:").replace("|", "/")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _terms() -> str:
    lines = ["| kind | days | counted from |", "|---|--:|---|"]
    lines += [
        f"| {term.kind.replace('_', ' ')} | {term.length.days} | {term.since} |"
        for term in terms(**_DEFAULTS).values()
    ]
    return "\n".join(lines) + "\n"


def _between(text: str, name: str, table: str) -> str:
    place = re.compile(rf"(<!-- {name}: begin -->\n).*?(<!-- {name}: end -->)", re.DOTALL)
    return place.sub(lambda match: f"{match[1]}{table}{match[2]}", text)
