import pytest
from pytest_django.fixtures import Settings

from helpline.accounts import checks


def ids(settings: Settings, **changed: object) -> list[str | None]:
    for name, value in changed.items():
        setattr(settings, name, value)
    found = [*checks.check_door(None), *checks.check_session(None), *checks.check_wagtail(None)]
    return [message.id for message in found]


def test_the_house_as_it_is_passes(settings: Settings) -> None:
    assert ids(settings) == []


def test_a_missing_or_misplaced_door_is_seen(settings: Settings) -> None:
    order = list(settings.MIDDLEWARE)
    assert ids(settings, MIDDLEWARE=[name for name in order if name != checks.DOOR]) == ["accounts.E001"]
    first = [checks.DOOR, *(name for name in order if name != checks.DOOR)]
    assert ids(settings, MIDDLEWARE=first) == ["accounts.E002"] * len(checks.BEFORE_THE_DOOR)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SESSION_ENGINE", "django.contrib.sessions.backends.signed_cookies", "accounts.E003"),
        ("SESSION_COOKIE_SAMESITE", "Lax", "accounts.E004"),
        ("SESSION_COOKIE_HTTPONLY", False, "accounts.E004"),
        ("WAGTAIL_PASSWORD_MANAGEMENT_ENABLED", True, "accounts.E005"),
        ("WAGTAIL_PASSWORD_RESET_ENABLED", True, "accounts.E005"),
        ("WAGTAIL_EMAIL_MANAGEMENT_ENABLED", True, "accounts.E005"),
    ],
)
def test_loose_settings_are_seen(settings: Settings, name: str, value: object, expected: str) -> None:
    assert ids(settings, **{name: value}) == [expected]
