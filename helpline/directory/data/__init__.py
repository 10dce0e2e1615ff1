"""The records of the demo, read from the files beside this module."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


def read(name: str) -> list[dict[str, Any]]:
    """Read the records of one file, by its name without the ending; each as its file writes it."""
    records: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))[
        "records"
    ]
    return records
