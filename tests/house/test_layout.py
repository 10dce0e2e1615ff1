"""The house as files: what must be there, and what must never be committed."""

import re
import statistics
from pathlib import Path

import pytest

from tests.house.tree import ROOT, text, tracked, tracked_files

LONGEST_MODULE = 400
# Split, so that this very file does not hold what it looks for.
MACHINE_PATH = re.compile(r"(?<![\w.])/" + r"(root|work|farm|home/\w+)/")
UNFINISHED = re.compile(
    r"NotImplemented" r"Error|TO" r"DO|FIX" r"ME|pytest\.mark\.(skip|xfail)|\|\| " r"true"
)


def test_statistics_is_pythons_own() -> None:
    assert statistics.median([1, 2, 3]) == 2
    assert ROOT not in Path(statistics.__file__).parents or ".venv" in statistics.__file__
    assert not (ROOT / "statistics" / "__init__.py").exists()


def test_figures_come_from_the_folder() -> None:
    import figures

    assert Path(figures.__file__).is_relative_to(ROOT / "statistics")


@pytest.mark.parametrize(
    "name", ["README.md", "CHANGELOG.md", "docs/settings.md", "Makefile", ".ci/run", "docs/decisions"]
)
def test_a_newcomer_finds_what_the_readme_names(name: str) -> None:
    assert (ROOT / name).exists()


def test_the_readme_has_exactly_two_commands_to_set_up() -> None:
    start = text(ROOT / "README.md").split("## Start", 1)[1].split("\n## ", 1)[0]
    commands = [
        line
        for block in re.findall(r"```sh\n(.*?)```", start, re.DOTALL)
        for line in block.strip().splitlines()
    ]
    assert [command.split("#")[0].strip() for command in commands] == ["make run", "make test"]


@pytest.mark.parametrize("name", ["app", "dev", "rules", "uv"])
def test_locks_hold_hashes_and_no_addresses(name: str) -> None:
    lock = text(ROOT / "requirements" / f"{name}.txt")
    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links| @ ", lock)
    pinned = re.findall(r"^[a-z0-9][\w.-]*==\S+.*?(?=^[a-z0-9]|\Z)", lock, re.MULTILINE | re.DOTALL)
    assert pinned
    assert all("--hash=sha256:" in entry for entry in pinned)


def test_no_lock_of_the_browser_side_names_a_host() -> None:
    for path in tracked(".json"):
        if path.name == "package-lock.json":
            assert '"resolved"' not in text(path), path


def test_no_path_of_one_machine_is_committed() -> None:
    found = [str(path.relative_to(ROOT)) for path in tracked_files()
             if path.suffix not in {".png", ".woff2"} and MACHINE_PATH.search(text(path))]  # fmt: skip
    assert found == []


def test_nothing_is_left_unfinished_in_silence() -> None:
    found = [str(path.relative_to(ROOT)) for path in tracked(".py", ".js", ".sh", ".html")
             if "/vendor/" not in str(path) and UNFINISHED.search(text(path))]  # fmt: skip
    assert found == []


def test_modules_have_one_reason_to_change() -> None:
    long = {str(path.relative_to(ROOT)): text(path).count("\n") for path in tracked(".py")
            if "migrations" not in path.parts and text(path).count("\n") > LONGEST_MODULE}  # fmt: skip
    assert long == {}


def test_every_tests_folder_is_a_package() -> None:
    folders = {path.parent for path in tracked(".py") if path.is_relative_to(ROOT / "tests")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("planted", ["/ro" + "ot/x", "see /wo" + "rk/main", "'/home/" + "me/x'"])
def test_a_machine_path_would_be_found(planted: str) -> None:
    assert MACHINE_PATH.search(planted)


@pytest.mark.parametrize("innocent", ["var/wo" + "rk/x", "https://example.org/wo" + "rk/", "./ro" + "ot/x"])
def test_an_address_is_not_a_machine_path(innocent: str) -> None:
    assert not MACHINE_PATH.search(innocent)
