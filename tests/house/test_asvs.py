"""The answers to the ASVS: each requirement has one, and each test that an answer names is there."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import ROOT


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("asvs", ROOT / "tools" / "asvs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["asvs"] = module
    spec.loader.exec_module(module)
    return module


asvs = _load()


def test_every_requirement_is_answered_and_every_named_test_is_there() -> None:
    assert list(asvs.faults(ROOT)) == []


def test_every_test_that_the_threat_model_names_is_there() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/\S+\.py)::(\w+)`", text)
    assert len(named) > 25
    assert [name for path, name in named if name not in asvs._names(ROOT / path)] == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("V1.1.1 | a | met | so | house/test_asvs::nothing_like_this", "names house/test_asvs::nothing_like_this"),
        ("V1.1.1 | a | met | so | nowhere/test_x::y", "names nowhere/test_x.py"),
        ("V1.1.1 | a | met | so |", "no test shows it"),
        ("V1.1.1 | a | open | |", "does not say how"),
        ("V99.1.1 | a | none | no |", "is no requirement"),
        ("", "V1.1.1 has no answer"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(tmp_path: Path, line: str, fault: str) -> None:
    (tmp_path / "docs" / "asvs").mkdir(parents=True)
    (tmp_path / "tests" / "house").mkdir(parents=True)
    (tmp_path / "tests" / "house" / "test_asvs.py").write_text("def test_x(): ...\n")
    (tmp_path / "docs" / "asvs" / "requirements.csv").write_text("id,level,chapter\nV1.1.1,2,Encoding\n")
    (tmp_path / "docs" / "asvs" / "answers.txt").write_text(line + "\n")
    assert any(fault in each for each in asvs.faults(tmp_path))
