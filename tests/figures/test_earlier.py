"""Earlier years: what fits the form comes in whole and marked, and touches nothing that was counted here."""

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from figures.earlier import actions, parts
from figures.earlier.form import FormRefused
from figures.exports.formats import FORMATS
from figures.facts import write_fact
from figures.models import DayCounter, EarlierFigure, EarlierYear, Fact, Release
from figures.periods import year
from figures.report import View, make
from helpline.accounts.roles import Role
from helpline.audit.models import Entry
from helpline.programmes.models import Programme
from helpline.programmes.queries import programme_by_slug
from tests.factories.desk import browser_of, make_desk_user

pytestmark = pytest.mark.usefixtures("demo")
HEAD = "year;table;row;column;number\n"
FILE = HEAD + (
    "2019;contacts_by_channel;phone;;398\n2019;contacts_by_channel;post;;1.073\n"
    "2019;persons;first;;359\n2019;persons;second;;90\n2019;persons;unknown;;0\n"
    "2019;target_groups;own_behaviour;phone;160\n2019;target_groups;own_behaviour;post;40\n"
    "2019;topics;;;600\n2019;self_help_visits;sim.m10;;500\n2019;contacts_by_month;2019-03;phone;30\n"
)
TODAY = date(2026, 11, 26)


@pytest.fixture
def stopitnow() -> Programme:
    found = programme_by_slug("stopitnow")
    assert found is not None
    return found


def bring_in(programme: Programme, text: str, source: str = "annual report 2019") -> list[int]:
    return actions.bring_in(programme=programme, text=text, source=source, by="system", today=TODAY)


def test_it_comes_in_whole_and_is_compared_with(stopitnow: Programme) -> None:
    before = (Fact.objects.count(), DayCounter.objects.count())
    assert bring_in(stopitnow, FILE) == [2019]
    assert (Fact.objects.count(), DayCounter.objects.count()) == before
    with translation.override("en"):
        report = make(stopitnow, year(2020), view=View.INTERNAL, compare=year(2019))
    assert report.then is not None
    assert report.then.imported == "annual report 2019"
    assert report.then.tables["contacts_by_channel"].total == 1471
    contacts = report.then.figures["contacts"]
    assert contacts is not None
    assert contacts.low == 1471
    group = report.then.tables["target_groups"]
    assert group.values[group.layout.key("own_behaviour")] == 200
    assert group.total == 200
    assert report.then.tables["persons"].cell("third_or_more") == 0
    assert report.then.tables["topics"].total == 600
    assert "ages" not in report.then.tables
    (entry,) = Entry.objects.filter(action="figures.imported")
    assert (entry.subject, entry.detail) == ("year:2019", {"numbers": 10})


def test_every_file_says_that_it_was_imported_and_nothing_of_ours_is_marked(stopitnow: Programme) -> None:
    bring_in(stopitnow, FILE)
    with translation.override("en"):
        report = make(stopitnow, year(2020), view=View.RELEASE, compare=year(2019))
        found = json.loads(FORMATS["json"].write(report))
        lines = FORMATS["csv"].write(report).decode("utf-8-sig").splitlines()
        book = FORMATS["xlsx"].write(report)
        paper = FORMATS["pdf"].write(
            make(stopitnow, year(2020), view=View.RELEASE, names=["topics"], compare=year(2019))
        )
    assert (found["period"]["imported"], found["compared_with"]["imported"]) == (None, "annual report 2019")
    theirs = [line for line in lines[1:] if "2019-01-01" in line]
    assert theirs
    assert all(line.endswith(",annual report 2019") for line in theirs)
    assert not [line for line in lines if "2020-01-01" in line and "annual report" in line]
    from openpyxl import load_workbook

    page = load_workbook(io.BytesIO(book))["contacts_by_channel"]
    assert "2019 (imported)" in [cell.value for cell in page[4]]
    assert "not counted here: annual report 2019" in str(page["A3"].value)
    assert paper.startswith(b"%PDF-")


def test_the_numbers_of_the_year_report_never_come_from_an_import(stopitnow: Programme) -> None:
    """Of 2021 and 2020 something was counted here: they take none, and would show none."""
    with pytest.raises(FormRefused, match="2021"):
        bring_in(stopitnow, FILE.replace("2019", "2021"))
    assert not EarlierFigure.objects.exists()
    EarlierYear.objects.create(programme="stopitnow", year=2021, source="planted", imported_date=TODAY)
    EarlierFigure.objects.create(
        programme="stopitnow", year=2021, table="ages", row="19_25", column="", n=9999
    )
    report = make(stopitnow, year(2021), view=View.INTERNAL)
    assert report.now.imported == ""
    assert report.now.tables["ages"].cell("19_25") != 9999


def test_what_is_counted_later_takes_its_place(stopitnow: Programme) -> None:
    bring_in(stopitnow, FILE)
    write_fact(programme="stopitnow", month=date(2019, 2, 1), channel="chat", codes={"kind": ["joke"]})
    assert parts.source_of(stopitnow, year(2019)) == ""


