"""Rooms that made codes are asked in turn, and none of them can keep the next from being asked."""

from datetime import UTC, datetime
from typing import Any

import pytest

from helpline.programmes import keycodes
from helpline.programmes.keycodes import Direction, TooManyTries

NOW = datetime(2026, 7, 7, 18, tzinfo=UTC)


def _slowed(*_asked: object) -> Direction | None:
    raise TooManyTries


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    found: dict[str, Any] = {}
    monkeypatch.setattr(keycodes, "_readers", found)
    return found


def test_a_reader_whose_tries_are_used_up_does_not_silence_the_next(readers: dict[str, Any]) -> None:
    keycodes.register("slowed", _slowed)
    keycodes.register("knows", lambda digits, programme, now: Direction(number="+31850000009", reference="7"))
    found = keycodes.read("0123456789", None, NOW)  # type: ignore[arg-type]
    assert found is not None
    assert found.reference == "knows:7"


def test_it_is_told_when_nobody_else_knows(readers: dict[str, Any]) -> None:
    keycodes.register("slowed", _slowed)
    keycodes.register("knows_nothing", lambda digits, programme, now: None)
    with pytest.raises(TooManyTries):
        keycodes.read("0123456789", None, NOW)  # type: ignore[arg-type]
