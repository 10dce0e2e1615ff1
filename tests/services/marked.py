"""Which files hold tests of one kind, so that a stage of the run reads those and not all the others.

Usage: python -m tests.services.marked browser|both_engines
"""

import sys
from pathlib import Path

from tests.services import sizes

TESTS = Path(__file__).resolve().parents[1]
# Rooms whose promises hold on both engines: their tests are run on PostgreSQL and on SQLite. A test that asks neither
# for a database nor for a house says the same on both, and runs once (unless it is marked).
#: the rooms that wait for each other at locks, or speak to the engine in words of their own; elsewhere: marked files
_AT_LOCKS = ("accounts", "audit", "chat", "contacts", "phone", "vault")
#: the rooms that leave that to Django; the journeys walk through them on SQLite
_BY_DJANGO = ("care", "desk", "directory", "figures", "programmes", "referrals", "requests")
BOTH_ENGINES = (*_AT_LOCKS, *_BY_DJANGO) if sizes.IS_FULL else _AT_LOCKS


def files_with(mark: str) -> list[Path]:
    """The files in which a test may bear this mark: it stands in them, or their room has it for all."""
    return [path for path in sorted(TESTS.rglob("test_*.py")) if may_hold(path, mark)]


def may_hold(path: Path, mark: str) -> bool:
    """Whether a stage for this mark reads the file."""
    if mark == "both_engines" and path.relative_to(TESTS).parts[0] in BOTH_ENGINES:
        return True
    return f"mark.{mark}" in path.read_text()


if __name__ == "__main__":
    print(*(path.relative_to(TESTS.parent) for path in files_with(sys.argv[1])), sep="\n")
