"""Reading the figures: counts only, never rows of facts."""

from datetime import date

from django.db.models import Count, Sum

from figures import hiding
from figures.fields import first_of_month
from figures.models import DayCounter, Fact, MonthCounter, Release


def month_counts(programme: str, month: date) -> dict[tuple[str, str], int]:
    """How many facts a month has, by (channel, kind). Exact: for tables with small cells hidden, never for a screen."""
    rows = (
        Fact.objects.filter(programme=programme, month_date=first_of_month(month))
        .values("channel", "kind")
        .annotate(n=Count("pk"))
        .values_list("channel", "kind", "n")
    )
    return {(channel, kind): n for channel, kind, n in rows}


def counts_since(month: date) -> dict[tuple[str, date, str], int]:
    """How many facts there are from a month on, by (programme, month, channel). Exact: never for a screen."""
    rows = (
        Fact.objects.filter(month_date__gte=first_of_month(month))
        .values("programme", "month_date", "channel")
        .annotate(n=Count("pk"))
        .values_list("programme", "month_date", "channel", "n")
    )
    return {(programme, of, channel): n for programme, of, channel, n in rows}


def month_table(programme: str, month: date) -> hiding.Table:
    """A month so far, by kind (lines) and channel (columns), with small numbers hidden. For staff screens."""
    counts = month_counts(programme, month)
    kinds = sorted({kind for _, kind in counts}, key=lambda kind: (kind != "counselling", kind))
    channels = sorted({channel for channel, _ in counts})
    turned = {(kind, channel): n for (channel, kind), n in counts.items()}
    return hiding.table(turned, kinds, channels)


def day_counts(programme: str, name: str, first: date, last: date) -> dict[str, int]:
    """What a counter counted on the days from first to last, both included, by code."""
    rows = (
        DayCounter.objects.filter(programme=programme, name=name, day_date__range=(first, last))
        .values("code")
        .annotate(total=Sum("n"))
        .values_list("code", "total")
    )
    return dict(rows)


def month_counter(
    programme: str, name: str, first: date, last: date, *, beginning: str
) -> dict[tuple[str, str, date], int]:
    """What a counter counted in the months of these two days and all between, by code, second code and month.

    beginning: what the codes begin with. Exact: for tables with small cells hidden, never for a screen.
    """
    rows = MonthCounter.objects.filter(
        programme=programme,
        name=name,
        code__startswith=beginning,
        month_date__range=(first_of_month(first), first_of_month(last)),
    ).values_list("code", "second_code", "month_date", "n")
    return {(code, second, month): n for code, second, month, n in rows}


def releases(programme: str) -> list[Release]:
    """What was released of a programme, the newest first."""
    return list(Release.objects.filter(programme=programme).order_by("-pk"))
