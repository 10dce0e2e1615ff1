"""The trees of the demo, read from the files beside this module."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


def read(site: str) -> dict[str, Any]:
    """Read the tree of a site, as its file writes it (`selfhelp.advice.form` makes a tree of it)."""
    found: dict[str, Any] = json.loads((FOLDER / f"{site}.json").read_text(encoding="utf-8"))
    return found
