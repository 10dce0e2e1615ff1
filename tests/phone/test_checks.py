"""A phone that is set up in part is named before anybody is let in; and the accounts of the demo and of none."""

import pytest
from django.conf import settings
from django.db import connection

from helpline.phone import account, checks
from helpline.phone.models import PhoneLine
from helpline.programmes.models import Programme
from helpline.programmes.numbers import e164


def ids() -> set[str | None]:
    return {found.id for found in checks.check_lines(databases=["default"])}


def test_a_line_in_order_is_fine(line: Programme) -> None:
    assert ids() == set()


def test_hours_without_a_number_are_named(line: Programme) -> None:
    PhoneLine.objects.update(number="")
    assert ids() == {"phone.W001"}


def test_a_number_that_is_none_is_named(line: Programme) -> None:
    PhoneLine.objects.update(number="0800123456")
    assert ids() == {"phone.E001"}


def test_without_an_account_nothing_is_asked(line: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    PhoneLine.objects.update(number="")
    monkeypatch.setattr(settings, "PHONE", None)
    assert ids() == set()


def test_the_demo_is_simulated_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PHONE", None)
    monkeypatch.setattr(settings, "DEMO", False)
    assert account.account() is None
    monkeypatch.setattr(settings, "DEMO", True)
    found = account.account()
    assert found is not None
    assert found.simulated
    assert found == account.account()
    secrets = {found.auth_token, found.api_key_secret, found.webhook_key}
    assert len(secrets) == 3
    assert all(secret not in settings.SECRET_KEY for secret in secrets)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0800-266 6436", "+318002666436"),
        ("+31 20 123 45 67", "+31201234567"),
        ("0031201234567", "+31201234567"),
        ("(020) 123.45.67", "+31201234567"),
        ("112", ""),
        ("", ""),
        ("0800-HELP", ""),
        ("+0201234567", ""),
    ],
)
def test_numbers_as_people_write_them(written: str, number: str) -> None:
    assert e164(written) == number


def test_before_the_tables_are_made_nothing_is_asked(
    line: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`migrate` on a fresh machine asks the checks first."""
    PhoneLine.objects.update(number="")
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert ids() == set()
