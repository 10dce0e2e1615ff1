"""The cookie of a walk: what goes in comes out, what was changed does not open, and it never grows too large."""

import base64
from contextlib import suppress
from itertools import pairwise

import pytest
from django.http import HttpRequest, HttpResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from selfhelp.advice import cookie
from selfhelp.advice import walk as walks
from selfhelp.advice.cookie import TooLarge
from selfhelp.advice.tree import AnswerKind, Tree
from selfhelp.advice.walk import Plan, Walk
from tests.selfhelp.advice.trees import advice, crisis, option, question, small

SLUG = "helpwanted"
COOKIE_LIMIT = 4096
_PLACES = st.integers(0, 400)

walks_of_any_kind = st.builds(
    Walk,
    snapshot=st.integers(0, 2**32 - 1),
    seen_at=st.integers(0, 2**32 - 1),
    answers=st.dictionaries(_PLACES, st.integers(0, 2**40), max_size=40),
    asked=st.frozensets(_PLACES, max_size=40),
    left_out=st.frozensets(_PLACES, max_size=10),
    easy=st.booleans(),
    counted=st.booleans(),
    handed=st.booleans(),
)


@given(walks_of_any_kind)
def test_what_goes_in_comes_out(walk: Walk) -> None:
    assert cookie.opened(cookie.sealed(walk, SLUG), SLUG) == walk


@given(st.integers(200, 260), st.integers(2, 56))
@settings(max_examples=25, deadline=None)
def test_the_longest_walk_of_a_large_tree_fits(size: int, options: int) -> None:
    """Every question answered, every option of every "choose all that apply" ticked, all the marks set."""
    tree = large(size, options)
    walk = everything_ticked(tree)
    assert walks.is_done(Plan(tree), walk)
    assert cookie.fits(tree)
    response = HttpResponse()
    cookie.write(response, walk, SLUG)
    assert len(response.cookies[cookie.name(SLUG)].OutputString()) <= COOKIE_LIMIT


def test_a_tree_that_would_not_fit_is_known_beforehand() -> None:
    tree = large(260, 120)
    assert not cookie.fits(tree)
    with pytest.raises(TooLarge):
        cookie.sealed(everything_ticked(tree), SLUG)
    assert not cookie.fits(large(3, 300))


@given(walks_of_any_kind)
def test_a_length_says_little(walk: Walk) -> None:
    assert len(base64.urlsafe_b64decode(cookie.sealed(walk, SLUG) + "==")) - 28 in cookie.BUCKETS


def test_ten_answers_are_as_long_as_two() -> None:
    plan = Plan(large(12, 4))
    walk, lengths = walks.begin(plan, 1, 1), set()
    for number in range(10):
        walk = walks.answer(plan, walk, number, ["o1"])
        lengths.add(len(cookie.sealed(walk, SLUG)))
    assert len(lengths) == 1


@given(walks_of_any_kind, st.data())
@settings(max_examples=60)
def test_a_changed_cookie_does_not_open(walk: Walk, data: st.DataObject) -> None:
    raw = bytearray(base64.urlsafe_b64decode(cookie.sealed(walk, SLUG) + "=="))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    assert cookie.opened(base64.urlsafe_b64encode(raw).decode(), SLUG) is None


@given(walks_of_any_kind, st.data())
@settings(max_examples=60)
def test_a_truncated_cookie_does_not_open(walk: Walk, data: st.DataObject) -> None:
    value = cookie.sealed(walk, SLUG)
    assert cookie.opened(value[: data.draw(st.integers(0, len(value) - 2))], SLUG) is None


def test_a_cookie_of_another_programme_does_not_open() -> None:
    value = cookie.sealed(walks.begin(Plan(small()), 1, 1), SLUG)
    assert cookie.opened(value, "stopitnow") is None


@given(st.text(max_size=5000))
def test_nothing_that_a_browser_sends_raises(value: str) -> None:
    assert cookie.opened(value, SLUG) is None


@given(st.binary(max_size=200))
def test_nothing_inside_raises_anything_but_what_is_expected(content: bytes) -> None:
    with suppress(ValueError, IndexError):
        cookie.decode(content)


def test_it_belongs_to_one_programme_and_to_the_visit() -> None:
    response = HttpResponse()
    cookie.write(response, walks.begin(Plan(small()), 1, 1), SLUG)
    morsel = response.cookies[cookie.name(SLUG)]
    assert (morsel["path"], morsel["samesite"], morsel["httponly"]) == ("/", "Strict", True)
    assert not morsel["max-age"]
    assert not morsel["expires"], "it ends with the browser's window"
    cookie.end(response, SLUG)
    assert response.cookies[cookie.name(SLUG)]["max-age"] == 0


def test_reading_a_request() -> None:
    request = HttpRequest()
    assert cookie.read(request, SLUG) is None
    walk = walks.begin(Plan(small()), 1, 1)
    request.COOKIES[cookie.name(SLUG)] = cookie.sealed(walk, SLUG)
    assert cookie.read(request, SLUG) == walk


def everything_ticked(tree: Tree) -> Walk:
    """The longest walk there can be, with every mark set."""
    bits = {place: (1 << len(node.options)) - 1 for place, node in enumerate(tree.nodes) if not node.ends}
    everywhere = frozenset(range(len(tree.nodes)))
    numbers = 2**32 - 1
    return Walk(numbers, numbers, bits, everywhere, everywhere, easy=True, counted=True, handed=True)


def large(size: int, options: int) -> Tree:
    """A long row of questions that take several answers."""
    last = [advice("end"), crisis()]
    names = [f"q{number}" for number in range(size)] + ["end"]
    row = [
        question(
            name,
            [option(f"o{number}") for number in range(options)],
            AnswerKind.MULTIPLE,
            target=following,
            start=name == "q0",
        )
        for name, following in pairwise(names)
    ]
    return Tree((*row, *last))
