"""What an administrator sets is taken, or refused with a sentence that names what to set."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpline import environment
from tests.house.tree import ROOT, text, tracked

SECRET = "s" * 50
PRODUCTION = {
    "DATABASE_URL": "postgresql://house:hush-hush@localhost:5432/house",
    "REDIS_URL": "redis://localhost:6379",
    "KEY_FOLDER": "/var/lib/helpline-keys",
    "HELPLINE_DATA": "/var/lib/helpline",
    "PUBLIC_URL": "https://www.example.org",
    "ALLOWED_HOSTS": "www.example.org",
    "SECRET_KEY": SECRET,
}

PHONE = {
    "TWILIO_ACCOUNT_SID": "AC" + "0a" * 16,
    "TWILIO_AUTH_TOKEN": "a token",
    "TWILIO_API_KEY_SID": "SK" + "0b" * 16,
    "TWILIO_API_KEY_SECRET": "a secret",
    "TWILIO_TWIML_APP_SID": "AP" + "0c" * 16,
}

REFUSED = [
    ({"DATABASE_URL": "mysql://localhost/house"}, "PostgreSQL"),
    ({"DATABASE_URL": "postgresql://localhost"}, "PostgreSQL"),
    (
        {"DATABASE_URL": "postgresql://localhost/house?options=-csynchronous_commit%3Doff"},
        "synchronous_commit",
    ),
    ({"DATABASE_URL": "postgresql://first:5432,second:port/house"}, "first:5432,second:5432"),
    ({"DATABASE_URL": "postgresql://first,:5432/house"}, "first:5432,second:5432"),
    ({"DATABASE_URL": "postgresql://me:hush-hush@first,second:70000/house"}, "first:5432,second:5432"),
    ({"DATABASE_URL": "postgresql://first,second/house?target_session_attrs=any"}, "target_session_attrs"),
    ({"DATABASE_URL": "postgresql://first,second"}, "PostgreSQL"),
    (
        {"DATABASE_URL": "postgresql://first,second/house?options=-csynchronous_commit%3Doff"},
        "synchronous_commit",
    ),
    ({"REDIS_URL": ""}, "REDIS_URL"),
    ({"REDIS_URL": "localhost:6379"}, "redis://"),
    ({"REDIS_URL": "redis+sentinel://first:26379,second:26379"}, "the master they watch"),
    ({"REDIS_URL": "redis+sentinel://:hush-hush@first:port/house"}, "the master they watch"),
    ({"REDIS_URL": "redis+sentinel://first,/house"}, "the master they watch"),
    ({"REDIS_URL": "redis+sentinel:///house"}, "the master they watch"),
    ({"REDIS_URL": "redis+sentinel://first/house?db=1"}, "the master they watch"),
    ({"KEY_FOLDER": ""}, "KEY_FOLDER"),
    ({"KEY_FOLDER": "keys"}, "full path"),
    ({"KEY_FOLDER": "/"}, "root of the disk"),
    ({"KEY_FOLDER": "/var/lib/helpline/keys"}, "inside HELPLINE_DATA"),
    ({"KEY_FOLDER": "/srv/media/../media/keys", "MEDIA_FOLDER": "/srv/media"}, "inside MEDIA_FOLDER"),
    ({"BACKUP_FOLDER": "/var/lib/helpline-keys"}, "inside BACKUP_FOLDER"),
    ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
    ({"PUBLIC_URL": "www.example.org"}, "PUBLIC_URL"),
    ({"PUBLIC_URL": "https://www.example.org/chat"}, "PUBLIC_URL"),
    ({"PUBLIC_URL": "https://me@www.example.org"}, "PUBLIC_URL"),
    ({"PUBLIC_URL": "https://www.example.org:port"}, "PUBLIC_URL"),
    ({"PUBLIC_URL": "http://www.example.org"}, "https://"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "www.example.org,.example.org"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "www.example.org:443"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "https://www.example.org"}, "ALLOWED_HOSTS"),
    ({"ALLOWED_HOSTS": "chat.example.org"}, "add www.example.org"),
    ({"SECRET_KEY": ""}, "SECRET_KEY_FILE"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY"),
    ({"SECRET_KEY": "django-insecure-" + SECRET}, "SECRET_KEY"),
    ({"SECRET_KEY_FILE": "/etc/helpline/secret"}, "Keep one"),
    ({"DEMO": "1"}, "DEMO"),
    ({"DEMO": "yes"}, "DEMO must be 1"),
    ({"DEBUG": "1"}, "DEBUG"),
    ({"HELPLINE_TEST": "1"}, "HELPLINE_TEST"),
    ({"TWILIO_ACCOUNT_SID": "AC" + "0" * 32}, "TWILIO_AUTH_TOKEN"),
    ({"TWILIO_WEBHOOK_KEY": "shared"}, "in part"),
    (PHONE | {"TWILIO_API_KEY_SID": "AC" + "0" * 32}, "TWILIO_API_KEY_SID must be SK"),
    (PHONE | {"TWILIO_API_URL": "https://elsewhere.example"}, "another server"),
    ({"PHONE_SIMULATOR_PORT": "80"}, "PHONE_SIMULATOR_PORT"),
    ({"REDIS_PREFIX": "a b"}, "REDIS_PREFIX"),
    ({"CHAT_TERM_DAYS": "0"}, "CHAT_TERM_DAYS"),
    ({"CHAT_TERM_DAYS": "-3"}, "CHAT_TERM_DAYS"),
    ({"CONTACT_TERM_DAYS": "400"}, "CONTACT_TERM_DAYS"),
    ({"CASE_TERM_DAYS": "20"}, "CASE_CLOSED_TERM_DAYS is longer"),
    ({"WORKBOOKS_LIMIT": "0"}, "WORKBOOKS_LIMIT"),
    ({"WORKBOOKS_LIMIT": "veel"}, "WORKBOOKS_LIMIT"),
    ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL"),
    ({"EMAIL_URL": "smtp://mail.example.org"}, "EMAIL_FROM"),
]


@pytest.mark.parametrize(("change", "hint"), REFUSED, ids=lambda value: str(value)[:50])
def test_nonsense_is_refused_with_a_hint(change: dict[str, str], hint: str) -> None:
    environment.read(PRODUCTION)
    with pytest.raises(ImproperlyConfigured, match=re.escape(hint)):
        environment.read({**PRODUCTION, **change})


@pytest.mark.parametrize(
    ("values", "hint"),
    [
        ({"REDIS_URL": "redis://localhost"}, "without DATABASE_URL"),
        ({"DEMO": "1", "PUBLIC_URL": "https://localhost"}, "DEMO"),
        ({"DEBUG": "1", "PUBLIC_URL": "https://localhost"}, "DEBUG"),
        ({"PUBLIC_URL": "http://www.example.org"}, "ALLOWED_HOSTS"),
    ],
)
def test_embedded_nonsense_is_refused_too(values: dict[str, str], hint: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=hint):
        environment.read(values)


def test_a_refusal_never_repeats_a_password() -> None:
    for change, _ in REFUSED:
        with pytest.raises(ImproperlyConfigured) as refusal:
            environment.read({**PRODUCTION, **change})
        assert SECRET not in str(refusal.value)
        assert "hush-hush" not in str(refusal.value)


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.read({"DATABASE_URL": PRODUCTION["DATABASE_URL"]})
    for name in ("REDIS_URL", "KEY_FOLDER", "PUBLIC_URL", "ALLOWED_HOSTS", "SECRET_KEY_FILE"):
        assert name in str(refusal.value)


def test_nothing_set_is_the_embedded_shape() -> None:
    found = environment.read({})
    assert not found.is_production
    assert not found.demo
    assert found.public_url == "http://localhost:8000"
    assert not found.key_folder.is_relative_to(found.data_folder)
    database = environment.database_settings(found)
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert "synchronous=FULL" in str(database["OPTIONS"])
    assert "IMMEDIATE" in str(database["OPTIONS"])


def test_an_onion_service_needs_no_certificate() -> None:
    host = "abcdefabcdef.onion"
    found = environment.read({**PRODUCTION, "PUBLIC_URL": f"http://{host}", "ALLOWED_HOSTS": host})
    assert not found.is_https


def test_mail_is_encrypted_unless_it_stays_on_the_machine() -> None:
    def mail(url: str) -> environment.Mail:
        found = environment.read({"EMAIL_URL": url, "EMAIL_FROM": "desk@example.org"}).mail
        assert found is not None
        return found

    assert mail("smtp://me:p%40ss@mail.example.org").use_tls
    assert mail("smtp://me:p%40ss@mail.example.org").password == "p@ss"
    assert mail("smtps://mail.example.org").use_ssl
    assert not mail("smtp://localhost:25").use_tls


def documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)` \|", text(ROOT / "docs" / "settings.md"), re.MULTILINE))


def test_every_variable_is_documented() -> None:
    assert documented() == set(environment.VARIABLES)


def test_every_variable_that_is_read_is_listed() -> None:
    read = set(re.findall(r'"([A-Z]+_[A-Z_]+|DEMO|DEBUG)"', text(Path(environment.__file__))))
    assert read == set(environment.VARIABLES)


def test_no_other_module_reads_the_environment() -> None:
    rooms = ("helpline", "chat", "cms", "statistics", "selfhelp")
    allowed = {"helpline/settings.py", "helpline/asgi.py"}
    found = {
        str(path.relative_to(ROOT))
        for path in tracked(".py")
        if path.relative_to(ROOT).parts[0] in rooms and re.search(r"os\.(environ|getenv)", text(path))
    }
    assert found <= allowed
