"""A report as comma-separated values: one number on a line, for whoever calculates on."""

import csv
import io

from figures.exports.plain import rows
from figures.report import Report


def as_csv(report: Report) -> bytes:
    """UTF-8 with a mark at the start, which spreadsheets need to see that it is; a hidden number is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(["" if value is None else value for value in row] for row in rows(report))
    return b"\xef\xbb\xbf" + text.getvalue().encode()
