"""The page docs/asvs.md from docs/asvs/: what each requirement of the ASVS at levels 1 and 2 is answered with.

What is wrong with the answers is found here too: a requirement without one, "met" without a test, a test that is not
there.
"""

import ast
import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATES = {
    "met": "met",
    "operator": "met by the installation",
    "none": "not here",
    "open": "**open**",
}

#: files of tests that answers name and that other work brings; taken out of here once they are there

_HEAD = """\
# ASVS 5.0, levels 1 and 2

The [OWASP Application Security Verification Standard](https://owasp.org/www-project-application-security-verification-standard/)
5.0.0 (CC BY-SA 4.0), requirement by requirement: whether it is about anything here, how it is met, and the tests that
show it. Written from `docs/asvs/` by `make docs`; the names of the requirements are our own words.

- **met**: by the software, and a test shows it.
- **met by the installation**: by what [deploy/](../deploy/) holds or `docs/operate.md` asks of who installs; where a
  test is named, it runs on those very files.
- **not here**: the requirement is about something this house does not have.
- **open**: not met, or not wholly, and why.

"""
_TABLE = "| | level | requirement | state | how | tests |\n|---|---|---|---|---|---|\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """One line. tests: (file below tests/, name without "test_"; the name may be empty for a whole file)."""

    of: str
    name: str
    state: str
    how: str
    tests: tuple[tuple[str, str], ...]


def requirements(root: Path) -> list[tuple[str, str, str]]:
    """The number, level and chapter of each requirement, in order."""
    with (root / "docs" / "asvs" / "requirements.csv").open(encoding="utf-8", newline="") as file:
        return [(row["id"], row["level"], row["chapter"]) for row in csv.DictReader(file)]


def answers(root: Path) -> dict[str, Answer]:
    """The answers, by the number they answer. Raises ValueError for a line that is none, or stands twice."""
    found: dict[str, Answer] = {}
    for line in (root / "docs" / "asvs" / "answers.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 5 or cells[2] not in STATES or cells[0] in found:
            raise ValueError(f"docs/asvs/answers.txt: {line[:60]}")
        named = [each.strip().partition("::") for each in cells[4].split(",") if each.strip()]
        found[cells[0]] = Answer(cells[0], cells[1], cells[2], cells[3], tuple((a, b) for a, _, b in named))
    return found


def answer_to(requirement: str, found: dict[str, Answer]) -> Answer | None:
    """The answer to a requirement: its own, or that of its section or chapter ("V10.*")."""
    chapter, section, _number = requirement.split(".")
    for of in (requirement, f"{chapter}.{section}.*", f"{chapter}.*"):
        if of in found:
            return found[of]
    return None


def faults(root: Path) -> Iterator[str]:
    """What is wrong with the answers, in sentences."""
    found = answers(root)
    asked = requirements(root)
    used = set()
    for number, _level, _chapter in asked:
        answer = answer_to(number, found)
        if answer is None:
            yield f"{number} has no answer"
            continue
        used.add(answer.of)
        if answer.state == "met" and not answer.tests:
            yield f"{number} is met, and no test shows it"
        if not answer.how:
            yield f"{number} does not say how, or why not"
    yield from (f"{of} is no requirement of levels 1 and 2" for of in found if of not in used)
    for answer in found.values():
        for file, name in answer.tests:
            path = root / "tests" / f"{file}.py"
            if not path.is_file():
                yield f"{answer.of} names {file}.py, which is not there"
            elif name and not {name, f"test_{name}"} & _names(path):
                yield f"{answer.of} names {file}::{name}, which is not there"


@cache
def _names(path: Path) -> frozenset[str]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, kinds))


def page(root: Path) -> str:
    """The page."""
    found = answers(root)
    text, chapter, counted = "", "", Counter[tuple[str, str]]()
    for number, level, of in requirements(root):
        answer = answer_to(number, found)
        if answer is None:
            raise ValueError(f"{number} has no answer")
        counted[level, answer.state] += 1
        if of != chapter:
            chapter = of
            text += f"\n## {number.partition('.')[0]} {of}\n\n" + _TABLE
        shown = "<br>".join(f"`{_shown(file, name)}`" for file, name in answer.tests)
        text += f"| {number} | {level} | {answer.name} | {STATES[answer.state]} | {answer.how} | {shown} |\n"
    table = "| level | " + " | ".join(STATES.values()) + " |\n|---|---|---|---|---|\n"
    for level in ("1", "2"):
        table += f"| {level} | " + " | ".join(str(counted[level, state]) for state in STATES) + " |\n"
    return _HEAD + table + text


def _shown(file: str, name: str) -> str:
    path = f"tests/{file}.py"
    return f"{path}::{name if name[:1].isupper() else 'test_' + name}" if name else path
