"""A code that came or went within what is shown is marked: on screens, in charts, and in every file."""

import json
from datetime import date

import pytest
from django.utils import translation

from figures import screens
from figures.charts import chart
from figures.exports.formats import FORMATS
from figures.exports.sheets import sheets
from figures.marks import Change, Life, changes
from figures.periods import Period, year
from figures.report import Report, View, make
from helpline.programmes import queries
from helpline.programmes.models import Code, Programme

JUNE = date(2021, 6, 1)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, []),
        (date(2021, 1, 1), None, []),  # there from the first day on
        (date(2021, 1, 2), None, [date(2021, 1, 2)]),
        (date(2022, 1, 1), None, []),  # not yet
        (None, date(2020, 12, 31), []),  # gone before
        (None, date(2021, 1, 1), [date(2021, 1, 2)]),
        (None, date(2021, 12, 31), []),  # there to the last day
        (date(2021, 3, 1), date(2021, 5, 31), [date(2021, 3, 1), JUNE]),
    ],
)
def test_a_change_lies_within_what_is_shown(first: date | None, last: date | None, days: list[date]) -> None:
    found = changes([Life("x", "X", first, last)], [year(2021)])
    assert [each.day for each in found] == days
    assert [each.is_new for each in found] == [day == first for day in days]


def test_a_period_beside_it_counts_too() -> None:
    life = [Life("x", "X", date(2021, 1, 1), None)]
    assert changes(life, [year(2021)]) == []
    assert changes(life, [year(2021), year(2020)]) == [Change(date(2021, 1, 1), "x", "X", is_new=True)]


def report(programme: Programme, names: list[str], compare: Period | None) -> Report:
    queries.forget()
    with translation.override("en"):
        return make(programme, year(2021), view=View.INTERNAL, names=names, compare=compare)


def begin(programme: Programme, key: str, code: str, day: date) -> None:
    Code.objects.filter(code_list__programme=programme, code_list__key=key, code=code).update(
        valid_from_date=day
    )


def test_a_new_answer_is_marked_everywhere_and_has_no_growth(demo: None) -> None:
    programme = queries.programme_by_slug("stopitnow")
    assert programme is not None
    plain = screens.one(report(programme, ["ages"], year(2020)), "ages")
    assert plain.marks == ()
    begin(programme, "age_band", "19_25", date(2021, 1, 1))
    made = report(programme, ["ages"], year(2020))
    shown = screens.one(made, "ages")
    (marked,) = [row for row in shown.rows if row.label.endswith(" *")]
    assert (marked.label, marked.grown) == ("19 to 25 *", None)
    assert sum(row.grown is None for row in shown.rows) == 1 + sum(row.grown is None for row in plain.rows)
    assert shown.marks == (
        "* Since 1 January 2021 there is a new answer: 19 to 25. Before, it was counted elsewhere.",
    )
    drawn = chart(made.now.tables["ages"])
    assert drawn is not None
    assert "19 to 25 *" in [word.text for word in drawn.words]
    with translation.override("en"):
        (table,) = json.loads(FORMATS["json"].write(made))["tables"]
        lines = FORMATS["csv"].write(made).decode().splitlines()
        sheet = next(each for each in sheets(made) if each.name == "ages")
    assert "19 to 25 *" in [line[0] for line in sheet.lines]
    assert sheet.marks == shown.marks
    assert table["definition_changes"] == list(shown.marks)
    assert [each["code"] for each in table["rows"]["codes"] if each.get("changed")] == ["19_25"]
    assert [line.split(",")[1] for line in lines if line.endswith(",*,")] == ["19_25"]
    alone = report(programme, ["ages"], None)
    assert alone.now.tables["ages"].marks == (), "nothing changed within the year itself"


def test_along_months_the_month_of_a_change_is_marked(demo: None) -> None:
    programme = queries.programme_by_slug("stopitnow")
    assert programme is not None
    begin(programme, "kind", "question", JUNE)
    made = report(programme, ["contacts_by_month"], None)
    table = made.now.tables["contacts_by_month"]
    assert [each.code for each in table.layout.rows.categories if each.is_marked] == ["2021-06"]
    drawn = chart(table)
    assert drawn is not None
    upright = [rule for rule in drawn.rules if rule[0] == rule[2]]
    assert len(upright) == 1
    assert len(table.marks) == 1
