"""The house as files: what is tracked, and the order of the rooms as the contract states it."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that git tracks and that stands in the tree."""
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\0")
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


def tracked(*suffixes: str) -> list[Path]:
    return [path for path in tracked_files() if path.suffix in suffixes]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def layer_of(module: str) -> int | None:
    """The floor a module stands on, 0 the lowest; None for modules that the contract does not place."""
    contracts = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    for floor, layer in enumerate(reversed(layers)):
        for room in layer.split("|"):
            if module == room.strip() or module.startswith(room.strip() + "."):
                return floor
    return None
