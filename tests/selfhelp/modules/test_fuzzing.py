"""Whatever file comes back as a workbook, it is one in its one form, or refused; a sealed one has one of few sizes."""

import json

from hypothesis import strategies as st

from selfhelp.modules import workbook
from selfhelp.modules.incoming import NotAWorkbook
from selfhelp.modules.safe import envelope
from tests.selfhelp.modules.strategies import any_workbooks
from tests.services.fuzz import fuzz, in_time, junk, mutations, scribbled


def _read(text: str) -> None:
    try:
        book = workbook.read(text)
    except NotAWorkbook:
        return
    assert len(workbook.canonical(book)) <= workbook.MOST_BYTES
    assert workbook.read(workbook.canonical(book)) == book
    assert workbook.merge(book, book) == book


def _unseal(text: object) -> None:
    for read in (envelope.place, envelope.sealed):
        try:
            read(text)
        except envelope.BadForm:
            continue


def test_any_file_is_a_workbook_or_refused() -> None:
    texts = any_workbooks().flatmap(
        lambda book: (
            mutations(book)
            | scribbled(json.dumps(book).encode()).map(lambda raw: raw.decode(errors="replace"))
        )
    )
    fuzz("workbooks", texts | st.text(max_size=100) | junk.map(json.dumps), _read, some=200, full=20_000)


def test_any_sealed_workbook_is_of_the_form_or_refused() -> None:
    fuzz("sealed workbooks", junk | st.text(max_size=60) | st.binary(), _unseal, some=150, full=20_000)


def test_no_file_takes_long() -> None:
    most = 2 * workbook.MOST_BYTES
    row = '"r%d":{"seen":{"aaaaaaaa":1},"values":[]}'
    for bomb in (
        "[" * most, '{"a":' * (most // 5), "9" * most, '{"a":1e999}', "1" * 5000, "\ud800" * most,
        '{"format":1,"programme":"a","modules":{},"plan":{%s}}' % ",".join(row % n for n in range(5000)),
        '{"format":1,"programme":"a","modules":{},"plan":{"r":{"seen":{%s},"values":[]}}}'
        % ",".join(f'"{n:08x}":1' for n in range(15_000)),
    ):  # fmt: skip
        in_time("a workbook", lambda bomb=bomb: _read(bomb), seconds=2.0)
