"""Any graph is drawn, and in a way that can be read: nothing stands on anything else, and the way leads down."""

import random
import time
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfhelp.advice.layout import LINE_GAP, Box, Drawing, Link, lay_out

#: a machine with other work to do is slow, and that is no defect
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

Graph = tuple[list[Box], list[Link]]


@st.composite
def graphs(draw: st.DrawFn, *, circles: bool = True) -> Graph:
    """Boxes of all sizes with up to four ports, and links: also to nowhere, and from ports that are not there."""
    count = draw(st.integers(0, 14))
    sizes = st.integers(10, 300)
    boxes = []
    for number in range(count):
        ports = draw(st.integers(0, 4))
        places = tuple((port + 1) / (ports + 1) for port in range(ports))
        boxes.append(Box(f"n{number}", draw(sizes), draw(sizes), places))
    ends = st.integers(0, count + 1)
    drawn = draw(st.lists(st.tuples(ends, st.integers(0, 4), ends), max_size=40))
    return boxes, [
        Link(f"n{source}", port, f"n{target}") for source, port, target in drawn if circles or source < target
    ]


def layered(count: int, seed: int = 4) -> Graph:
    """A tree as editors build it: questions that mostly lead a little further, and shared advice at the end."""
    chance = random.Random(seed)
    boxes, links = [], []
    for number in range(count):
        ports = 0 if number > count * 0.7 else chance.choice((2, 2, 3, 4, 6))
        boxes.append(
            Box(f"n{number}", 232, 120 + 20 * ports, tuple((p + 1) / (ports + 1) for p in range(ports)))
        )
        for port in range(ports):
            ahead = (
                number * 2 + 1 + port if chance.random() < 0.7 else chance.randrange(number + 1, count + 20)
            )
            links.append(Link(f"n{number}", port, f"n{min(ahead, count - 1)}"))
    return boxes, links


def check_apart(drawing: Drawing) -> None:
    for one, other in combinations(drawing.places.values(), 2):
        beside = one.x + one.width <= other.x or other.x + other.width <= one.x
        above = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert beside or above, (one, other)


def check_lines_pass_beside(drawing: Drawing) -> None:
    """Within the height of a rank a line runs straight down, so it is enough to look at its points there."""
    for line in drawing.lines:
        for (x, top), (end, bottom) in pairwise(line.points):
            if line.back or x != end:
                continue
            for name, place in drawing.places.items():
                if name != line.link.source and top < place.y + place.height and bottom > place.y:
                    assert x < place.x - LINE_GAP / 2 or x > place.x + place.width + LINE_GAP / 2


@unhurried
@given(graphs())
def test_no_box_stands_on_another_and_no_line_runs_through_one(graph: Graph) -> None:
    drawing = lay_out(*graph)
    assert set(drawing.places) == {box.id for box in graph[0]}
    check_apart(drawing)
    check_lines_pass_beside(drawing)


@unhurried
@given(graphs())
def test_every_line_goes_down_except_those_that_close_a_circle(graph: Graph) -> None:
    drawing = lay_out(*graph)
    for line in drawing.lines:
        source, target = drawing.places[line.link.source], drawing.places[line.link.target]
        if line.back:
            assert target.rank <= source.rank
        else:
            assert all(upper[1] < lower[1] for upper, lower in pairwise(line.points))
        assert line.points[0][1] == source.y + source.height
        assert source.x <= line.points[0][0] <= source.x + source.width
        assert line.points[-1][1] == target.y
        assert abs(line.points[-1][0] - target.x - target.width / 2) <= 0.1


@unhurried
@given(graphs(circles=False))
def test_without_a_circle_no_line_leads_up(graph: Graph) -> None:
    assert not any(line.back for line in lay_out(*graph).lines)


@unhurried
@given(graphs())
def test_each_link_between_boxes_is_drawn_once_and_within_the_picture(graph: Graph) -> None:
    boxes, links = graph
    ports = {box.id: len(box.ports) for box in boxes}
    drawing = lay_out(boxes, links)
    kept = [each for each in links if each.target in ports and each.port < ports.get(each.source, 0)]
    assert [line.link for line in drawing.lines] == kept
    for place in drawing.places.values():
        assert place.x >= 0
        assert place.x + place.width <= drawing.width + 0.1
        assert place.y >= 0
        assert place.y + place.height <= drawing.height


@unhurried
@given(graphs())
def test_the_same_tree_looks_the_same_each_time(graph: Graph) -> None:
    assert lay_out(*graph) == lay_out(*graph)


def test_the_first_box_stands_at_the_top_and_the_rank_is_the_longest_way() -> None:
    boxes = [Box(name, 100, 40) for name in ("end", "middle", "first")]
    links = [Link("first", 0, "end"), Link("first", 0, "middle"), Link("middle", 0, "end")]
    places = lay_out(boxes, links, first="first").places
    assert [places[name].rank for name in ("first", "middle", "end")] == [0, 1, 2]


def test_a_circle_is_closed_by_the_line_that_leads_back_to_where_the_walk_began() -> None:
    boxes = [Box(name, 100, 40) for name in ("b", "a")]
    drawing = lay_out(boxes, [Link("a", 0, "b"), Link("b", 0, "a")], first="a")
    assert [line.back for line in drawing.lines] == [False, True]


def test_lines_that_cross_in_the_order_given_are_untangled() -> None:
    boxes = [Box(name, 100, 40, (0.25, 0.75)) for name in ("s", "a", "b", "x", "y")]
    links = [Link("s", 0, "b"), Link("s", 1, "a"), Link("a", 0, "x"), Link("b", 0, "y"), Link("b", 1, "y")]
    places = lay_out(boxes, links, first="s").places
    assert places["b"].x < places["a"].x
    assert places["y"].x < places["x"].x


@pytest.mark.parametrize("count", [40, 200])
def test_a_large_tree_is_drawn_in_a_blink(count: int) -> None:
    graph = layered(count)
    took = []
    for _ in range(3):
        began = time.process_time()
        drawing = lay_out(*graph, first="n0")
        took.append(time.process_time() - began)
    check_apart(drawing)
    check_lines_pass_beside(drawing)
    assert min(took) < 0.2, took
