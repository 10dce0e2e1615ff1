"""The check itself: each way of breaking the promise is found, and a kept promise is not accused."""

from collections.abc import Callable

import pytest

from bench.exactly_once import Line, Person, violations


def evening() -> tuple[list[Line], Person, Person]:
    """A small conversation in which all went well."""
    log = [Line(1, "a", "hallo"), Line(2, "b", "goedenavond"), Line(3, "c", "ik wil iets vragen")]
    visitor, counsellor = Person("visitor"), Person("counsellor")
    for person, lines in ((visitor, (log[0], log[2])), (counsellor, (log[1],))):
        for line in lines:
            person.said[line.cid] = line.body
            person.acknowledge(line.cid, line.seq)
        person.applied = list(log)
    return log, visitor, counsellor


def lose(log: list[Line], visitor: Person, counsellor: Person) -> None:
    del log[2]
    visitor.applied.pop()
    counsellor.applied.pop()


def double(log: list[Line], visitor: Person, counsellor: Person) -> None:
    for lines in (log, visitor.applied, counsellor.applied):
        lines.append(Line(4, "a", "hallo"))


def disorder(log: list[Line], visitor: Person, counsellor: Person) -> None:
    counsellor.applied[0], counsellor.applied[1] = counsellor.applied[1], counsellor.applied[0]


def renumber(log: list[Line], visitor: Person, counsellor: Person) -> None:
    visitor.acknowledge("a", 2)


def misquote(log: list[Line], visitor: Person, counsellor: Person) -> None:
    for lines in (log, visitor.applied, counsellor.applied):
        lines[0] = Line(1, "a", "andere woorden")


def invent(log: list[Line], visitor: Person, counsellor: Person) -> None:
    for lines in (log, visitor.applied, counsellor.applied):
        lines.append(Line(4, "z", "dit zei niemand"))


def skip(log: list[Line], visitor: Person, counsellor: Person) -> None:
    for lines in (log, visitor.applied, counsellor.applied):
        lines[2] = Line(4, "c", "ik wil iets vragen")


def leave_behind(log: list[Line], visitor: Person, counsellor: Person) -> None:
    counsellor.applied.pop()


def never_answer(log: list[Line], visitor: Person, counsellor: Person) -> None:
    visitor.said["d"] = "is daar iemand?"


def test_a_kept_promise_is_not_accused() -> None:
    log, visitor, counsellor = evening()
    assert violations(log, (visitor, counsellor)) == []


def test_an_unfinished_evening_is_not_accused() -> None:
    """Before everything is quiet a reader may be behind, and an outbox may hold something."""
    log, visitor, counsellor = evening()
    leave_behind(log, visitor, counsellor)
    never_answer(log, visitor, counsellor)
    assert violations(log, (visitor, counsellor), all_arrived=False) == []


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lose, "acknowledged, and is lost"),
        (double, "2 times"),
        (disorder, "another order"),
        (renumber, "as 1 and as 2"),
        (misquote, "other words"),
        (invent, "nobody said it"),
        (skip, "not 1, 2, 3"),
        (leave_behind, "saw 2 of 3"),
        (never_answer, "never arrived"),
    ],
)
def test_every_broken_promise_is_found(
    broken: Callable[[list[Line], Person, Person], None], told: str
) -> None:
    log, visitor, counsellor = evening()
    broken(log, visitor, counsellor)
    assert any(told in each for each in violations(log, (visitor, counsellor)))
