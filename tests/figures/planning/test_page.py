"""The page of planning, and the command that prints the same: made of rounded numbers, refused where too thin."""

import html
import io
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from figures.demo import YEARS
from figures.models import DayCounter, HourCounter, MonthCounter
from figures.periods import Period, year
from figures.planning import reading
from figures.planning.asking import Question
from figures.planning.plan import Plan, make
from helpline.accounts.roles import Role
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.usefixtures("demo")
AT = "/staff/figures/stopitnow/planning/"
YEAR = "?from=2021-01&to=2021-12"
TODAY = date(2022, 6, 1)
OFFICE = "&d1=0&d1=1&d1=2&d1=3&d1=4&f1=10&u1=17&n1=2"


def of(slug: str) -> Programme:
    found = programme_by_slug(slug)
    assert found is not None
    return found


def planned(slug: str = "stopitnow", period: Period = year(2021), question: Question = Question()) -> Plan:  # noqa: B008
    return make(of(slug), period, question, TODAY)


@pytest.fixture
def manager(demo: None) -> Client:
    return browser_of(make_desk_user(of("stopitnow"), role=Role.PROGRAMME_MANAGER))


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(re.sub(r"\s+", " ", answer.content.decode()))


def printed(*arguments: str, programme: str = "stopitnow", language: str = "en") -> str:
    out = io.StringIO()
    days = ("--from=2021-01-01", "--to=2021-12-31", f"--language={language}")
    call_command("planning", programme, *days, *arguments, stdout=out)
    return out.getvalue()


def test_every_sentence_of_the_command_stands_on_the_page(manager: Client) -> None:
    page = re.sub(r"<[^>]+>", " ", read(manager, f"{AT}{YEAR}{OFFICE}&target=20&handling=25"))
    page = re.sub(r"\s+", " ", page)
    lines = printed("--shift=mon-fri 10-17 2", "--target=20", "--handling=25").splitlines()
    lines = [line for line in lines if line and not line.startswith("Monday to Friday 10:00")]
    assert len(lines) > 30
    for line in lines:
        assert re.sub(r"\s+", " ", line) in page, line


def test_the_year_of_the_report_is_told(manager: Client) -> None:
    """53% missed, as the annual report has it; and of those most because the line was closed."""
    page = read(manager, f"{AT}{YEAR}")
    assert "that is 53%." in page
    assert max(planned().causes, key=lambda cause: cause.n).key == "closed"
    assert re.search(r"With this roster \d+% of all calls are missed; in nine of ten years between", page)
    assert page.count('role="img"') == 5, "four causes, and the roster"
    assert "Too few calls to show by hour: Left within seconds; Refused, or a technical fault." in page
    assert "of the missed calls somebody tried again within half an hour" in page


def test_the_page_is_made_of_rounded_numbers_only(manager: Client) -> None:
    """Whoever takes one call out of an hour, or adds one, reads the same page: the four counts that round alike."""
    found = planned()
    for numbers in (found.counted.calls, found.counted.closed, *(cause.hours for cause in found.causes)):
        assert all(n % 5 == 0 for n in numbers)
    assert all(n % 5 == 0 for n, _ in found.counted.by_month)
    assert all(n % 5 == 0 for n in found.counted.by_cause.values())
    assert found.redials is not None
    assert found.redials.pressed % 5 == 0
    page = read(manager, f"{AT}{YEAR}")
    maps = re.findall(r'<table class="table figures-table figures-dense planning-week">(.*?)</table>', page)
    counts = [int(n) for each in maps[:-1] for n in re.findall(r'<td class="number">\s*(\d+)\s*</td>', each)]
    assert len(counts) > 150
    assert all(n % 5 == 0 for n in counts)


def test_the_hours_that_were_open_are_found_again() -> None:
    """The demo's line was open from ten to five on working days."""
    for slug in ("stopitnow", "helpwanted"):
        found = planned(slug, Period(date(2020, 1, 1), date(2021, 12, 31)))
        hours = [hour for hour, is_open in enumerate(found.was_open) if is_open]
        assert hours == [24 * day + hour for day in range(5) for hour in range(10, 17)], slug
        assert sum(found.roster) == 35


def test_the_redials_of_the_demo_lie_in_the_range() -> None:
    from figures.planning.demo import TRIED

    for slug in TRIED:
        for number in YEARS:
            found = planned(slug, year(number))
            assert found.redials is not None
            share = TRIED[slug][number].again / found.counted.missed
            assert found.redials.share.low <= share <= found.redials.share.high, (slug, number)


