"""The browser's workbook (static/selfhelp/workbook.js) means the same as Python's: the same vectors, in Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Browser, Page

from selfhelp.modules import workbook
from selfhelp.modules.exercises import ANSWER, KEY, PART, SHAPES
from tests.selfhelp.modules.strategies import any_workbooks
from tests.selfhelp.modules.vectors import cases
from tests.services.scripts import page_with_scripts

pytestmark = pytest.mark.browser

SCRIPTS = Path(__file__).parents[3] / "selfhelp/modules/static/selfhelp"
ORIGIN = "http://workbook.test"


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """A page that has the scripts of the workbook as `workbook` and `shapes`."""
    with page_with_scripts(chromium, SCRIPTS, ORIGIN) as page:
        for name in ("workbook", "shapes"):
            page.evaluate(f"async () => {{ window.{name} = await import('/{name}.js'); }}")
        yield page


def all_of(page: Page, name: str, script: str) -> list[Any]:
    """What a script makes of every case of a file."""
    found: list[Any] = page.evaluate(f"(cases) => cases.map((each) => {{ {script} }})", cases(name))
    return found


def test_it_knows_the_same_kinds_fields_and_names(page: Page) -> None:
    shapes = {
        str(kind): {
            name: {"type": str(field.type), "most": field.most, "least": field.least, "bare": field.bare}
            for name, field in shape.items()
        }
        for kind, shape in SHAPES.items()
    }
    assert page.evaluate("shapes.SHAPES") == shapes
    patterns = page.evaluate("[shapes.KEY.source, shapes.PART.source, shapes.ANSWER]")
    assert patterns == [f"^{KEY.pattern}$", f"^{PART.pattern}$", ANSWER]
    numbers = page.evaluate("[workbook.FORMAT, workbook.MOST_BYTES]")
    assert numbers == [workbook.FORMAT, workbook.MOST_BYTES]


def test_it_merges_as_the_vectors_say(page: Page) -> None:
    script = """
      const [a, b] = [workbook.check(each.a), workbook.check(each.b)];
      return [workbook.merge(a, b), workbook.merge(b, a)].map(workbook.canonical);
    """
    expected = [[workbook.canonical(case["merged"])] * 2 for case in cases("merge")]
    assert all_of(page, "merge", script) == expected


def test_it_reads_as_the_vectors_say(page: Page) -> None:
    expected = [workbook.canonical(case["book"]) for case in cases("read")]
    assert all_of(page, "read", "return workbook.canonical(workbook.read(each.text));") == expected


def test_it_refuses_what_is_no_workbook(page: Page) -> None:
    script = """
      try { workbook.read(each.text); } catch (error) { return error instanceof workbook.NotAWorkbook; }
      return each.name;
    """
    assert all_of(page, "refused", script) == [True] * len(cases("refused"))


def test_it_keeps_only_ticks_as_the_vectors_say(page: Page) -> None:
    expected = [workbook.canonical(case["without_words"]) for case in cases("without_words")]
    script = "return workbook.canonical(workbook.ticksOnly(workbook.check(each.book)));"
    assert all_of(page, "without_words", script) == expected


def test_it_writes_values_as_the_vectors_say(page: Page) -> None:
    assert all_of(page, "canonical", "return workbook.canonical(each.value);") == [
        case["text"] for case in cases("canonical")
    ]


def test_it_agrees_with_python_about_workbooks_that_nobody_thought_of(page: Page) -> None:
    script = """([a, b]) => [
      workbook.merge(workbook.read(a), workbook.read(b)), workbook.ticksOnly(workbook.read(a)),
    ].map(workbook.canonical)"""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(any_workbooks(), any_workbooks())
    def agree(one: Any, other: Any) -> None:
        texts = [workbook.canonical(one), workbook.canonical(other)]
        expected = [workbook.merge(one, other), workbook.without_words(one)]
        assert page.evaluate(script, texts) == [workbook.canonical(book) for book in expected]

    agree()


def test_writing_and_erasing_are_the_same_as_in_python(page: Page) -> None:
    script = """() => {
      const { empty, put, erase, place, find, canonical, conflicts, merge } = workbook;
      const where = place.exercise("m10", "brief");
      const write = (book, text, writer) => put(book, where, { kind: "writing", version: 1, answer: { text }, writer });
      const one = write(empty("sim"), "een", "aaaaaaaa");
      const other = write(empty("sim"), "twee", "bbbbbbbb");
      const both = merge(one, other);
      const chosen = write(both, "twee", "cccccccc");
      return {
        same: write(one, "een", "bbbbbbbb") === one,
        gone: find(merge(erase(one, where), one), where).length,
        clash: conflicts(both).length,
        solved: find(merge(chosen, both), where).map(({ answer }) => answer.text),
        text: canonical(chosen),
      };
    }"""
    found = page.evaluate(script)
    place = workbook.Place.exercise("m10", "brief")

    def write(book: Any, text: str, writer: str) -> Any:
        return workbook.put(book, place, kind="writing", version=1, answer={"text": text}, writer=writer)

    both = workbook.merge(
        write(workbook.empty("sim"), "een", "a" * 8), write(workbook.empty("sim"), "twee", "b" * 8)
    )
    assert found == {
        "same": True,
        "gone": 0,
        "clash": 1,
        "solved": ["twee"],
        "text": workbook.canonical(write(both, "twee", "c" * 8)),
    }
