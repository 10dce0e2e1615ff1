"""The plausibility checker: what does not follow is found, what does follow is not, and our own reports hold."""

from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from figures import own_check
from figures.pasted import Unreadable, grids, number
from figures.periods import year
from figures.plausible import findings
from figures.report import View, make
from helpline.programmes.queries import programme_by_slug


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def found(text: str) -> list[str]:
    return [sentence for grid in grids(text) for sentence in findings(grid)]


@pytest.mark.parametrize(
    ("text", "value", "digits"),
    [
        ("1.073", 1073, 0), ("11,724", 11724, 0), ("36,8", 36.8, 1), ("36.8%", 36.8, 1), ("1.234,5", 1234.5, 1),
        ("1,234.56", 1234.56, 2), ("0.333", 0.333, 3), ("1 073", 1073, 0), ("+31 %", 31, 0), ("-4", -4, 0),
        ("\N{MINUS SIGN}4,5", -4.5, 1), ("56.618", 56618, 0), ("1.234.567", 1234567, 0),
    ],
)  # fmt: skip
def test_numbers_in_dutch_and_english(text: str, value: float, digits: int) -> None:
    read = number(text)
    assert read is not None
    assert (read.value, read.digits) == (pytest.approx(value), digits)


@pytest.mark.parametrize("text", ["", "\N{MIDDLE DOT}", "12-18", "2021-03", "abc", "1,2,3.4.5x", "%", "."])
def test_what_is_no_number(text: str) -> None:
    assert number(text) is None


# The year report of 2021: its foreword says 31% where its numbers say 44%, and its groups leave out an age.
def test_the_growth_in_the_foreword_does_not_follow() -> None:
    sentences = found("Self-help\t2021\t2020\tGrowth\nVisits\t11.724\t8.142\t31%\n")
    assert sentences == ["Visits: from 8.142 to 11.724 is 44% growth, and 31% is written."]
    assert found("Self-help\t2021\t2020\tGrowth\nVisits\t11.724\t8.142\t44%\n") == []


def test_two_growths_of_the_same_thing() -> None:
    assert found("Wat\tgroei\nBezoeken\t44%\nBezoeken\t31%") == [
        "Bezoeken stands here twice: with 44% and with 31%."
    ]


def test_the_ages_of_the_year_report_leave_out_those_of_eighteen() -> None:
    text = "Leeftijd;%\nJonger dan 18;6\n19-25;36,8\n26-35;19,5\n36-45;18,8\n46 en ouder;18,9"
    assert found(text) == ["Age 18 is in no group: not in Jonger dan 18, and not in 19-25."]
    assert found(text.replace("Jonger dan 18", "Tot en met 18")) == []
    assert found(text.replace("26-35", "25-35").replace("Jonger dan 18", "t/m 18")) == [
        "Age 25 is in two groups: in 19-25 and in 25-35."
    ]


def test_the_other_sentences_of_the_year_report_follow() -> None:
    assert (
        found(
            "Kanaal\t2021\t2020\tgroei\nTelefoon\t507\t412\t23%\nE-mail\t205\t207\t-1%\nSamen\t712\t619\t15%"
        )
        == []
    )
    assert found("Oproepen\tAantal\t%\nBeantwoord\t507\t47\nGemist\t566\t53\nSamen\t1.073\t100") == []
    steps = "Afspraken;Aantal;Aandeel\nGepland;63;\nGebeld;49;78\nBegonnen;21;33"
    assert found(steps) == []
    assert found(steps.replace("33", "57")) == ["Begonnen: 21 of 63 is 33.3%, and 57% is written."]


def test_percentages_of_what_is_known_and_within_a_line() -> None:
    assert found("Gender,n,%\nGirl,30,60\nBoy,20,40\nUnknown,50,\nTotal,100,") == []
    assert found("Gender,n,%\nGirl,30,61\nBoy,20,40\nUnknown,50,\nTotal,100,") == [
        "Girl: 30 of 50 is 60.0%, and 61% is written."
    ]
    wide = "Age;Girl;Boy;Unknown;Total;Girl, %;Boy, %\n5-11;8;3;4;15;72,7;27,3\n12-18;71;29;10;110;71,0;29,0"
    assert found(wide) == []
    assert found(wide.replace("72,7", "73,7")) == ["5-11: 8 of 11 is 72.7%, and 73,7% is written."]
    assert found(wide.replace(";110;", ";111;")) == [
        "12-18: the parts add up to 110, and 111 is written.",
        "12-18: 71 of 101 is 70.3%, and 71,0% is written.",
        "12-18: 29 of 101 is 28.7%, and 29,0% is written.",
    ]


def test_several_answers_are_no_sum() -> None:
    assert found("Topic,n,%\nThreat,30,60\nSpread,40,80\nAll,50,") == []
    assert found("Topic;%\nThreat;60\nSpread;80\nOther;10") == [
        "%: the percentages add up to 150.0. That is right only where one can count several times."
    ]


@pytest.mark.parametrize("text", ["", "words only", "a,b", "x" * 300_000, "a\t" * 100 + "\n1\t2"])
def test_what_is_no_table_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Unreadable, match=r"[A-Z].*\."):
        grids(text)


# Whatever counts there are: a table made from them by calculation holds, and with one total changed it does not.
@given(st.lists(st.integers(0, 5000), min_size=2, max_size=8), st.integers(1, 9))
def test_a_table_that_was_calculated_holds(counts: list[int], off: int) -> None:
    whole = sum(counts)
    lines = [
        f"row {at}\t{n}\t{100 * n / whole:.1f}" if whole else f"row {at}\t{n}\t"
        for at, n in enumerate(counts)
    ]
    text = "What\tn\t%\n" + "\n".join(lines)
    assert found(f"{text}\nTotal\t{whole}\t") == []
    assert any("add up to" in each for each in found(f"{text}\nTotal\t{whole + off}\t"))


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("slug", ["stopitnow", "helpwanted"])
def test_our_own_reports_hold_and_a_planted_fault_is_found(demo: None, slug: str, view: View) -> None:
    programme = programme_by_slug(slug)
    assert programme is not None
    report = make(programme, year(2021), view=view, compare=year(2020))
    assert own_check.findings_of(report) == []
    ages = report.now.tables["ages"]
    wrong = {**ages.values, ages.layout.key("19_25"): (ages.cell("19_25") or 0) + 25}
    tables = {**report.now.tables, "ages": replace(ages, values=wrong)}
    planted = replace(report, now=replace(report.now, tables=tables))
    assert any(each.startswith("Age: ") and "add up to" in each for each in own_check.findings_of(planted))
