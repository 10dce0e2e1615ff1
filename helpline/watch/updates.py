"""What is known of faults in the packages we use: the file that `make audit` writes, which a release brings along.

Nothing is asked from here: a server of a helpline calls nobody. The file says on which day the vulnerability service
was asked, about which packages exactly (the digest of the lock), and what it said. Of the machine's own packages
(PostgreSQL, nginx, Python itself) nothing is known here; the distribution tells about those.
"""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from helpline.watch.promises import Asked

LOCK = Path("requirements") / "app.txt"
FILE = Path("requirements") / "audited.json"


def digest(lock: bytes) -> str:
    """What tells one lock from another."""
    return sha256(lock).hexdigest()


def read(root: Path | None = None) -> Asked | None:
    """What was last asked; None when there is no such file, or it cannot be read."""
    root = root or settings.BASE_DIR
    try:
        told: dict[str, Any] = json.loads((root / FILE).read_text(encoding="utf-8"))
        return Asked(
            on=date.fromisoformat(told["on"]),
            fits=told["lock"] == digest((root / LOCK).read_bytes()),
            packages=int(told["packages"]),
            vulnerable=tuple(str(name) for name in told["vulnerable"]),
            skipped=len(told["skipped"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
