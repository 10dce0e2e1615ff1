"""Whatever a manager opens or pastes as a table, or brings in as an earlier year, it is read or refused in words."""

import pytest
from hypothesis import strategies as st

from figures.earlier import form
from figures.earlier.form import FormRefused
from figures.pasted import MOST_CHARACTERS, Unreadable, grids, text_of
from figures.plausible import findings
from figures.spec import Spec
from tests.services.fuzz import fuzz, in_time, scribbled

TABLE = (
    "Leeftijd\t2021\t2020\tGroei\t% 2021\n0-12\t1.073\t398\t+170%\t36,8%\n13 t/m 17\t11,724\t8.142\t44%\t30\n"
    "Onbekend\t4\t\t-\t\nTotaal\t13.000\t9.000\t44%\t100\n\nTweede\nA;B;C\nx;1;2\n"
)
HEAD = "year;table;row;column;number\n"
YEAR = HEAD + "2019;contacts_by_channel;phone;;398\n2019;contacts_by_channel;post;;1.073\n2019;topics;;;600\n"
CELLS = st.sampled_from(
    ["2019", "1999", "topics", "", "phone", "9" * 400, "-", "1e5", "٣", "²", "1.0", "99.999.999", '"', "\0", "2019-13",
     "%"]
)  # fmt: skip
CODES = {"channel": frozenset({"phone", "post"}), "topic": frozenset({"a", "b"})}


def _check(data: bytes) -> None:
    try:
        found = grids(text_of(data))
    except Unreadable as refused:
        assert str(refused)
        return
    for grid in found:
        assert all(isinstance(sentence, str) for sentence in findings(grid))


def _specs() -> dict[str, Spec]:
    from figures.catalogue import specs

    return {spec.name: spec for spec in specs("stopitnow")}


def _bring_in(text: str) -> None:
    try:
        figures = form.read(text, _specs(), CODES.get, 2026)
    except FormRefused as refused:
        assert 0 < len(refused.sentences) <= form.MOST_TOLD
        return
    assert all(0 <= figure.n <= 99_999_999 and not 0 < figure.n < 5 for figure in figures)


def test_any_table_is_read_or_refused() -> None:
    inputs = (
        scribbled(TABLE.encode())
        | st.binary(max_size=200)
        | st.lists(st.lists(CELLS, max_size=5), max_size=6).map(
            lambda rows: "\n".join("\t".join(row) for row in rows).encode()
        )
    )
    fuzz("tables that are pasted", inputs, _check, some=250, full=20_000)


def test_any_earlier_year_is_read_or_refused() -> None:
    inputs = scribbled(YEAR.encode()).map(lambda raw: raw.decode(errors="replace")) | st.lists(
        st.lists(CELLS, min_size=4, max_size=6), max_size=6
    ).map(lambda rows: HEAD + "\n".join(";".join(row) for row in rows))
    fuzz("earlier years", inputs, _bring_in, some=250, full=20_000)


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_no_table_takes_long(separator: str) -> None:
    most = MOST_CHARACTERS - 100
    for bomb in (
        f'a{separator}b\n"' + "x" * most, f"a{separator}b\nx{separator}" + "9" * most, f"a{separator}b\n" * (most // 4),
        separator * most, f"totaal{separator}1\n" * (most // 9), ("1" + separator) * 59 + "\n" + "1\n" * 1990,
        f"a{separator}%\nx{separator}" + "9" * 400 + "%\n" + f"y{separator}" + "9" * 400 + "%\n",
        f"a{separator}2020{separator}2021{separator}groei\nx{separator}{'9' * 400}{separator}{'9' * 400}{separator}1\n",
    ):  # fmt: skip
        in_time("a table", lambda bomb=bomb: _check(bomb.encode()))
        in_time("a year", lambda bomb=bomb: _bring_in(HEAD + bomb))