def test_the_same_year_again_replaces_it_and_it_can_be_taken_out(stopitnow: Programme) -> None:
    bring_in(stopitnow, FILE)
    bring_in(stopitnow, f"{HEAD}2019;topics;;;700\n2018;topics;;;50\n")
    assert sorted(EarlierFigure.objects.values_list("year", "n")) == [(2018, 50), (2019, 700)]
    assert actions.take_out(programme=stopitnow, year=2019, by="system")
    assert not actions.take_out(programme=stopitnow, year=2019, by="system")
    assert [each.year for each in parts.years(stopitnow)] == [2018]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2019;ages;19_25;;3", "could point at somebody"),
        ("2019;ages;jan_jansen;;10", "age_band has no code"),
        ("2019;nothing;x;;10", "no table nothing"),
        ("2026;ages;19_25;;10", "one that is over"),
        ("1999;ages;19_25;;10", "one that is over"),
        ("2019;ages;19_25;phone;10", "leave the column empty"),
        ("2019;ages;19_25;;36,8", "a whole one"),
        ("2019;ages;19_25;;40%", "a whole one"),
        ("2019;ages;19_25;;-5", "a whole one"),
        ("2019;ages;19_25;10", "five columns"),
        ("2019;contacts_by_month;2018-03;phone;10", "of that year"),
        ("2019;self_help_visits;Jan Jansen!;;10", "has no code"),
        ("2019;topics;;;9\n2019;topics;;;9", "already"),
        ("2019;ages;19_25;;10\n2019;ages;;;20", "Put the rest in unknown"),
        ("2019;target_groups;other;phone;20\n2019;target_groups;other;;30", "the parts add up to 20"),
        ("", "no numbers"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line_and_nothing_comes_in(
    stopitnow: Programme, line: str, why: str
) -> None:
    with translation.override("en"), pytest.raises(FormRefused) as refused:
        bring_in(stopitnow, f"{HEAD}{line}\n")
    assert why in " ".join(refused.value.sentences)
    assert not EarlierYear.objects.exists()


@pytest.mark.parametrize(
    "source", ["", " \n", "x" * 121, "said by 06 12345678", "from noor@example.nl", "@noor1998 has them"]
)
def test_a_source_is_a_publication_and_tells_of_nobody(stopitnow: Programme, source: str) -> None:
    """It stands wherever the numbers are shown, and on what leaves the house."""
    with pytest.raises(FormRefused):
        bring_in(stopitnow, FILE, source=source)
    assert not EarlierYear.objects.exists()
    assert bring_in(stopitnow, FILE, source="annual report 2019, https://helpline.example/2019") == [2019]


def test_a_manager_brings_in_a_file_and_sees_its_year_marked(stopitnow: Programme) -> None:
    manager = browser_of(make_desk_user(stopitnow, role=Role.PROGRAMME_MANAGER))
    address = "/staff/figures/stopitnow/earlier/"
    assert "No earlier year was imported" in manager.get(address).content.decode()
    refused = manager.post(address, {"source": "x", "file": SimpleUploadedFile("a.csv", b"a;b\n1;2\n")})
    assert refused.status_code == 422
    assert "The first line has to be" in refused.content.decode()
    assert manager.post(address, {"source": "x"}).status_code == 422
    sent = {"source": "annual <b>report</b> 2019", "file": SimpleUploadedFile("a.csv", FILE.encode())}
    page = manager.post(address, sent, follow=True).content.decode()
    assert "annual &lt;b&gt;report" in page
    overview = manager.get("/staff/figures/stopitnow/?from=2019-01&to=2019-12").content.decode()
    assert "The numbers of 2019 were imported, not counted here" in overview
    assert "1,471" in overview
    theme = manager.get("/staff/figures/stopitnow/theme/contacts/?from=2020-01&to=2020-12").content.decode()
    assert "2019 (imported)" in theme
    kept = manager.post("/staff/figures/stopitnow/release", {"from": "2019-01", "to": "2019-12"})
    assert "they are not released again" in kept.content.decode()
    assert not Release.objects.exists()
    manager.post(f"{address}2019/take-out")
    assert not EarlierFigure.objects.exists()
    assert manager.post(f"{address}2019/take-out").status_code == 404
    editor = browser_of(make_desk_user(stopitnow, role=Role.EDITOR))
    assert editor.post(address, sent).status_code == 403
    assert editor.post(f"{address}2019/take-out").status_code == 403


def test_it_opens_on_the_last_year_with_figures_that_is_over(stopitnow: Programme) -> None:
    from figures.asking import asked, years_with_figures

    write_fact(programme="stopitnow", month=TODAY, channel="chat", codes={"kind": ["joke"]})
    assert years_with_figures("stopitnow", TODAY) == (2020, 2021, 2026)
    assert asked("stopitnow", {}, TODAY).year == 2021
    Fact.objects.filter(month_date__lt=date(2026, 1, 1)).delete()
    DayCounter.objects.all().delete()
    assert asked("stopitnow", {}, TODAY).year == 2026
