"""Checkpoints of the chain, kept beside the keys: outside the database, so that a cut at the end shows."""

import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from helpline.audit.chain import GENESIS, Checkpoint
from helpline.audit.models import ChainHead

_LINE = re.compile(r"([0-9]+):([0-9a-f]{64})(?: .*)?")


class NotACheckpoint(ValueError):
    """The text is not "number:hash"."""


def file() -> Path:
    """Return the file of checkpoints: one "number:hash moment" a line."""
    return Path(settings.KEY_FOLDER) / "audit-checkpoints"


def parse(text: str) -> Checkpoint:
    """Read "number:hash", as verify_audit prints it. Raises NotACheckpoint."""
    match = _LINE.fullmatch(text.strip())
    if match is None:
        raise NotACheckpoint("a checkpoint is a number, a colon and 64 hexadecimal digits")
    return Checkpoint(int(match[1]), match[2])


def current() -> Checkpoint:
    """Return the head that the database has now."""
    head = ChainHead.objects.filter(pk=1).first()
    return Checkpoint(head.number, head.hash) if head else Checkpoint(0, GENESIS)


def kept() -> Iterable[Checkpoint]:
    """Return the checkpoints in the file, oldest first. Raises NotACheckpoint for a damaged line."""
    path = file()
    lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
    return [parse(line) for line in lines if line]


def keep(now: datetime | None = None) -> Checkpoint:
    """Add the present head to the file (a nightly job). Nothing is added when nothing was recorded since."""
    head = current()
    if head.number and head not in kept():
        path = file()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        moment = (now or timezone.now()).astimezone(UTC).isoformat(timespec="seconds")
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{head.number}:{head.hash} {moment}\n".encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return head
