"""The directory as the demo shows it. Everything is published, and marked as not yet confirmed by its owner."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from helpline.audit import actions as audit
from helpline.directory import data
from helpline.directory.models import GlossaryTerm, Organisation, RemovalRoute, Tip
from helpline.directory.records import Record
from helpline.programmes.models import Programme

Row = dict[str, Any]


@transaction.atomic
def create_demo_content() -> int:
    """Add the records of the data files that are missing; change nothing that is there. Returns how many."""
    added = sum(
        _add_missing(kind, data.read(name), build)
        for kind, name, build in (
            (Organisation, "organisations", _organisation),
            (RemovalRoute, "removal_routes", _removal_route),
            (Tip, "tips", _tip),  # after the organisations that tips name
            (GlossaryTerm, "terms", _term),
        )
    )
    if added:
        audit.record(by=audit.SYSTEM, action="directory.seeded", detail={"records": added})
    return added


def _add_missing(kind: type[Record], rows: Iterable[Row], build: Callable[[Row], Record]) -> int:
    there = set(kind.objects.values_list("key", flat=True))
    missing = [row for row in rows if row["key"] not in there]
    for row in missing:
        record = build(row)
        record.key, record.source, record.needs_owner_check = row["key"], row["source"], True
        record.live = False
        record.save()
        # one entry tells the audit log of all of them: nobody decided about each
        record.save_revision().publish(log_action=False)
    return len(missing)


def _organisation(row: Row) -> Record:
    organisation = Organisation(
        **_both(row, "name", "whom", "what", "hours"),
        phones=[("phone", {**_plain(phone), **_both(phone, "note")}) for phone in row.get("phones", ())],
        website=row.get("website", ""),
        is_emergency=row.get("is_emergency", False),
        order=row["order"],
        times=row.get("times", ""),
        regions=row.get("regions", []),
        audiences=row.get("audiences", []),
        counted_as=row.get("counted_as", ""),
    )
    organisation.programmes.set(Programme.objects.filter(slug__in=row.get("programmes", ())))
    return organisation


def _removal_route(row: Row) -> Record:
    return RemovalRoute(
        **_both(row, "name", "whom"),
        image_age=row["image_age"],
        steps=[("step", {"text_nl": dutch, "text_en": english}) for dutch, english in row["steps"]],
        form_address=row.get("form_address", ""),
    )


def _tip(row: Row) -> Record:
    helper = row.get("organisation", "")
    return Tip(
        **_both(row, "title", "text"),
        situations=row["situations"],
        organisation=Organisation.objects.filter(key=helper).first(),
    )


def _term(row: Row) -> Record:
    dutch, english = row.get("avoided", ((), ()))
    return GlossaryTerm(
        **_both(row, "term", "meaning"), avoided_nl="\n".join(dutch), avoided_en="\n".join(english)
    )


def _both(row: Row, *fields: str) -> dict[str, str]:
    """The bilingual fields of a row that it has, under the names the models give them."""
    return {
        f"{field}_{language}": text
        for field in fields
        for language, text in zip(("nl", "en"), row.get(field, ("", "")), strict=True)
    }


def _plain(phone: Row) -> Row:
    return {name: value for name, value in phone.items() if name != "note"}
