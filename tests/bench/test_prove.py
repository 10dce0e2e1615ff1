"""The proofs are all run, whatever became of one, and the table says which was broken."""

import pytest

from bench import prove


def kept() -> prove.Verdict:
    return prove.Verdict(kept=True, told="nothing broken")


def falls() -> prove.Verdict:
    raise RuntimeError("no server")


def test_a_proof_that_falls_fails_the_whole_and_the_others_are_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parts = [prove.Part("first", "1 thing", falls), prove.Part("second", "2 things", kept)]
    assert not prove.prove(parts)
    printed = capsys.readouterr().out
    table = printed[printed.index("proof  ") :].splitlines()
    assert [(row.split()[0], row.split()[3]) for row in table[1:]] == [
        ("first", "BROKEN"),
        ("second", "kept"),
    ]
    assert "no server" in table[1]
    assert "in falls" in printed, "where it fell"
    assert "2 of 2: second (2 things)" in printed
    assert prove.prove(parts[1:])


def test_what_was_broken_is_no_kept_promise() -> None:
    class Outcome:
        broken = ("a message is lost",)

        def report(self) -> str:
            return "BROKEN"

    assert prove.played(Outcome) == prove.Verdict(kept=False, told="1 broken")


def test_every_file_that_a_proof_runs_is_there() -> None:
    for name in (*prove.FUZZED, *prove.WHOLE, *prove.MACHINES, *prove.PRIVACY):
        assert (prove.ROOT / name).exists(), name
    readers = {str(path.relative_to(prove.ROOT)) for path in prove.ROOT.glob("tests/**/test_fuzzing.py")}
    assert readers <= set(prove.FUZZED), "a reader whose fuzzing is never run in full"


def test_whatever_is_a_part_in_the_daily_run_is_run_in_full_by_a_proof() -> None:
    """A size that nobody asks for would be a number on paper."""
    in_full = (*prove.FUZZED, *prove.WHOLE, *prove.MACHINES, *prove.PRIVACY, "tests/deploy", "tests/journeys")
    sized = [
        str(path.relative_to(prove.ROOT))
        for path in prove.ROOT.glob("tests/**/test_*.py")
        if "from tests.services import sizes" in (said := path.read_text())
        or "from tests.services.sizes import" in said
    ]
    assert "tests/chat/test_exactly_once.py" in sized
    of_the_sizes = {"tests/house/test_sizes.py", "tests/bench/test_prove.py"}
    left = [name for name in sized if not name.startswith(in_full) and name not in of_the_sizes]
    assert left == []


def test_a_name_that_is_no_proof_is_refused() -> None:
    with pytest.raises(SystemExit):
        prove.main(["everything"])
