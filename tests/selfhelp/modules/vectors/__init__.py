"""Cases that Python and the browser share."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file."""
    found: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text())
    return found
