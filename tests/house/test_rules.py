"""The rules of our own in tools/semgrep: a rule that cannot find its fault is none."""

import subprocess

import yaml

from tests.house.tree import ROOT


def test_each_rule_finds_its_planted_fault() -> None:
    outcome = subprocess.run(
        [ROOT / "tools" / "judge", "--planted"], capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_each_rule_has_a_planted_fault_and_a_sentence() -> None:
    rules = yaml.safe_load((ROOT / "tools" / "semgrep" / "house.yml").read_text(encoding="utf-8"))["rules"]
    assert len(rules) >= 12
    for rule in rules:
        assert rule["metadata"]["planted"], rule["id"]
        assert rule["message"].endswith("."), rule["id"]
