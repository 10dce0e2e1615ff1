"""A report as a workbook, for spreadsheets: xlsx and ods, with one sheet per table.

A workbook usually tells who made it, when and with which program. These tell nothing but the figures: their
descriptions are empty, every moment in them is the same one, and the same report is the same bytes.
"""

import io
import zipfile
from collections.abc import Iterable
from html import escape

from figures.exports.sheets import Cell, Sheet, sheets
from figures.report import Report

#: the moment that zip files begin at: every part says it
_MOMENT = (1980, 1, 1, 0, 0, 0)
_LONGEST_NAME = 31

_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp='
    '"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"></cp:coreProperties>'
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns='
    '"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"></Properties>'
)


def as_xlsx(report: Report) -> bytes:
    """An Office Open XML workbook."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for each in sheets(report):
        page = book.create_sheet(each.name[:_LONGEST_NAME])
        page.append([each.title])
        page.append([each.note])
        page.append(["; ".join(each.marks)] if each.marks else [])
        page.append(list(each.head))
        for line in each.lines:
            page.append(list(line))
        page["A1"].font = Font(bold=True, size=14)
        for cell in page[4]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(horizontal="left" if cell.column == 1 else "right", wrap_text=True)
        if each.has_foot:
            for cell in page[page.max_row]:
                cell.font = Font(bold=True)
        for row in page.iter_rows(min_row=5, min_col=2):
            for cell in row:
                cell.alignment = Alignment(horizontal="right")
                if isinstance(cell.value, int | float):
                    cell.number_format = "0.0" if cell.column - 1 in each.percent else "#,##0"
        page.column_dimensions["A"].width = 46
        for number in range(2, len(each.head) + 1):
            page.column_dimensions[get_column_letter(number)].width = 16
        page.freeze_panes = "B5"
    made = io.BytesIO()
    book.save(made)
    return _silent(made.getvalue())


def _silent(workbook: bytes) -> bytes:
    """The same workbook without what the library says about itself and the moment."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    replaced = {"docProps/core.xml": _CORE.encode(), "docProps/app.xml": _APP.encode()}
    return _zipped((name, replaced.get(name, content)) for name, content in parts)


def _zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts:
            part = zipfile.ZipInfo(name, _MOMENT)
            part.create_system = 0
            part.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(part, content)
    return made.getvalue()


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMES = " ".join(
    f'xmlns:{short}="{_OFFICE}{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
_FO = f'xmlns:fo="{_OFFICE}xsl-fo-compatible:1.0"'
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<manifest:manifest xmlns:manifest="{_OFFICE}manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_STYLES = (
    '<office:automatic-styles><style:style style:name="bold" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="first" style:family="table-column">'
    '<style:table-column-properties style:column-width="9cm"/></style:style></office:automatic-styles>'
)


def as_ods(report: Report) -> bytes:
    """An OpenDocument workbook."""
    tables = "".join(_ods_table(each) for each in sheets(report))
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-content {_NAMES} {_FO} office:version="1.3">{_STYLES}'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return _zipped(
        [
            ("mimetype", _ODS.encode()),
            ("META-INF/manifest.xml", _MANIFEST.encode()),
            ("content.xml", content.encode()),
        ]
    )


def _ods_table(each: Sheet) -> str:
    marks = ("; ".join(each.marks),) if each.marks else ()
    lines: list[tuple[tuple[Cell, ...], bool]] = [
        ((each.title,), True),
        ((each.note,), False),
        (marks, False),
    ]
    lines.append((each.head, True))
    last = len(each.lines) - 1
    lines += [(line, each.has_foot and at == last) for at, line in enumerate(each.lines)]
    rows = "".join(
        f"<table:table-row>{''.join(_ods_cell(cell, is_bold) for cell in line) or '<table:table-cell/>'}"
        "</table:table-row>"
        for line, is_bold in lines
    )
    columns = (
        '<table:table-column table:style-name="first"/>'
        f'<table:table-column table:number-columns-repeated="{max(len(each.head) - 1, 1)}"/>'
    )
    name = escape(each.name[:_LONGEST_NAME])
    return f'<table:table table:name="{name}">{columns}{rows}</table:table>'


def _ods_cell(value: Cell, is_bold: bool) -> str:
    style = ' table:style-name="bold"' if is_bold else ""
    if value is None:
        return f"<table:table-cell{style}/>"
    if isinstance(value, int | float):
        return (
            f'<table:table-cell{style} office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    return f'<table:table-cell{style} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
