"""The registration forms as first installed."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def shipped_forms() -> dict[str, dict[str, Any]]:
    """The definition of each programme's form, by the programme's slug. Shared: read it, never change it."""
    with (Path(__file__).parent / "forms.toml").open("rb") as file:
        return tomllib.load(file)
