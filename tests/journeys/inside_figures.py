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