def test_more_counsellors_miss_less_and_longer_calls_more(manager: Client) -> None:
    def missed(query: str) -> int:
        found = re.search(r"With this roster (\d+)% of all calls", read(manager, f"{AT}{YEAR}{query}"))
        assert found is not None
        return int(found[1])

    one = missed(OFFICE.replace("n1=2", "n1=1"))
    assert missed(OFFICE) < one
    assert missed(f"{OFFICE}&handling=120") > missed(OFFICE)
    assert missed(f"{OFFICE}&d2=5&d2=6&f2=10&u2=17&n2=1") < missed(OFFICE)
    assert missed("&n1=") == 100


def test_links_put_a_roster_into_the_form(manager: Client) -> None:
    page = read(manager, f"{AT}{YEAR}&target=30&handling=20")
    links = re.findall(r'href="(\?[^"]*n1=[^"]*)#roster"', page)
    assert len(links) == 5, "two to begin with, five hours more, and two for the target"
    for link in links:
        assert "handling=20" in link
        follow = read(manager, f"{AT}{link}")
        assert "With this roster" in follow
        assert 'name="handling" value="20"' in follow
    hours = re.search(r"The roster takes (\d+) counsellor hours", read(manager, f"{AT}{links[2]}"))
    assert hours is not None
    assert int(hours[1]) == 40


def test_too_few_calls_are_refused_in_a_sentence() -> None:
    helpwanted = printed(programme="helpwanted")
    assert "There are too few calls to tell hours of the week apart: 260 came in" in helpwanted
    assert "With this roster" in helpwanted
    HourCounter.objects.filter(programme="helpwanted", month_date__gt=date(2021, 3, 1)).delete()
    DayCounter.objects.filter(programme="helpwanted", day_date__gt=date(2021, 3, 31)).delete()
    few = printed(programme="helpwanted")
    assert "There are too few calls to plan with" in few
    assert "With this roster" not in few
    assert planned("helpwanted").answers is None


def test_too_short_a_period_and_one_without_calls_are_refused(manager: Client) -> None:
    short = read(manager, f"{AT}?from=2021-03&to=2021-04")
    assert "Choose at least three months." in short
    assert "With this roster" not in short
    empty = read(manager, f"{AT}?from=2019-01&to=2019-12")
    assert "No calls were counted in 2019." in empty
    with pytest.raises(CommandError, match="whole months"):
        call_command("planning", "stopitnow", "--from=2021-01-05", "--to=2021-12-31", "--language=en")
    with pytest.raises(CommandError, match="no such programme"):
        call_command("planning", "nowhere", "--from=2021-01-01", "--to=2021-12-31")
    with pytest.raises(CommandError, match="from 1 to 240"):
        printed("--handling=999")


def test_without_a_count_of_redials_it_is_said_what_is_reckoned_with() -> None:
    MonthCounter.objects.filter(name="phone_redials").delete()
    assert planned().redials is None
    assert "How often people tried again was not counted in this period." in printed()


def test_what_is_wrong_in_the_form_stands_beside_it(manager: Client) -> None:
    page = read(manager, f"{AT}{YEAR}&f1=10&u1=17&n1=2&handling=0&d2=1&f2=9&u2=12&n2=1")
    assert "Something below could not be read." in page
    assert "Choose the days of this shift." in page
    assert "Give a number from 1 to 240." in page
    assert "The roster takes 3 counsellor hours" in page
    assert page.count('aria-invalid="true"') == 2
    assert 'name="handling" value="0"' in page


def test_nobody_but_managers(manager: Client) -> None:
    for role in sorted(set(Role) - {Role.PROGRAMME_MANAGER}):
        assert browser_of(make_desk_user(of("stopitnow"), role=role)).get(AT).status_code == 403
    assert Client().get(AT).status_code in (302, 403)
    assert manager.get("/staff/figures/helpwanted/planning/").status_code == 403


def test_maps_are_accessible_pictures(manager: Client) -> None:
    page = manager.get(f"{AT}{YEAR}").content.decode()
    drawings = re.findall(r"<svg xmlns.*?</svg>", page, re.DOTALL)
    names = set()
    for drawing in drawings:
        picture = ElementTree.fromstring(drawing)  # noqa: S314
        title, desc = picture[0], picture[1]
        assert title.text
        assert desc.text
        assert ":00" in desc.text
        names.add(title.get("id"))
    assert len(names) == len(drawings) == 5
    assert "style=" not in page.split("<main", 1)[1]


def test_a_month_that_is_not_over_counts_its_days_so_far() -> None:
    found = reading.read(of("stopitnow"), Period(date(2021, 10, 1), date(2021, 12, 31)), date(2021, 12, 10))
    assert sum(found.counted.times) == 24 * (31 + 30 + 10)
