from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from helpline.audit.chain import GENESIS, Checkpoint, Link, digest, verify

START = datetime(2026, 3, 28, 23, 59, 59, 123456, tzinfo=UTC)


def chain_of(length: int) -> list[Link]:
    links: list[Link] = []
    previous = GENESIS
    for number in range(1, length + 1):
        at = START + timedelta(minutes=number)
        link = Link(
            number, at, False, "staff:1", "chat.assigned", "helpwanted", "", {"n": number}, previous, ""
        )
        link = replace(link, hash=digest(link))
        previous = link.hash
        links.append(link)
    return links


def head_of(links: list[Link]) -> Checkpoint:
    return Checkpoint(len(links), links[-1].hash if links else GENESIS)


def test_an_empty_chain_is_whole() -> None:
    assert verify([], head=head_of([])).broken_at is None


def test_a_chain_is_whole() -> None:
    links = chain_of(5)
    verdict = verify(links, head=head_of(links), checkpoints=[Checkpoint(3, links[2].hash)])
    assert (verdict.length, verdict.head, verdict.broken_at) == (5, links[4].hash, None)


def test_the_hash_does_not_depend_on_the_time_zone_or_the_order_of_details() -> None:
    link = replace(chain_of(1)[0], detail={"a": 1, "b": 2})
    elsewhere = replace(link, at=link.at.astimezone(), detail={"b": 2, "a": 1})
    assert digest(link) == digest(elsewhere)


# Whatever single entry is changed, removed or moved, the walk names a fault at or before that place's successor.
@given(st.integers(2, 12), st.data())
def test_any_tampering_shows(length: int, data: st.DataObject) -> None:
    links = chain_of(length)
    head = head_of(links)
    place = data.draw(st.integers(0, length - 1))
    how = data.draw(st.sampled_from(["edit", "edit and rehash", "remove", "move"]))
    if how == "edit":
        links[place] = replace(links[place], actor="staff:2")
    elif how == "edit and rehash":
        edited = replace(links[place], actor="staff:2")
        links[place] = replace(edited, hash=digest(edited))
    elif how == "remove":
        del links[place]
    else:
        other = (place + 1) % length
        links[place], links[other] = links[other], links[place]
    verdict = verify(links, head=head)
    assert verdict.broken_at is not None
    assert verdict.broken_at <= place + 2


def test_a_cut_at_the_end_shows_against_the_head() -> None:
    links = chain_of(4)
    assert verify(links[:3], head=head_of(links)).reason == "cut"


def test_a_cut_with_the_head_set_back_shows_against_a_checkpoint() -> None:
    links = chain_of(4)
    verdict = verify(links[:3], head=head_of(links[:3]), checkpoints=[head_of(links)])
    assert (verdict.reason, verdict.broken_at) == ("cut", 4)


def test_a_chain_rewritten_from_the_start_shows_against_a_checkpoint() -> None:
    links = chain_of(4)
    forged: list[Link] = []
    previous = GENESIS
    for link in links:
        changed = replace(link, actor="staff:9", previous_hash=previous)
        changed = replace(changed, hash=digest(changed))
        previous = changed.hash
        forged.append(changed)
    assert verify(forged, head=head_of(forged)).broken_at is None
    assert verify(forged, head=head_of(forged), checkpoints=[head_of(links[:2])]).reason == "checkpoint"


def test_a_head_that_was_set_back_shows() -> None:
    links = chain_of(4)
    assert verify(links, head=head_of(links[:3])).reason == "head"
