"""What came out elsewhere is looked up in a file of hashes: the right line is found wherever it stands."""

import random
from hashlib import sha1
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from helpline.accounts import breached, checks, passphrases

KNOWN = "een heel gewone zin die uitlekte"
OTHER = "een zin die niemand ooit opschreef"


def digest(text: str) -> str:
    return sha1(text.encode(), usedforsecurity=False).hexdigest().upper()


def written(path: Path, hashes: list[str], *, end: str = "\n", seed: int = 1) -> Path:
    drawn = random.Random(seed)
    lines = [f"{each}:{drawn.choice((1, 23, 123456))}{end}" for each in sorted(hashes)]
    path.write_bytes("".join(lines).encode())
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("many", [1, 2, 3, 400])
def test_every_line_is_found_and_nothing_else(tmp_path: Path, many: int, end: str) -> None:
    texts = [f"zin nummer {number}" for number in range(many)]
    path = written(tmp_path / "breached", [digest(text) for text in texts], end=end)
    assert all(breached.is_in(path, text) for text in texts)
    assert not any(breached.is_in(path, f"andere zin {number}") for number in range(200))


def test_a_last_line_without_an_end_counts_too(tmp_path: Path) -> None:
    path = tmp_path / "breached"
    path.write_text("\n".join(sorted([digest(KNOWN), digest("a"), digest("b")])))
    assert all(breached.is_in(path, text) for text in (KNOWN, "a", "b"))


def test_an_empty_file_knows_none(tmp_path: Path) -> None:
    (tmp_path / "breached").touch()
    assert not breached.is_in(tmp_path / "breached", KNOWN)


@pytest.mark.parametrize("text", ["", "geen hash\n", "FFFF\n", "F" * 40 + "\n" + "0" * 40 + "\n"])
def test_a_file_of_something_else_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "breached").write_text(text)
    with pytest.raises(ValueError, match="hash"):
        breached.check(tmp_path / "breached")


def test_a_breached_passphrase_is_refused_when_it_is_chosen(settings: Settings, tmp_path: Path) -> None:
    assert passphrases.problems(KNOWN) == []
    settings.BREACHED_FILE = written(tmp_path / "breached", [digest(KNOWN)])
    assert checks.check_breached(None) == []
    assert len(passphrases.problems(KNOWN)) == 1
    assert passphrases.problems(OTHER) == []


def test_a_file_that_cannot_be_searched_is_told_before_anybody_chooses(
    settings: Settings, tmp_path: Path
) -> None:
    settings.BREACHED_FILE = tmp_path / "away"
    assert [each.id for each in checks.check_breached(None)] == ["accounts.E006"]
    settings.BREACHED_FILE.write_text("geen hash\n")
    assert [each.id for each in checks.check_breached(None)] == ["accounts.E006"]
    settings.BREACHED_FILE = None
    assert checks.check_breached(None) == []
