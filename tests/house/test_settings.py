"""The settings file itself, read anew under another environment."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from channels_redis.utils import create_pool
from django.core.exceptions import ImproperlyConfigured

from helpline import environment
from helpline.redislines import Line, NearLine, SealedLine, WatchedLine
from tests.house.tree import ROOT

SECRET = "f" * 50


@pytest.fixture
def production(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in environment.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "secret").write_text(SECRET + "\n")
    values = {
        "DATABASE_URL": "postgresql://house@localhost/house",
        "REDIS_URL": "redis://localhost",
        "HELPLINE_DATA": str(tmp_path / "data"),
        "KEY_FOLDER": str(tmp_path / "keys"),
        "PUBLIC_URL": "https://www.example.org",
        "ALLOWED_HOSTS": "www.example.org",
        "SECRET_KEY_FILE": str(tmp_path / "secret"),
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return tmp_path


def read() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "helpline" / "settings.py"))


def test_the_production_shape(production: Path) -> None:
    found = read()
    assert found["SECRET_KEY"] == SECRET
    assert found["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert found["CHANNEL_LAYERS"]["default"]["BACKEND"].endswith("RedisPubSubChannelLayer")
    assert found["CHANNEL_LAYERS"]["default"]["CONFIG"]["hosts"][0]["connection_class"] is Line
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://www.example.org"]
    assert found["SECURE_HSTS_SECONDS"] >= 31536000
    assert not found["DEMO"]
    assert not found["DEBUG"]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("redis://redis.example:6380/2", Line),
        ("rediss://redis.example", SealedLine),
        ("unix:///run/redis/redis.sock", NearLine),
        ("redis+sentinel://:word@one.example,two.example:26380/house", WatchedLine),
    ],
)
def test_every_line_to_redis_knows_a_dead_one(
    production: Path, monkeypatch: pytest.MonkeyPatch, address: str, kind: type
) -> None:
    monkeypatch.setenv("REDIS_URL", address)
    [host] = read()["CHANNEL_LAYERS"]["default"]["CONFIG"]["hosts"]
    assert create_pool(host).make_connection().__class__ is kind


def test_on_https_every_cookie_is_of_this_host_alone(production: Path) -> None:
    found = read()
    names = {name: value for name, value in found.items() if name.endswith("_COOKIE_NAME")}
    assert {"SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "VISIT_COOKIE_NAME"} <= names.keys()
    for name, value in names.items():
        assert value.startswith("__Host-"), name
    assert found["COOKIES_ARE_SECURE"]


def test_without_tls_names_are_plain_because_browsers_refuse_the_others(
    production: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in set(environment.VARIABLES) - {"HELPLINE_DATA"}:
        monkeypatch.delenv(name, raising=False)
    found = read()
    assert not found["COOKIES_ARE_SECURE"]
    assert not [value for name, value in found.items() if name.endswith("_COOKIE_NAME") and "__" in value]


@pytest.mark.parametrize("content", [None, "", "short"])
def test_a_bad_secret_file_is_refused(production: Path, content: str | None) -> None:
    (production / "secret").unlink()
    if content is not None:
        (production / "secret").write_text(content)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE"):
        read()


def test_a_data_folder_that_cannot_be_made_is_refused(
    production: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HELPLINE_DATA", str(production / "secret" / "data"))
    with pytest.raises(ImproperlyConfigured, match="HELPLINE_DATA"):
        read()


def test_the_embedded_shape_makes_its_secret_once(production: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(environment.VARIABLES) - {"HELPLINE_DATA"}:
        monkeypatch.delenv(name, raising=False)
    first, second = read(), read()
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert (production / "data" / "secret").stat().st_mode & 0o077 == 0
    assert first["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"


def test_no_cookie_outlives_the_browser(production: Path) -> None:
    found = read()
    assert found["CSRF_COOKIE_AGE"] is None
    assert found["SESSION_EXPIRE_AT_BROWSER_CLOSE"]


def test_nothing_calls_out(production: Path) -> None:
    found = read()
    assert found["WAGTAIL_GRAVATAR_PROVIDER_URL"] is None
    assert found["WAGTAIL_ENABLE_UPDATE_CHECK"] is False
    assert found["WAGTAILEMBEDS_FINDERS"] == []
    assert found["ADMINS"] == []
