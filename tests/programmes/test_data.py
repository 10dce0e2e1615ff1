"""The programmes and code lists as first installed."""

import itertools
import re
from collections import Counter

import pytest

from figures.models import Fact
from helpline.programmes import data

CODE = re.compile(r"[a-z0-9_]{1,40}")
NOT_OF_A_LIST = {"id", "programme", "month_date", "channel"}
AVOIDED = re.compile(
    r"kinderporn|child porn|revenge porn|wraakporno|kinderprostit|sekstoeris|sex with a child|\bpedo\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def lists() -> list[data.CodeListData]:
    return data.read_code_lists()


def test_codes_are_codes_and_stand_once(lists: list[data.CodeListData]) -> None:
    for row in lists:
        codes = [code for code, _, _ in row.codes]
        assert all(CODE.fullmatch(code) for code in codes), row.key
        assert len(codes) == len(set(codes)), row.key
        assert len({nl for _, nl, _ in row.codes}) == len(codes), row.key
        assert len({en for _, _, en in row.codes}) == len(codes), row.key


def test_each_programme_has_a_list_once(lists: list[data.CodeListData]) -> None:
    keys = Counter((slug, row.key) for row in lists for slug in row.programmes)
    assert set(keys.values()) == {1}


def test_every_coded_field_of_a_fact_has_a_list(lists: list[data.CodeListData]) -> None:
    coded = {field.name for field in Fact._meta.get_fields()} - NOT_OF_A_LIST
    assert coded <= {row.key for row in lists}


def test_every_text_stands_in_both_languages_in_every_programme(lists: list[data.CodeListData]) -> None:
    programmes = data.read_programmes()
    assert {programme.slug for programme in programmes} == {"helpwanted", "stopitnow"}
    assert len({frozenset(programme.texts) for programme in programmes}) == 1
    for programme in programmes:
        assert all(dutch and english for dutch, english in programme.texts.values())


def test_no_word_that_the_bureau_avoids() -> None:
    for name in ("programmes.toml", "codelists.toml"):
        assert not AVOIDED.search((data.FOLDER / name).read_text(encoding="utf-8"))


def test_ages_leave_no_gap(lists: list[data.CodeListData]) -> None:
    for row in lists:
        if row.key != "age_band":
            continue
        bands = [
            [int(number) for number in re.findall(r"\d+", code)]
            for code, _, _ in row.codes
            if code != "unknown"
        ]
        for before, after in itertools.pairwise(bands):
            assert after[0] == before[-1] + 1, row.programmes


@pytest.mark.parametrize(("days", "numbers"), [("mon", [0]), ("mon-thu", [0, 1, 2, 3]), ("sat-sun", [5, 6])])
def test_days(days: str, numbers: list[int]) -> None:
    assert list(data.weekdays(days)) == numbers
