"""The first installation: the programmes, their hours and texts, and the code lists."""

from django.db import transaction

from helpline.audit import actions as audit
from helpline.programmes import data, queries
from helpline.programmes.models import Code, CodeList, OpeningHours, Programme, ProgrammeText


@transaction.atomic
def seed_programmes(*, by: str = audit.SYSTEM) -> int:
    """Add what the data files have and the database has not; change nothing that is there. Returns how many rows.

    Hours belong to the first installation of a programme only: a manager may have removed them on purpose.
    """
    added = 0
    for row in data.read_programmes():
        programme, created = Programme.objects.get_or_create(
            slug=row.slug,
            defaults={
                "name": row.name,
                "theme": row.theme,
                "languages": list(row.languages),
                "last_entry_minutes": row.last_entry_minutes,
                "order": row.order,
            },
        )
        added += created
        if created:
            added += _add_hours(programme, row)
        added += _add_texts(programme, row)
    added += _add_codes()
    if added:
        audit.record(by=by, action="programmes.seeded", detail={"rows": added})
        queries.changed()
    return added


def _add_hours(programme: Programme, row: data.ProgrammeData) -> int:
    spans = [
        OpeningHours(
            programme=programme,
            channel=span.channel,
            weekday=span.weekday,
            opens=span.opens,
            closes=span.closes,
        )
        for span in row.hours
    ]
    return len(OpeningHours.objects.bulk_create(spans))


def _add_texts(programme: Programme, row: data.ProgrammeData) -> int:
    there = set(programme.texts.values_list("key", flat=True))
    texts = [
        ProgrammeText(programme=programme, key=key, text_nl=dutch, text_en=english)
        for key, (dutch, english) in row.texts.items()
        if key not in there
    ]
    return len(ProgrammeText.objects.bulk_create(texts))


def _add_codes() -> int:
    programmes = {programme.slug: programme for programme in Programme.objects.all()}
    lists = {
        (code_list.programme.slug, code_list.key): code_list
        for code_list in CodeList.objects.select_related("programme")
    }
    there = set(Code.objects.values_list("code_list__programme__slug", "code_list__key", "code"))
    rows = [(slug, row) for row in data.read_code_lists() for slug in row.programmes]
    new = [
        CodeList(programme=programmes[slug], key=row.key, name_nl=row.name_nl, name_en=row.name_en)
        for slug, row in rows
        if (slug, row.key) not in lists
    ]
    lists |= {(each.programme.slug, each.key): each for each in CodeList.objects.bulk_create(new)}
    missing = [
        Code(code_list=lists[slug, row.key], code=code, label_nl=dutch, label_en=english, order=order)
        for slug, row in rows
        for order, (code, dutch, english) in enumerate(row.codes, start=1)
        if (slug, row.key, code) not in there
    ]
    return len(new) + len(Code.objects.bulk_create(missing))
