"""The promise of the chat as a check: what was acknowledged stands in the log, once, in one order for all. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a log, or of what a reader applied."""

    seq: int
    cid: str
    body: str


@dataclass(slots=True)
class Person:
    """What one side of a conversation did and saw.

    said: client id to text. acknowledged: client id to the number that the server gave. applied: what was shown, in
    the order in which it was shown, own messages included.
    """

    name: str
    said: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    applied: list[Line] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)

    def acknowledge(self, cid: str, seq: int) -> None:
        """The server says that a message stands at a number; it may say so again, but never another number."""
        before = self.acknowledged.setdefault(cid, seq)
        if before != seq:
            self.contradictions.append(f"{self.name}: {cid} was acknowledged as {before} and as {seq}")


def violations(log: Sequence[Line], people: Iterable[Person], *, all_arrived: bool = True) -> list[str]:
    """Every way in which a conversation broke the promise; an empty list when it was kept.

    all_arrived: the conversation is quiet: nothing waits in an outbox, and every reader has everything.
    """
    people = list(people)
    found = [told for person in people for told in person.contradictions]
    if [line.seq for line in log] != list(range(1, len(log) + 1)):
        found.append("the log's numbers are not 1, 2, 3, ...")
    found += [f"{cid} stands in the log {n} times" for cid, n in _counts(log).items() if n > 1]
    found += [told for person in people for told in _of_writer(log, person, all_arrived=all_arrived)]
    found += [told for person in people for told in _of_reader(log, person, all_arrived=all_arrived)]
    said = {cid for person in people for cid in person.said}
    found += [f"{line.cid} stands in the log, and nobody said it" for line in log if line.cid not in said]
    return found


def _counts(log: Sequence[Line]) -> Mapping[str, int]:
    return Counter(line.cid for line in log)


def _of_writer(log: Sequence[Line], person: Person, *, all_arrived: bool) -> Iterable[str]:
    standing = {line.cid: line for line in log}
    for cid, seq in person.acknowledged.items():
        line = standing.get(cid)
        if line is None:
            yield f"{person.name}: {cid} was acknowledged, and is lost"
        elif line.seq != seq:
            yield f"{person.name}: {cid} was acknowledged as {seq}, and stands at {line.seq}"
    for cid, body in person.said.items():
        line = standing.get(cid)
        if line is not None and line.body != body:
            yield f"{person.name}: {cid} stands in the log with other words"
        if all_arrived and line is None:
            yield f"{person.name}: {cid} never arrived"
        if all_arrived and cid not in person.acknowledged:
            yield f"{person.name}: {cid} was never acknowledged"


def _of_reader(log: Sequence[Line], person: Person, *, all_arrived: bool) -> Iterable[str]:
    seen = len(person.applied)
    if all_arrived and seen != len(log):
        yield f"{person.name} saw {seen} of {len(log)} entries"
    elif person.applied != list(log[:seen]):
        yield f"{person.name} saw another order, or other words, than the log has"
