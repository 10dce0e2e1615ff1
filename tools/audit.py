"""Ask the vulnerability service about every locked package, and refuse an answer that skipped some.

What it says is kept in requirements/audited.json, which belongs into a release.

pip-audit says "no known vulnerabilities" also when it could not look a package up; so its answer is counted.

With --ci a service that cannot be reached is told, with the day of the last answer that is kept in docs/audit.json,
and is no failure: what was known that day is still known. Without it, not being able to ask is one. An answer about
all packages is written down with its day and a digest of the locks (docs/decisions/0151).
"""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("dev", "rules", "uv")
KEPT = ROOT / "docs" / "audit.json"
#: days after which the last answer is called old
FRESH_DAYS = 30


from dataclasses import dataclass
from datetime import UTC, date, datetime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
