"""The house's system checks go red when what they guard is broken, and are silent when it is not."""

from pathlib import Path
from unittest.mock import MagicMock

import pytest
from django.core.checks import registry
from django.core.management.commands import migrate
from django.db import connection
from pytest_django import Settings

from helpline import checks
from helpline.demo.management.commands import seed

pytestmark = pytest.mark.both_engines


def test_a_statistics_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "statistics").mkdir()
    assert checks.statistics_is_no_package(tmp_path) == []
    (tmp_path / "statistics" / "__init__.py").touch()
    assert [found.id for found in checks.statistics_is_no_package(tmp_path)] == ["house.E001"]


def test_translations_that_nobody_compiled_are_refused(tmp_path: Path) -> None:
    """`seed` would write English titles into the Dutch pages, and nothing would ever mend them."""
    catalogue = tmp_path / "cms" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    assert checks.translations_are_compiled(tmp_path) == []
    catalogue.touch()
    assert [found.id for found in checks.translations_are_compiled(tmp_path)] == ["house.E005"]
    catalogue.with_suffix(".mo").touch()
    assert checks.translations_are_compiled(tmp_path) == []


def test_no_first_row_is_written_without_them() -> None:
    assert checks.translations_are_compiled in registry.registry.registered_checks
    assert not registry.registry.deployment_checks & {checks.translations_are_compiled}
    for command in (seed.Command, migrate.Command):
        assert command.requires_system_checks == "__all__", command


@pytest.mark.django_db
def test_this_run_s_own_database_is_judged(pytestconfig: pytest.Config, settings: Settings) -> None:
    assert checks.commits_are_durable(databases=["default"]) == []
    settings.IS_TEST = False
    found = checks.commits_are_durable(databases=["default"])
    is_fast = connection.vendor == "postgresql" and not pytestconfig.getoption("durable_postgres")
    assert [error.id for error in found] == (["house.E003"] * len(checks.DURABLE) if is_fast else [])


def test_an_sqlite_that_forgets_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    forgetful = MagicMock(vendor="sqlite")
    forgetful.cursor.return_value.__enter__.return_value.fetchone.return_value = (1,)
    monkeypatch.setattr(checks, "connections", {"default": forgetful})
    assert [found.id for found in checks.commits_are_durable(databases=["default"])] == ["house.E003"]


@pytest.mark.django_db
def test_this_run_s_own_database_is_discreet() -> None:
    assert checks.the_database_s_log_is_discreet(databases=["default"]) == []


@pytest.mark.parametrize("name", checks.DISCREET)
def test_a_postgresql_that_logs_statements_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    talkative = MagicMock(vendor="postgresql")
    cursor = talkative.cursor.return_value.__enter__.return_value
    values = [("all" if each == name else wanted,) for each, wanted in checks.DISCREET.items()]
    cursor.fetchone.side_effect = values
    monkeypatch.setattr(checks, "connections", {"default": talkative})
    (found,) = checks.the_database_s_log_is_discreet(databases=["default"])
    assert found.id == "house.E004"
    assert name in found.msg


@pytest.mark.django_db
def test_this_run_s_own_database_holds_every_letter() -> None:
    assert checks.the_database_holds_every_letter(databases=["default"]) == []


def test_a_postgresql_of_another_encoding_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What PostgreSQL makes where the system names no language."""
    ascii_only = MagicMock(vendor="postgresql")
    cursor = ascii_only.cursor.return_value.__enter__.return_value
    cursor.fetchone.return_value = ("SQL_ASCII",)
    monkeypatch.setattr(checks, "connections", {"default": ascii_only})
    (found,) = checks.the_database_holds_every_letter(databases=["default"])
    assert found.id == "house.E006"
    assert "SQL_ASCII" in found.msg


@pytest.mark.parametrize(
    ("host", "settings_there", "told"),
    [
        ("db1,db2", ("on", "db2"), []),
        ("db1,db2", ("remote_apply", "db2"), []),
        ("db1,db2", ("remote_write", "db2"), ["house.E007"]),
        ("db1,db2", ("local", ""), ["house.E007", "house.W008"]),
        ("db1,db2", ("on", ""), ["house.W008"]),
        ("db1", ("local", ""), []),
    ],
)
def test_with_a_standby_acknowledged_means_on_both(
    monkeypatch: pytest.MonkeyPatch, host: str, settings_there: tuple[str, str], told: list[str]
) -> None:
    pair = MagicMock(vendor="postgresql", settings_dict={"HOST": host})
    pair.cursor.return_value.__enter__.return_value.fetchone.return_value = settings_there
    monkeypatch.setattr(checks, "connections", {"default": pair})
    assert [found.id for found in checks.acknowledged_means_on_both(databases=["default"])] == told
