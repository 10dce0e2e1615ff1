import pytest

from helpline.retention import registry
from helpline.terms import Eraser


def test_the_rooms_below_are_found() -> None:
    assert "data_key" in {eraser.kind for eraser in registry.erasers()}
    assert "audit_checkpoint" in {job.name for job in registry.nightly_jobs()}


def test_the_vault_comes_after_the_rooms_that_use_its_keys() -> None:
    assert registry.erasers()[-1].kind == "data_key"


def test_a_name_is_used_once(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [Eraser("chat", lambda now: 0, lambda now, limit: 0)] * 2
    monkeypatch.setattr("helpline.vault.erasers.ERASERS", twice)
    with pytest.raises(registry.NamedTwice, match="chat"):
        registry.erasers()
