"""Rooms know only the rooms below them: in imports, in foreign keys and in migrations."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.house.tree import ROOT, layer_of

OURS = ("helpline", "chat", "cms", "figures", "selfhelp")


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tree), str(tree / "statistics")])}
    return subprocess.run(
        [program, "--no-cache"], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy_of_the_house(tmp_path: Path) -> Iterator[Path]:
    only_python = shutil.ignore_patterns("__pycache__", "static", "locale", "migrations", "templates")
    for room in ("helpline", "chat", "cms", "selfhelp", "statistics"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=only_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.slow
def test_the_imports_obey_the_order(copy_of_the_house: Path) -> None:
    outcome = lint_imports(copy_of_the_house)
    assert outcome.returncode == 0, outcome.stdout[-3000:]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("helpline/audit/planted.py", "import chat.models"),
        ("statistics/figures/planted.py", "from helpline.contacts import models"),
    ],
)
def test_an_import_upwards_is_refused(copy_of_the_house: Path, room: str, line: str) -> None:
    (copy_of_the_house / room).write_text(line + "\n")
    outcome = lint_imports(copy_of_the_house)
    assert outcome.returncode == 1
    assert "planted" in outcome.stdout


def upward_keys(model: type[models.Model]) -> list[str]:
    """The foreign keys of a model that point to a higher floor (a string hides them from import-linter)."""
    own = layer_of(model.__module__)
    found = []
    for field in model._meta.get_fields():
        target = field.related_model if isinstance(field, models.Field) else None
        if not isinstance(target, type) or target.__module__.split(".")[0] not in OURS:
            continue
        other = layer_of(target.__module__)
        if own is None or other is None or other > own:
            found.append(f"{model.__name__}.{field.name}")
    return found


def test_foreign_keys_obey_the_order() -> None:
    assert [key for model in our_models() for key in upward_keys(model)] == []


def test_migrations_obey_the_order() -> None:
    loader = MigrationLoader(None)
    found = []
    for (label, name), migration in loader.disk_migrations.items():
        room = apps.get_app_config(label).name
        if room.split(".")[0] not in OURS:
            continue
        for needed, _ in migration.dependencies:
            below = settings_app(needed)
            if below.split(".")[0] in OURS and (layer_of(below) or 0) > (layer_of(room) or 0):
                found.append(f"{label}.{name} needs {needed}")
    assert found == []


def settings_app(label: str) -> str:
    """The module of an app that a migration names; a swappable user stands as "__setting__"."""
    return apps.get_app_config("accounts" if label == "__setting__" else label).name


def test_every_room_has_its_floor() -> None:
    rooms = {config.name for config in apps.get_app_configs() if config.name.split(".")[0] in OURS}
    assert {room for room in rooms - {"helpline"} if layer_of(room) is None} == set()
