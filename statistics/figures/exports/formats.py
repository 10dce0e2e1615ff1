"""The formats there are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from figures.exports import csvfile, paper, plain, workbooks
from figures.periods import Period
from figures.report import Report
from figures.tables import Table


@dataclass(frozen=True, slots=True)
class Format:
    """How a report is written. is_text: can be printed on a terminal."""

    write: Callable[[Report], bytes]
    media_type: str
    is_text: bool = False


FORMATS: Mapping[str, Format] = {
    "json": Format(plain.as_json, "application/json", is_text=True),
    "csv": Format(csvfile.as_csv, "text/csv; charset=utf-8", is_text=True),
    "xlsx": Format(workbooks.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": Format(workbooks.as_ods, "application/vnd.oasis.opendocument.spreadsheet"),
    "pdf": Format(paper.as_pdf, "application/pdf"),
}

#: a chart as a picture of its own: how it is drawn, and what it is called in an answer's head
PICTURES: Mapping[str, tuple[Callable[[Table, Period], bytes | None], str]] = {
    "svg": (paper.as_svg, "image/svg+xml"),
    "png": (paper.as_png, "image/png"),
}
