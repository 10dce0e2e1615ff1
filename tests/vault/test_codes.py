from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpline.vault import codes
from helpline.vault.codes import CodeThrottle, make_code, normalise, slow_hash, words
from tests.services import thrift

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_key_folder(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.KEY_FOLDER = tmp_path / "keys"  # type: ignore[attr-defined]
    return


def test_the_list_has_2048_different_short_words() -> None:
    assert len(words()) == len(set(words())) == 2048
    assert all(
        4 <= len(word) <= 7 and word.isascii() and word.isalpha() and word.islower() for word in words()
    )
    assert list(words()) == sorted(words())


def test_no_two_words_are_one_typing_mistake_apart() -> None:
    known = set(words())
    assert [word for word in words() if (codes._one_mistake(word) & known) != {word}] == []


def sound(word: str) -> str:
    for letters, same in (("ij", "ei"), ("au", "ou"), ("ch", "g"), ("ck", "k"), ("dt", "t"), ("y", "i")):
        word = word.replace(letters, same)
    return word


def test_no_two_words_sound_the_same() -> None:
    assert len({sound(word) for word in words()}) == 2048


def test_the_list_comes_with_its_licence() -> None:
    licence = codes._FILE.with_name("LICENSE.txt").read_text()
    assert "OpenTaal" in licence
    assert "Redistribution and use in source and binary forms" in licence


def test_a_code_is_five_words_and_never_the_same() -> None:
    made = {make_code() for _ in range(500)}
    assert len(made) == 500
    assert all(len(code.split("-")) == 5 for code in made)
    assert all(normalise(code) == code for code in made)


# However a code is written down (case, spaces, dots, accents) it is the same code.
@given(
    st.lists(st.sampled_from(words()), min_size=5, max_size=5),
    st.sampled_from([" ", "-", " - ", ", ", ".", "\n"]),
)
def test_the_way_of_writing_does_not_matter(chosen: list[str], between: str) -> None:
    code = "-".join(chosen)
    assert normalise(between.join(chosen)) == code
    assert normalise(f"  {between.join(word.upper() for word in chosen)} ") == code
    assert normalise(between.join(word.replace("e", "é") for word in chosen)) == code


# One typing mistake never makes another code: it gives the same code, or none.
@given(st.lists(st.sampled_from(words()), min_size=5, max_size=5), st.data())
def test_one_mistake_gives_the_same_code_or_none(chosen: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 4))
    wrong = data.draw(st.sampled_from(sorted(codes._one_mistake(chosen[place]))))
    typed = [*chosen[:place], wrong, *chosen[place + 1 :]]
    assert normalise(" ".join(typed)) in {"-".join(chosen), None}


@pytest.mark.parametrize(
    "text", ["", "een twee", "qqqqq qqqqq qqqqq qqqqq qqqqq", "x" * 5000, "1 2 3 4 5", "\x00"]
)
def test_what_is_not_a_code_is_none(text: str) -> None:
    assert normalise(text) is None


def test_the_hash_is_the_same_for_the_same_code_and_needs_the_pepper(
    settings: object, tmp_path: Path
) -> None:
    code = make_code()
    first = slow_hash(code)
    assert len(first) == 64
    assert slow_hash(code) == first
    assert slow_hash(make_code()) != first
    settings.KEY_FOLDER = tmp_path / "others"  # type: ignore[attr-defined]
    assert slow_hash(code) != first


def test_a_guess_costs_memory_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    code = make_code()
    quick = slow_hash(code)
    monkeypatch.setattr(codes, "COST", thrift.REAL_COST)
    began = thread_time()
    assert slow_hash(code) != quick, "what the tests spare themselves is another hash"
    assert thread_time() - began > 0.01
    n, r, p = thrift.REAL_COST
    assert (128 * n * r, p) >= (32 * 2**20, 1), "OWASP asks for 16 MiB"


def test_the_throttle_lets_a_burst_through_and_then_a_few() -> None:
    throttle = CodeThrottle(burst=3, refill=timedelta(seconds=2))
    assert [throttle.take(NOW) for _ in range(4)] == [True, True, True, False]
    assert not throttle.take(NOW + timedelta(seconds=1))
    assert throttle.take(NOW + timedelta(seconds=2.1))
    assert not throttle.take(NOW)  # a clock that goes back gives nothing
