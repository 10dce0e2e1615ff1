"""Words are broken before they run out of a box, and nothing but what does not fit is left out."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfhelp.advice.lettering import lines, shortened, width

#: a machine with other work to do is slow, and that is no defect
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ROOM, SIZE, MOST = 200.0, 15.0, 3
texts = st.text(st.characters(codec="latin-1"), max_size=200)


@unhurried
@given(texts)
def test_no_line_is_wider_than_its_room(text: str) -> None:
    found = lines(text, ROOM, SIZE, MOST)
    assert len(found) <= MOST
    assert all(width(line, SIZE) <= ROOM for line in found)
    assert width(shortened(text, ROOM, SIZE), SIZE) <= ROOM


@unhurried
@given(texts)
def test_what_is_cut_ends_with_an_ellipsis_and_the_rest_is_whole(text: str) -> None:
    found = lines(text, ROOM, SIZE, MOST)
    if "-" in text or (found and found[-1].endswith("…")):
        return
    assert "".join(line.rstrip("-") for line in found).replace(" ", "") == "".join(text.split())


def test_lines_break_between_words() -> None:
    words = "Op welk platform staan de beelden die van jou zijn gedeeld?"
    found = lines(words, ROOM, SIZE, MOST)
    assert len(found) > 1
    assert " ".join(found) == words


def test_a_word_longer_than_a_line_is_broken() -> None:
    found = lines("verantwoordelijkheidsgevoelens", 100, SIZE, MOST)
    assert found[0].endswith("-")
    assert "".join(line.rstrip("-") for line in found) == "verantwoordelijkheidsgevoelens"
