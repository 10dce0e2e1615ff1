"""What is found in a text, and what is left alone. The browser's side is asked the same (test_script.py)."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.guard import patterns
from helpline.guard.finding import MASKS, Finding, Kind, find, is_bsn, is_iban, masked

EXAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "examples.json").read_text())
ALLOWED = EXAMPLES["allowed"]
SCRIPT = Path(patterns.__file__).parent / "static/guard/patterns.js"


def said(text: str, allowed: list[str] | tuple[str, ...] = ()) -> list[list[str]]:
    return [[str(one.kind), text[one.start : one.end]] for one in find(text, allowed=allowed)]


@pytest.mark.parametrize("example", EXAMPLES["found"], ids=lambda one: one["text"])
def test_it_finds(example: dict[str, Any]) -> None:
    assert said(example["text"]) == example["finds"]


@pytest.mark.parametrize("text", EXAMPLES["clean"])
def test_it_raises_no_false_alarm(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("text", ALLOWED["clean"])
def test_what_the_directory_has_may_be_written(text: str) -> None:
    assert said(text, ALLOWED["list"]) == []


@pytest.mark.parametrize("example", ALLOWED["found"], ids=lambda one: one["text"])
def test_what_only_looks_like_it_may_not(example: dict[str, Any]) -> None:
    assert said(example["text"], ALLOWED["list"]) == example["finds"]


def test_a_mask_stands_in_the_place_of_each_finding() -> None:
    text = "Bel 0612345678 of mail jan@voorbeeld.nl."
    assert masked(text, find(text)) == "Bel [telefoonnummer] of mail [e-mailadres]."
    assert set(MASKS) == set(Kind)


def test_without_findings_the_text_is_itself() -> None:
    assert masked("Op 26-11-2026.", ()) == "Op 26-11-2026."


def test_the_tests_of_numbers() -> None:
    assert is_bsn("111222333")
    assert not is_bsn("111222334")
    assert not is_bsn("000000000")
    assert is_iban("NL91ABNA0417164300")
    assert not is_iban("NL92ABNA0417164300")


PIECES = st.sampled_from(
    [one["text"] for one in EXAMPLES["found"]]
    + EXAMPLES["clean"]
    + ["@", ".", " at ", "06", "snap: ", "[", "\n", "+"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=6).map("".join))
def test_findings_lie_in_the_text_one_after_the_other(text: str) -> None:
    """Whatever is typed: the findings are in order, not empty, and do not overlap; a second look finds less."""
    findings = find(text)
    places = [place for one in findings for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(0 <= one.start < one.end <= len(text) for one in findings)
    once = masked(text, findings)
    for one in findings:
        assert isinstance(one, Finding)
        assert MASKS[one.kind] in once


@pytest.mark.parametrize("piece", ["a", "0", "1 ", "a.", "@a", "06-"])
def test_a_long_text_is_looked_through_in_time(piece: str) -> None:
    """No pattern takes longer than in proportion to the text: a second for 20,000 letters would be felt."""
    began = time.process_time()
    find(piece * (20_000 // len(piece)))
    assert time.process_time() - began < 3


def test_the_browser_has_the_same_patterns() -> None:
    assert SCRIPT.read_text() == patterns.script(), "write it again: see helpline/guard/patterns.py"
