"""The demo's figures: facts and counters of 2020 and 2021, written through the two writing functions.

Nothing is invented in between: what the figures show of the demo, they count from these. The same every time.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction

from figures import demo_numbers as numbers
from figures.counters import count_days, count_hours, count_month
from figures.facts import write_facts
from figures.fields import ARRIVAL_OUTCOMES
from figures.models import Fact
from figures.periods import Period, year
from figures.planning.demo import count_redials
from helpline.programmes.queries import programme_by_slug

YEARS = (2020, 2021)
Codes = dict[str, Sequence[str]]


@transaction.atomic
def create_demo_content() -> None:
    """Write both years, once: where there are facts of them already, nothing is written."""
    if Fact.objects.filter(month_date__range=(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))).exists():
        return
    chance = random.Random(2021)  # noqa: S311 # nosec B311 - the demo is the same every time
    for number in YEARS:
        if programme_by_slug("stopitnow") is not None:
            _write("stopitnow", number, list(_stopitnow(number, chance)), chance)
            _count_stopitnow(number, chance)
        if programme_by_slug("helpwanted") is not None:
            _write("helpwanted", number, list(_helpwanted(number, chance)), chance)
            _count_helpwanted(number, chance)


def share_out(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Divide a whole by weights into whole numbers that add up to it: by the largest remainders."""
    whole = sum(weights.values())
    shares = {code: total * weight // whole for code, weight in weights.items()}
    late = sorted(weights, key=lambda code: (-(total * weights[code] % whole), code))
    for code in late[: total - sum(shares.values())]:
        shares[code] += 1
    return shares


def _dealt(total: int, weights: Mapping[str, int], chance: random.Random) -> list[str]:
    dealt = [code for code, n in share_out(total, weights).items() for _ in range(n)]
    chance.shuffle(dealt)
    return dealt


def _stopitnow(number: int, chance: random.Random) -> Iterator[tuple[str, Codes]]:
    for target, group in numbers.STOPITNOW[number].items():
        size = sum(group.channels.values())
        fields = {
            "contact_of_year": group.contact_of_year,
            "topics": numbers.STOPITNOW_TOPICS,
            "platforms": numbers.STOPITNOW_PLATFORMS,
            "kind": {"counselling": 90, "question": 6, "silent": 4}
            if target != "other"
            else {"question": 50, "hung_up": 35, "joke": 15},
            **group.fields,
        }
        columns = {field: _dealt(size, codes, chance) for field, codes in fields.items()}
        channels = _dealt(size, group.channels, chance)
        for at, channel in enumerate(channels):
            codes: Codes = {field: [column[at]] for field, column in columns.items()}
            yield channel, {**codes, "target_group": [target]}


def _helpwanted(number: int, chance: random.Random) -> Iterator[tuple[str, Codes]]:
    ages = numbers.HELPWANTED_AGES[number]
    people = [
        (age, gender) for age, genders in ages.items() for gender, n in genders.items() for _ in range(n)
    ]
    chance.shuffle(people)
    size = len(people)
    columns = {field: _dealt(size, codes, chance) for field, codes in numbers.HELPWANTED_FIELDS.items()}
    columns["topics"] = _dealt(size, numbers.HELPWANTED_TOPICS, chance)
    columns["platforms"] = _dealt(size, numbers.HELPWANTED_PLATFORMS, chance)
    second = _dealt(size, {"": 85, "fear_of_spreading": 6, "unwanted_sexting": 6}, chance)
    channels = [code for code, n in numbers.HELPWANTED_CHANNELS[number].items() for _ in range(n)]
    asked = size - numbers.HELPWANTED_CHANNELS[number]["advice"]
    found = _dealt(asked, numbers.HELPWANTED_HOW_FOUND, chance)
    times = _dealt(asked, numbers.HELPWANTED_CONTACT_OF_YEAR, chance)
    for at, (age, gender) in enumerate(people):
        codes: Codes = {field: [column[at]] for field, column in columns.items()}
        codes |= {"kind": ["counselling"], "age_band": [age], "gender": [gender]}
        if second[at] and codes["topics"] != ["unknown"]:
            codes["topics"] = [*codes["topics"], second[at]]
        if channels[at] != "advice":
            codes |= {"how_found": [found.pop()], "contact_of_year": [times.pop()]}
        yield channels[at], codes


def _write(programme: str, number: int, contacts: list[tuple[str, Codes]], chance: random.Random) -> None:
    months = _dealt(len(contacts), {str(at + 1): weight for at, weight in enumerate(numbers.MONTHS)}, chance)
    gathered: dict[tuple[int, str], list[Codes]] = {}
    for month, (channel, codes) in zip(months, contacts, strict=True):
        gathered.setdefault((int(month), channel), []).append(codes)
    for (of_month, channel), many in sorted(gathered.items(), key=lambda item: item[0]):
        write_facts(programme=programme, month=date(number, of_month, 1), channel=channel, many=many)


def _count_stopitnow(number: int, chance: random.Random) -> None:
    slug = "stopitnow"
    _calls(slug, number, chance)
    count_redials(slug, number)
    _days(slug, "appointments", numbers.APPOINTMENTS[number], year(number), chance)
    visits = share_out(numbers.SELF_HELP_VISITS[number], numbers.MODULES)
    _days(slug, "module_visits", {f"sim.{module}": n for module, n in visits.items()}, year(number), chance)
    _days(slug, "self_help_returns", {"sim": numbers.SELF_HELP_RETURNS[number]}, year(number), chance)
    _days(
        slug, "page_visits", share_out(numbers.PAGES[slug][number], numbers.PAGE_TYPES), year(number), chance
    )
    if number == 2021:
        spring = Period(date(2021, 1, 11), date(2021, 5, 30))
        for name, n in numbers.CAMPAIGN.items():
            _days(slug, name, {"voorjaar_2021": n}, spring, chance)


def _count_helpwanted(number: int, chance: random.Random) -> None:
    slug = "helpwanted"
    _calls(slug, number, chance)
    count_redials(slug, number)
    _arrivals(slug, number, "chat", numbers.CHATS[number], chance)
    for name, n in numbers.ADVICE[number].items():
        _days(slug, name, {"s1": n}, year(number), chance)
    _days(
        slug, "page_visits", share_out(numbers.PAGES[slug][number], numbers.PAGE_TYPES), year(number), chance
    )
    for name, answers in numbers.SURVEY.items():
        for answer, n in answers.items():
            for month, some in share_out(n, {str(at): 1 for at in range(1, 13)}).items():
                if some:
                    count_month(
                        programme=slug, name=name, month=date(number, int(month), 1), code=answer,
                        second_code="chat", n=some,
                    )  # fmt: skip


def _days(programme: str, name: str, codes: Mapping[str, int], period: Period, chance: random.Random) -> None:
    """Scatter events over the days of a period."""
    days = [period.first + timedelta(days=number) for number in range(period.days)]
    weights = [9 if day.weekday() < 5 else 7 for day in days]
    counted: Counter[tuple[date, str]] = Counter()
    for code, n in codes.items():
        counted.update((day, code) for day in chance.choices(days, weights, k=n))
    count_days(programme=programme, name=name, counts=counted)


#: what became of a call, and what it is called where the finer word is not known
_AS_ARRIVAL = {
    "abandoned": ("left_waiting", ""),
    "abandoned_short": ("left_early", "left_waiting"),
    "wait_limit": ("wait_limit", "left_waiting"),
    "overflow": ("overload", ""),
    "device_unreachable": ("device_unreachable", "refused"),
    "technical": ("technical", "refused"),
}


def _calls(programme: str, number: int, chance: random.Random) -> None:
    outcomes: Counter[str] = Counter()
    for outcome, n in numbers.CALLS[programme][number].items():
        word, coarse = _AS_ARRIVAL.get(outcome, (outcome, ""))
        outcomes[word if word in ARRIVAL_OUTCOMES else coarse] += n
    _arrivals(programme, number, "phone", outcomes, chance)


def _arrivals(
    programme: str, number: int, channel: str, outcomes: Mapping[str, int], chance: random.Random
) -> None:
    _moments(
        programme,
        "arrivals",
        [
            (f"{channel}.{outcome}", *_moment(number, channel, outcome, chance))
            for outcome, n in outcomes.items()
            for _ in range(n)
        ],
    )


def _moment(number: int, channel: str, outcome: str, chance: random.Random) -> tuple[date, int]:
    """A day and an hour: within opening hours, except for what found the door closed."""
    span, days = numbers.OPEN_HOURS[channel], year(number)
    while True:
        day = days.first + timedelta(days=chance.randrange(days.days))
        weekday = chance.choices(range(7), numbers.WEEKDAYS)[0]
        day += timedelta(days=weekday - day.weekday())
        hour = chance.choices(range(24), numbers.HOURS)[0]
        is_open = weekday < 5 and hour in span
        if day.year == number and is_open == (outcome != "closed"):
            return day, hour


def _moments(programme: str, name: str, moments: Sequence[tuple[str, date, int]]) -> None:
    count_days(programme=programme, name=name, counts=Counter((day, code) for code, day, _ in moments))
    hours = Counter((day.replace(day=1), day.weekday(), hour, code) for code, day, hour in moments)
    count_hours(programme=programme, name=name, counts=hours)
