"""Whether every installed package may be used beside a work under the EUPL-1.2: read from the packages' own metadata.

What the house imports when it runs (requirements/app.txt) must be under a licence of FREE, or of BESIDE: those ask
that the package itself stays free and may be replaced, which it does and can. What is only run as a tool may be under
any licence of TOOLS. Anything else fails, and a person has to look.
"""

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: may be combined with a work under any licence
FREE = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0",
        "MIT-CMU", "PSF-2.0", "TCL", "Unlicense", "ZPL-2.1", "Zlib",
    }
)  # fmt: skip
#: used unchanged, as a package of its own
BESIDE = frozenset({"LGPL-3.0-only", "MPL-2.0"})
#: run as a program, never imported by the house
TOOLS = frozenset({"GPL-3.0-or-later"})
#: what older metadata calls them
NAMES = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def licences_of(metadata: Distribution) -> list[frozenset[str]]:
    """The licences of a package: each set is one choice that its author leaves us, all of a set hold together."""
    fields = metadata.metadata
    words = fields.get("License-Expression") or " AND ".join(
        NAMES.get(name, name)
        for line in fields.get_all("Classifier") or []
        if line.startswith("License ::") and (name := line.split(" :: ")[-1]) != "OSI Approved"
    )
    words = words or (fields.get("License") or "unknown").split("\n")[0].strip()
    return [frozenset(part.strip(" ()") for part in choice.split(" AND ")) for choice in words.split(" OR ")]


def refused(name: str, choices: list[frozenset[str]], *, runs_in_the_house: bool) -> str | None:
    """Why a package may not be used so; None when it may."""
    allowed = FREE | BESIDE if runs_in_the_house else FREE | BESIDE | TOOLS
    if any(choice <= allowed for choice in choices):
        return None
    found = " or ".join(" and ".join(sorted(choice)) for choice in choices)
    return f"{name}: {found}"


def locked(path: Path) -> set[str]:
    """The names of a lock file, as a registry writes them."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {_plain(name) for name in found}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    house = locked(ROOT / "requirements" / "app.txt")
    problems = []
    for package in distributions():
        name = _plain(package.metadata["Name"])
        if why := refused(name, licences_of(package), runs_in_the_house=name in house):
            problems.append(why)
    for problem in sorted(problems):
        print(f"Look at this licence: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
