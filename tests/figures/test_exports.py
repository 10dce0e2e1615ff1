"""Every export says the same numbers, and nothing about who made it, when, where or with what."""

import io
import json
import re
import zipfile
import zlib

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from figures.exports.formats import FORMATS, PICTURES
from figures.models import Fact
from figures.periods import year
from figures.report import Report, View, make
from helpline.paper import png_chunks
from helpline.programmes import queries
from helpline.programmes.models import Code
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
    """What is in a file; of a zip every part, unpacked, and its own descriptions; of a PDF every stream, unpacked."""
    if content.startswith(b"%PDF-"):
        found = {"": re.sub(rb"stream\r?\n.*?\r?\nendstream", b"", content, flags=re.DOTALL)}
        for at, stream in enumerate(re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)):
            found[str(at)] = zlib.decompress(stream) if stream[:1] == b"x" else stream
        return found
    if content.startswith(b"\x89PNG"):
        return {str(at): kind + whole for at, (kind, whole) in enumerate(png_chunks(content))}
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


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_no_picture_tells_anything_but_figures(report: Report, name: str) -> None:
    draw, _media_type = PICTURES[name]
    for table in ("ages", "contacts_by_month", "missed_by_hour"):
        content = draw(report.now.tables[table], report.now.period)
        assert content is not None
        assert content == draw(report.now.tables[table], report.now.period)
        for part, text in parts(content).items():
            assert not (found := TELLTALES.search(text)), (part, found)
        if name == "png":
            assert {kind for kind, _whole in png_chunks(content)} <= {b"IHDR", b"IDAT", b"IEND"}


# What somebody could have typed, and what must stay: planted where a report takes its words from, it is looked for in
# every format. So a format that kept more than it shows would be found, and so would a test that looks in vain.
CANARY = "Zeldzaam9Kanariewoord"


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_canary_is_found_where_it_belongs_and_nowhere_else(
    demo: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Planted: in the name of the machine's user, of its host and of the folder, and in the secret."""
    programme = programme_by_slug("stopitnow")
    assert programme is not None
    for key in ("USER", "LOGNAME", "USERNAME", "HOSTNAME", "HOME"):
        monkeypatch.setenv(key, CANARY)
    monkeypatch.setattr("getpass.getuser", lambda: CANARY)
    settings.SECRET_KEY = CANARY
    with translation.override("en"):
        content = FORMATS[name].write(make(programme, year(2021), view=View.RELEASE, names=["ages"]))
        assert not [part for part, text in parts(content).items() if CANARY.encode() in text]
        Code.objects.filter(code="19_25", code_list__programme=programme).update(label_en=CANARY)
        queries.forget()
        content = FORMATS[name].write(make(programme, year(2021), view=View.RELEASE, names=["ages"]))
    assert any(CANARY.encode() in text for text in parts(content).values())


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_report_is_the_same_bytes(report: Report, name: str) -> None:
    assert FORMATS[name].write(report) == FORMATS[name].write(report)


def test_a_telltale_in_a_pdf_or_a_picture_would_be_found() -> None:
    import typst

    made = typst.compile(b"#set page(width: 20pt, height: 20pt)", ignore_system_fonts=True)
    assert any(TELLTALES.search(text) for text in parts(made).values())
    chunk = b"\0\0\0\x09tEXtcreator\0x" + b"\0" * 4
    assert any(TELLTALES.search(text) for text in parts(b"\x89PNG\r\n\x1a\n" + chunk).values())


def test_the_report_on_paper_is_tagged_and_whole(report: Report) -> None:
    """PDF/UA-1: tagged, with a language, a title that is shown, words for every chart, and a heading per table."""
    full = [table for table in report.now.tables.values() if any(n != 0 for n in table.values.values())]
    with translation.override("en"):
        content = FORMATS["pdf"].write(report)
        titles = {str(table.spec.title).encode() for table in full}
    for mark in (
        b"<pdfuaid:part>1</pdfuaid:part>",
        b"/MarkInfo<</Marked true",
        b"/Lang(en)",
        b"/DisplayDocTitle true",
        b"/S/TH",
    ):
        assert mark in content, mark
    headings = set(re.findall(rb"/Title\(((?:[^()\\]|\\.)*)\)", content))
    assert titles <= headings
    assert {b"At a glance", b"About these numbers", b"Protection", b"Calls"} <= headings
    assert content.count(b"/Alt(") >= len(full) - 1


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
