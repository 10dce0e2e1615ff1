"""The table of the privacy proof: what counts as a fault, and how it is shown."""

from tests.canaries import Hit
from tests.proof.findings import Searched
from tests.proof.kept import Store

ENTRIES = ["post", "mail"]
OWNERS = {"Kanarie A": "post", "Kanarie B": "mail"}
SIZES = {Store.ROWS: 2_500_000, Store.LOG: 0, Store.MAIL: 1000}


def searched(*hits: tuple[str, str]) -> Searched:
    return Searched(ENTRIES, SIZES, OWNERS, [Hit(identity, "raw", where) for identity, where in hits])


def test_what_is_found_stands_at_its_way_in_and_its_store() -> None:
    found = searched(("Kanarie A", "rows | pg_dump"), ("Kanarie A", "rows | pg_dump"))
    assert [hit.identity for hit in found.faults] == ["Kanarie A"] * 2
    assert "| post | 2 | . | . |" in found.table()
    assert "post: 'Kanarie A' as raw in rows | pg_dump" in found.in_words()


def test_the_copies_of_the_mail_server_are_shown_and_are_no_fault() -> None:
    found = searched(("Kanarie B", "mail server | sent 0"))
    assert found.faults == []
    assert "| mail | . | . | (1) |" in found.table()


def test_a_leak_beside_the_exception_is_a_fault() -> None:
    found = searched(("Kanarie B", "mail server | sent 0"), ("Kanarie B", "process logs | server-0.log"))
    assert [hit.where for hit in found.faults] == ["process logs | server-0.log"]


def test_the_sizes_of_what_was_searched_are_told() -> None:
    assert "| searched, MB | 2.50 | 0.00 | 0.00 |" in searched().table()
