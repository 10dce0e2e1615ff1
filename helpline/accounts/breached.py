"""Passphrases that came out in a breach elsewhere: looked up in a file of this machine, never asked of a service.

The file is one of hashes as they are published: a line of 40 hexadecimal digits (SHA-1) and what a colon may add, in
the order of the hashes. It may be tens of gigabytes: some forty places are read, whatever its size.
"""

import re
from hashlib import sha1
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO

_LINE = re.compile(rb"[0-9A-Fa-f]{40}(:[0-9]*)?\r?\n?")
_LONGEST_LINE = 80


def is_in(path: Path, passphrase: str) -> bool:
    """Whether the file has the hash of this passphrase. Raises OSError, and ValueError for a file of something else."""
    wanted = sha1(passphrase.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, SEEK_END)
        # the line that begins at `low` or later, and before `high`, may be the one
        while low < high:
            middle = (low + high) // 2
            start, found = _line_from(file, middle)
            if start >= high:
                high = middle
            elif found < wanted:
                low = start + 1
            elif found > wanted:
                high = middle
            else:
                return True
    return False


def check(path: Path) -> None:
    """Whether the file begins as one of hashes does, in their order. Raises OSError or ValueError."""
    with path.open("rb") as file:
        first = _read(file)
        second = _read(file)
    if not first or (second and second <= first):
        raise ValueError("not hashes in their order")


def _line_from(file: BinaryIO, place: int) -> tuple[int, bytes]:
    """The first line that begins at this place or later: where it begins, and its hash."""
    if place == 0:
        file.seek(0)
    else:
        file.seek(place - 1)
        file.readline(_LONGEST_LINE)
    return file.tell(), _read(file)


def _read(file: BinaryIO) -> bytes:
    """The hash of the line here; nothing at the end of the file."""
    line = file.readline(_LONGEST_LINE)
    if not line:
        return b""
    if not _LINE.fullmatch(line):
        raise ValueError("a line that is no hash")
    return line[:40].upper()
