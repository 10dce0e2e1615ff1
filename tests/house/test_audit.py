"""The audit of the locked packages: a flaw fails it, and a package nobody knew; not having asked is never silent."""

import json
import sys
from datetime import date

import pytest

from helpline.watch import updates
from tests.house.tree import ROOT

sys.path.append(str(ROOT / "tools"))
import audit

SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
FLAWED = {"name": "django", "version": "4.0", "vulns": [{"id": "PYSEC-2022-1"}]}
SKIPPED = {"name": "django", "skip_reason": "not found"}


def said(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages})


def answering(monkeypatch: pytest.MonkeyPatch, text: str, kept: object) -> None:
    monkeypatch.setattr(audit, "_ask", lambda lock: audit.read(text))
    monkeypatch.setattr(audit, "KEPT", kept)


def test_a_known_flaw_fails_the_audit(monkeypatch: pytest.MonkeyPatch, tmp_path, capsys) -> None:
    answering(monkeypatch, said(SOUND, FLAWED), tmp_path / "audit.json")
    assert audit.main(["--ci"]) == 1
    assert "django 4.0 PYSEC-2022-1" in capsys.readouterr().out
    assert json.loads((tmp_path / "audit.json").read_text())["vulnerable"] == ["django"]


def test_a_package_nobody_knew_fails_it_too(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    answering(monkeypatch, said(SOUND, SKIPPED), tmp_path / "audit.json")
    assert audit.main(["--ci"]) == 1


@pytest.mark.parametrize("text", ["", "{}", "no answer", said(SKIPPED), said()])
def test_not_having_asked_is_said_and_fails_outside_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path, capsys, text: str
) -> None:
    answering(monkeypatch, text, tmp_path / "audit.json")
    assert audit.main([]) == 2
    assert audit.main(["--ci"]) == 0
    told = capsys.readouterr().out
    assert told.count("NOT AUDITED") == 2
    assert "nothing is known about these packages" in told


def test_a_sound_answer_is_kept_with_its_day(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    answering(monkeypatch, said(SOUND), tmp_path / "audit.json")
    assert audit.main([]) == 0
    kept = json.loads((tmp_path / "audit.json").read_text())
    assert (kept["packages"], kept["locks"]) == (len(audit.LOCKS), audit.digest())
    # the page of promises reads the same file, and it is about the packages that run
    monkeypatch.setattr(updates, "FILE", tmp_path / "audit.json")
    asked = updates.read(ROOT)
    assert asked is not None
    assert (asked.fits, asked.packages, asked.vulnerable, asked.skipped) == (True, len(audit.LOCKS), (), 0)


def test_an_audit_that_is_too_old_is_told() -> None:
    kept = json.dumps({"on": "2026-01-01", "packages": 3, "vulnerable": [], "skipped": [], "locks": "x"})
    assert "longer ago than 30 days" in audit.last(kept, date(2026, 3, 1), "x")
    assert "longer ago" not in audit.last(kept, date(2026, 1, 20), "x")
    assert "locks have changed" in audit.last(kept, date(2026, 1, 20), "y")
