"""Recordings of the audio parts: which files will do, and reading a piece of one."""

from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

#: what browsers play, by the ending of the file's name
TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav"}
LARGEST = 20 * 1024 * 1024
#: bytes of one answer: a browser asks for the next piece by itself
PIECE = 512 * 1024


def type_of(document: Any) -> str:
    """The media type of a document; empty when it is no recording."""
    return TYPES.get(PurePath(document.filename).suffix.removeprefix(".").lower(), "")


def why_not(document: Any) -> str:
    """Why a document cannot be played; empty when it can."""
    if not type_of(document):
        return _("This is no recording: choose an mp3, m4a, ogg or wav file.")
    if not document.file.storage.exists(document.file.name):
        return _("The file of this recording is gone. Upload it again.")
    if document.file.size > LARGEST:
        return _("This recording is larger than 20 MB.")
    return ""


def span(header: str, size: int) -> tuple[int, int] | None:
    """The first and last byte of what a Range header asks for, one piece at most; None when it asks for none.

    Raises ValueError when it asks for what is not there. Several ranges in one request are answered with the first.
    """
    unit, _equals, ranges = header.partition("=")
    if unit.strip() != "bytes" or not ranges:
        return None
    first, dash, last = ranges.split(",")[0].strip().partition("-")
    if (
        not dash
        or not (first or last)
        or not all(part.isascii() and part.isdigit() for part in (first, last) if part)
    ):
        return None
    start = int(first) if first else max(0, size - int(last))
    end = int(last) if first and last else size - 1
    if start >= size or end < start:
        raise ValueError("there is nothing there")
    return start, min(end, size - 1, start + PIECE - 1)
