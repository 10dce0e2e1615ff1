"""Every export says the same numbers, and nothing about who made it, when, where or with what."""

import io
import json
import re
import zipfile

import pytest
from django.utils import translation

from figures.exports.formats import FORMATS
from figures.models import Fact
from figures.periods import year
from figures.report import Report, View, make
from helpline.programmes.queries import programme_by_slug

pytestmark = pytest.mark.usefixtures("demo")
#: what files of these kinds say about their making, if nobody takes it out
TELLTALES = re.compile(
    rb"openpyxl|pandas|python|typst|creator|lastModifiedBy|CreationDate|ModDate|Producer|dcterms|<Application|"
    rb"meta:generator|20\d\d-\d\d-\d\dT",
    re.IGNORECASE,
)


@pytest.fixture
def report(demo: None) -> Report:
    programme = programme_by_slug("stopitnow")
    assert programme is not None
    with translation.override("en"):
        return make(programme, year(2021), view=View.RELEASE, compare=year(2020))


def parts(content: bytes) -> dict[str, bytes]:
    """What is in a file; of a zip every part, unpacked, and its own descriptions."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
        found["zip"] = repr(
            [(each.date_time, each.comment, each.extra) for each in archive.infolist()]
        ).encode()
    return found


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_export_tells_anything_but_figures(report: Report, name: str) -> None:
    ids = [str(each).encode() for each in Fact.objects.values_list("pk", flat=True)[:50]]
    content = FORMATS[name].write(report)
    for part, text in parts(content).items():
        assert not (found := TELLTALES.search(text)), (part, found)
        assert not [each for each in ids if each in text]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_report_is_the_same_bytes(report: Report, name: str) -> None:
    assert FORMATS[name].write(report) == FORMATS[name].write(report)


def test_a_telltale_would_be_found() -> None:
    from openpyxl import Workbook

    made = io.BytesIO()
    Workbook().save(made)
    assert any(TELLTALES.search(text) for text in parts(made.getvalue()).values())


def test_no_small_number_leaves_the_house(report: Report) -> None:
    found = json.loads(FORMATS["json"].write(report))
    for table in found["tables"]:
        for line in [*table["numbers"], table.get("row_totals", []), table.get("column_totals", [])]:
            assert all(n is not None and n % 5 == 0 for n in line), table["name"]


def test_workbooks_hold_every_table_with_its_numbers(report: Report) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(FORMATS["xlsx"].write(report)))
    assert book.sheetnames == ["key_figures", *report.now.tables]
    page = book["ages"]
    assert [cell.value for cell in page[4]] == ["Age", "2021", "%", "2020", "%"]
    line = next(row for row in page.iter_rows(min_row=5, values_only=True) if row[0] == "19 to 25")
    table = report.now.tables["ages"]
    assert line[1] == table.cell("19_25")
    share = table.share("19_25")
    assert share is not None
    assert line[2] == round(share, 1)
    ods = parts(FORMATS["ods"].write(report))["content.xml"].decode()
    assert ods.count("<table:table ") == len(book.sheetnames)
    assert f'office:value="{line[1]}"' in ods


def test_comma_separated_values_have_one_number_on_a_line(report: Report) -> None:
    lines = FORMATS["csv"].write(report).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("table,row,row_label,column")
    phone = next(line for line in lines if line.startswith("contacts_by_channel,phone,Phone,,,2021-01-01"))
    assert phone.split(",")[7] == str(report.now.tables["contacts_by_channel"].cell("phone"))
