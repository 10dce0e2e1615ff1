from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import pow as puzzles

SECRET = b"a secret"
NOW = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)


def test_a_solved_puzzle_counts() -> None:
    token = puzzles.puzzle(SECRET, bits=8, now=NOW)
    assert puzzles.bits_of(token) == 8
    proof = puzzles.solve(token, 8)
    solved = puzzles.check(SECRET, proof, now=NOW + timedelta(minutes=19))
    assert solved.expires_at == NOW + puzzles.LIFE
    # another number that solves it too has the same id: it is still one puzzle, used once
    assert puzzles.check(SECRET, proof, now=NOW).id == solved.id


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda proof: "8" + proof[1:], "not of ours"),  # cheaper than it was asked
        (lambda proof: proof.rsplit(".", 1)[0], "not a proof"),
        (lambda proof: proof + "." + "1", "not a proof"),
        (lambda proof: "x" * 300, "not a proof"),
        (lambda proof: "", "not a proof"),
        (lambda proof: proof.replace(".", ".é", 1), "not of ours"),
    ],
)
def test_anything_else_does_not(change, why: str) -> None:  # type: ignore[no-untyped-def]
    proof = puzzles.solve(puzzles.puzzle(SECRET, bits=9, now=NOW), 9)
    with pytest.raises(puzzles.BadProof, match=why):
        puzzles.check(SECRET, change(proof), now=NOW)


def test_an_unsolved_one_does_not() -> None:
    token = puzzles.puzzle(SECRET, bits=12, now=NOW)
    wrong = next(n for n in range(100) if not puzzles.is_solved(f"{token}.{n}", 12))
    with pytest.raises(puzzles.BadProof, match="not solved"):
        puzzles.check(SECRET, f"{token}.{wrong}", now=NOW)


def test_an_old_one_does_not_and_nor_does_another_house() -> None:
    proof = puzzles.solve(puzzles.puzzle(SECRET, bits=6, now=NOW), 6)
    with pytest.raises(puzzles.BadProof, match="too old"):
        puzzles.check(SECRET, proof, now=NOW + puzzles.LIFE)
    with pytest.raises(puzzles.BadProof, match="not of ours"):
        puzzles.check(b"another secret", proof, now=NOW)


# The price never falls when anything that raises it grows, and stays between the easiest and the hardest.
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(-5, 100), st.integers(0, 50))
def test_the_price_rises_with_the_load(waiting: int, recent: int, pressure: int, more: int) -> None:
    price = puzzles.difficulty(waiting=waiting, recent=recent, pressure=pressure)
    assert puzzles.EASIEST <= price <= puzzles.HARDEST
    assert puzzles.difficulty(waiting=waiting + more, recent=recent, pressure=pressure) >= price
    assert puzzles.difficulty(waiting=waiting, recent=recent + more, pressure=pressure) >= price
    assert puzzles.difficulty(waiting=waiting, recent=recent, pressure=pressure + more) >= price


def test_a_quiet_evening_is_cheap() -> None:
    assert puzzles.difficulty(waiting=2, recent=3) == puzzles.EASIEST
