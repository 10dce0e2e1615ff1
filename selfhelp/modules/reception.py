"""What a browser without scripts sends: a form with answers, and a file with earlier ones.

It is read in the memory of this process and forgotten with the request: nothing is written, and nothing is logged.
"""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse

from selfhelp.modules import workbook
from selfhelp.modules.incoming import NotAWorkbook
from selfhelp.modules.workbook import OtherProgramme, Workbook

#: bytes of a whole request; a workbook is much smaller
MOST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Received:
    """What was sent.

    book: the workbooks that came along, merged. shown: the one that the page was filled with, which the form carried;
    an empty one for a page that was blank. trouble: why a file could not be read; empty when there was none.
    """

    book: Workbook
    shown: Workbook
    form: dict[str, list[str]]
    trouble: str = ""


def receive(request: HttpRequest, programme: str) -> Received:
    """Read what was sent. Raises BadRequest (too large) or PermissionDenied (sent by a foreign page)."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("cross-site", "same-site"):
        raise PermissionDenied
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = MOST_BYTES + 1
    if length > MOST_BYTES:
        raise BadRequest
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    form: dict[str, list[str]] = {name: list(values) for name, values in request.POST.lists()}
    book, shown, trouble = workbook.empty(programme), workbook.empty(programme), ""
    carried = form.pop("workbook", [])
    for number, text in enumerate([*carried, *_files(request)]):
        try:
            book = workbook.merge(book, workbook.read(text))
            shown = book if number < len(carried) else shown
        except OtherProgramme:
            trouble = "other"
        except NotAWorkbook:
            trouble = "unreadable"
    return Received(book, shown, form, trouble)


def _files(request: HttpRequest) -> list[str]:
    found = []
    for file in request.FILES.getlist("file"):
        try:
            found.append(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            found.append("")
    return [text for text in found if text.strip()] + ["?" for text in found if not text.strip()]


def as_file(book: Workbook) -> HttpResponse:
    """The workbook as a file to keep. Its name says nothing."""
    text = json.dumps(book, sort_keys=True, ensure_ascii=False)
    response = HttpResponse(text.encode("utf-8", "replace"), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


FILE_NAME = "notities.json"


def new_writer() -> str:
    """A name for one writing."""
    return secrets.token_hex(8)


def new_part(number: int) -> str:
    """A name for a new row. Rows without a day keep the order in which they were made: `number` says which it is."""
    return f"r{number:03d}{secrets.token_hex(5)}"


def first(form: dict[str, list[str]], name: str) -> str:
    """The first value of a field; empty without one."""
    values: list[Any] = form.get(name) or [""]
    return str(values[0])
