"""What journeys about the figures ask inside: see `tests.journeys.inside`."""


def two_years() -> None:
    """The figures of the demo and nothing that was imported or compared; and one fact that no contact stands behind."""
    from django.utils import timezone

    from figures.demo import create_demo_content
    from figures.facts import write_fact
    from figures.models import Comparison, EarlierFigure, EarlierYear

    for model in (Comparison, EarlierFigure, EarlierYear):
        model.objects.all().delete()
    create_demo_content()
    write_fact(programme="stopitnow", month=timezone.now(), channel="phone", codes={"kind": ["counselling"]})


def figures_exported(slug: str, folder: str) -> list[str]:
    """Every report of this month that a manager can take along, inside and released, in every format; the files."""
    from pathlib import Path

    from django.utils import timezone

    from figures.exports.formats import FORMATS, PICTURES
    from figures.periods import Period
    from figures.report import View, make
    from helpline.programmes.queries import programme_by_slug

    programme = programme_by_slug(slug)
    assert programme is not None
    today = timezone.localdate()
    period = Period(today.replace(day=1), today)
    made = []
    for view in (View.INTERNAL, View.RELEASE):
        report = make(programme, period, view=view)
        files = {f"{view}.{ending}": chosen.write(report) for ending, chosen in FORMATS.items()}
        for ending, (draw, _) in PICTURES.items():
            for name, table in report.now.tables.items():
                if drawn := draw(table, period):
                    files[f"{view}-{name}.{ending}"] = drawn
        for name, content in files.items():
            path = Path(folder) / f"{slug}-{name}"
            path.write_bytes(content)
            made.append(str(path))
    return made


def figures_leak(slug: str, name: str) -> bool:
    """As if a name had come into the figures: it stands in the title of a report from now on."""
    from helpline.programmes import queries
    from helpline.programmes.models import Programme

    Programme.objects.filter(slug=slug).update(name=name)
    queries.forget()
    return True
