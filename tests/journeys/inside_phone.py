"""What a journey can ask inside a house of the phone (see tests.journeys.inside)."""

from datetime import date, timedelta


def phone_ready(slug: str, email: str, max_waiting: int = 10) -> dict[str, str]:
    """A line with a counsellor who is there for an hour; what signs the provider's requests to this house."""
    from django.utils import timezone

    from helpline.accounts.models import User
    from helpline.phone.account import account
    from helpline.phone.actions import presence
    from helpline.phone.models import PhoneLine, PhonePresence
    from helpline.programmes.models import Programme

    programme = Programme.objects.get(slug=slug)
    PhoneLine.objects.update_or_create(
        programme=programme, defaults={"number": "+318000990001", "max_waiting": max_waiting}
    )
    presence.say_available(user=User.objects.get(email=email), programme=programme)
    PhonePresence.objects.update(leased_until=timezone.now() + timedelta(hours=1))
    found = account()
    assert found is not None
    return {"token": found.auth_token, "shared": found.webhook_key, "account": found.account_sid}


def phone_counted(slug: str) -> dict[str, int]:
    """Have every call counted that is over, as time does; today's calls by outcome."""
    from django.utils import timezone

    from figures import queries
    from helpline.phone import ticking

    later = timezone.now() + timedelta(minutes=5)
    ticking.tick(now=later)
    today = timezone.localdate()
    found = queries.day_counts(slug, "arrivals", today, today)
    return {code: n for code, n in found.items() if code.startswith("phone.")}


def a_year_of_calls(slug: str, year: int) -> None:
    """As if the phone had been open from ten to five on working days of a year: 16 calls a week, 5 of them missed."""
    from figures.counters import count_days, count_hours

    for outcome, weekdays, hour in (
        ("answered", 5, 11),
        ("answered", 5, 14),
        ("left_waiting", 2, 14),
        ("closed", 3, 20),
    ):
        days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
        days = [day for day in days if day.weekday() < weekdays]
        code = f"phone.{outcome}"
        count_days(programme=slug, name="arrivals", counts={(day, code): 1 for day in days})
        hours: dict[tuple[date, int, int, str], int] = {}
        for day in days:
            key = (day.replace(day=1), day.weekday(), hour, code)
            hours[key] = hours.get(key, 0) + 1
        count_hours(programme=slug, name="arrivals", counts=hours)
