"""Every address that a visitor can ask for stands at an entry point of the privacy proof. A new one does so too."""

from collections import Counter

import pytest

from tests.proof import routes
from tests.proof.canary import identity
from tests.proof.entries import ENTRIES, _filled, who_comes


def test_every_address_belongs_to_one_entry() -> None:
    stands = Counter(name for entry in ENTRIES for name in entry.routes)
    found = set(routes.visitor_routes())
    assert found <= set(stands), "say in tests/proof/entries.py by which way it is reached"
    assert set(stands) - found <= {"cms:styleguide"}  # a page of the demo only
    assert max(stands.values()) == 1


def test_every_socket_and_road_belongs_to_one_entry() -> None:
    stands = Counter(name for entry in ENTRIES for name in entry.wires)
    assert set(stands) == routes.wires()
    assert max(stands.values()) == 1


def test_a_new_address_without_an_entry_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    known = routes.visitor_routes()
    monkeypatch.setattr("tests.proof.routes.visitor_routes", lambda: known | {"cms:new": "new/<slug:slug>/"})
    with pytest.raises(AssertionError, match="by which way"):
        test_every_address_belongs_to_one_entry()
    monkeypatch.setattr("chat.routing._NEW_SOCKET", "/helpwanted/new/socket", raising=False)
    with pytest.raises(AssertionError):
        test_every_socket_and_road_belongs_to_one_entry()


@pytest.mark.parametrize("name", sorted(routes.visitor_routes()))
def test_the_plain_questions_lead_to_the_address(name: str) -> None:
    for path in _filled(routes.visitor_routes()[name], identity(0)):
        assert routes.name_of(path) == name, path


def test_no_two_canaries_share_what_is_searched_for() -> None:
    everybody = [who_comes(entry) for entry in ENTRIES]
    traits = Counter(trait for who in everybody for trait in who.traits)
    assert max(traits.values()) == 1
    alike = [(one, other) for one in traits for other in traits if one != other and one in other]
    assert alike == []
