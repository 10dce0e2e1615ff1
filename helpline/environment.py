"""The environment, read and judged: what an administrator set, or one sentence that says what to set instead.

Nothing here touches the disk or a server, so that each refusal can be tested in a table. docs/settings.md explains
every variable; a test compares it with `VARIABLES`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from helpline.environment_hotline import Hotline, read_hotline
from helpline.environment_phone import Phone, read_phone
from helpline.environment_post import Bridge, read_post
from helpline.environment_stores import (
    embedded_settings,
    read_database_url,
    read_redis_url,
    served_settings,
)

BASE_DIR = Path(__file__).resolve().parent.parent

VARIABLES = (
    "ADVICE_VERSION_HOURS", "ALLOWED_HOSTS", "BACKUP_FOLDER", "BREACHED_FILE", "CASE_CLOSED_TERM_DAYS",
    "CASE_TERM_DAYS",
    "CHAT_TERM_DAYS", "CONTACT_TERM_DAYS", "DATABASE_URL", "DEBUG", "DEMO", "EMAIL_FROM", "EMAIL_URL",
    "HELPLINE_DATA", "HELPLINE_TEST", "KEY_FOLDER", "MEDIA_FOLDER", "METRICS_TOKEN", "PHONE_SIMULATOR_PORT",
    "POST_ADDRESS", "POST_IN", "POST_OUT", "PUBLIC_URL", "REDIS_PREFIX", "REDIS_URL", "REQUESTS_OFFICE_MAIL",
    "SECRET_KEY", "SECRET_KEY_FILE", "TWILIO_ACCOUNT_SID", "TWILIO_API_KEY_SECRET", "TWILIO_API_KEY_SID",
    "HOTLINE_MAIL", "HOTLINE_URL",
    "TWILIO_API_URL", "TWILIO_AUTH_TOKEN", "TWILIO_TWIML_APP_SID", "TWILIO_WEBHOOK_KEY", "WORKBOOKS_LIMIT",
)  # fmt: skip

SHORTEST_SECRET = 40
_EMBEDDED_URL = "http://localhost:8000"
_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Mail:
    """Where outgoing mail to staff goes. Visitors are never mailed from here."""

    host: str
    port: int
    user: str
    password: str
    use_ssl: bool
    use_tls: bool
    sender: str


@dataclass(frozen=True, slots=True)
class Environment:
    """What was set, complete and without contradiction.

    is_production: DATABASE_URL is set; else the embedded shape: one process, SQLite, nothing beside it.
    secret: the signing secret, or "" where the embedded default makes its own.
    requests_office_mail: whom to tell that a professional's request waits, or "" for nobody.
    hotline: where web addresses are passed on to.
    phone: the account of the phone, or None: then the phone is off (in the demo a simulator takes its place).
    post: the mailboxes of the post, by programme; without one the post is on the website only.
    breached_file: hashes of passphrases that came out elsewhere, or None: then none are looked up.
    metrics_token: with which another machine may ask how this one does, or "": then only this machine may.
    """

    is_production: bool
    is_test: bool
    demo: bool
    debug: bool
    data_folder: Path
    key_folder: Path
    media_folder: Path
    backup_folder: Path | None
    public_url: str
    is_https: bool
    allowed_hosts: tuple[str, ...]
    database_url: str
    redis_url: str
    redis_prefix: str
    secret: str
    secret_file: Path | None
    mail: Mail | None
    requests_office_mail: str
    hotline: Hotline
    phone: Phone | None
    phone_simulator_port: int
    post: Mapping[str, Bridge]
    chat_term_days: int
    contact_term_days: int
    case_term_days: int
    case_closed_term_days: int
    advice_version_hours: int
    workbooks_limit: int
    breached_file: Path | None
    metrics_token: str


def read(values: Mapping[str, str]) -> Environment:
    """Read and judge the environment. Raises ImproperlyConfigured with a sentence that says what to do."""
    is_production = bool(values.get("DATABASE_URL"))
    is_test = _flag(values, "HELPLINE_TEST")
    if is_production:
        _check_complete(values)
    database_url = read_database_url(values.get("DATABASE_URL", ""))
    redis_url = read_redis_url(values.get("REDIS_URL", ""), is_production=is_production)
    public_url, public_host = _public_url(values.get("PUBLIC_URL") or _EMBEDDED_URL)
    data_folder = _folder(values, "HELPLINE_DATA", BASE_DIR / "var" / "data")
    environment = Environment(
        is_production=is_production,
        is_test=is_test,
        demo=_flag(values, "DEMO"),
        debug=_flag(values, "DEBUG"),
        data_folder=data_folder,
        # Beside the data, not in it: a copy of the data folder must not carry the keys that open it.
        key_folder=_folder(values, "KEY_FOLDER", data_folder.with_name(data_folder.name + "-keys")),
        media_folder=_folder(values, "MEDIA_FOLDER", data_folder / "media"),
        backup_folder=_folder(values, "BACKUP_FOLDER", None) if values.get("BACKUP_FOLDER") else None,
        public_url=public_url,
        is_https=public_url.startswith("https://"),
        allowed_hosts=_allowed_hosts(values.get("ALLOWED_HOSTS", ""), public_host=public_host),
        database_url=database_url,
        redis_url=redis_url,
        redis_prefix=_prefix(values.get("REDIS_PREFIX") or "helpline"),
        secret=_secret(values),
        secret_file=_path("SECRET_KEY_FILE", values["SECRET_KEY_FILE"])
        if values.get("SECRET_KEY_FILE")
        else None,
        mail=_mail(values.get("EMAIL_URL", ""), values.get("EMAIL_FROM", "")),
        requests_office_mail=_office_mail(values),
        hotline=read_hotline(values),
        phone=read_phone(values),
        phone_simulator_port=_port(values, "PHONE_SIMULATOR_PORT", 8099),
        post=read_post(values),
        chat_term_days=_days(values, "CHAT_TERM_DAYS", 7),
        contact_term_days=_days(values, "CONTACT_TERM_DAYS", 30),
        case_term_days=_days(values, "CASE_TERM_DAYS", 180),
        case_closed_term_days=_days(values, "CASE_CLOSED_TERM_DAYS", 30),
        advice_version_hours=_hours(values, "ADVICE_VERSION_HOURS", 24),
        workbooks_limit=_count(values, "WORKBOOKS_LIMIT", 50_000, most=10_000_000),
        breached_file=_path("BREACHED_FILE", values["BREACHED_FILE"])
        if values.get("BREACHED_FILE")
        else None,
        metrics_token=_token(values, "METRICS_TOKEN"),
    )
    _check_terms(environment)
    _check_agreement(environment, public_host=public_host)
    return environment


def check_secret(secret: str, *, name: str) -> str:
    """A secret that is long enough and not an example's; `name` is the variable to blame."""
    if len(secret) < SHORTEST_SECRET or secret.startswith("django-insecure"):
        raise ImproperlyConfigured(
            f"{name} is too weak: it must hold at least {SHORTEST_SECRET} random characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return secret


def database_settings(environment: Environment) -> dict[str, object]:
    """Django's DATABASES["default"] for this environment."""
    if not environment.database_url:
        return embedded_settings(environment.data_folder)
    return served_settings(environment.database_url)


def _check_complete(values: Mapping[str, str]) -> None:
    needed = ("REDIS_URL", "KEY_FOLDER", "PUBLIC_URL", "ALLOWED_HOSTS")
    missing = [name for name in needed if not values.get(name)]
    if not values.get("SECRET_KEY") and not values.get("SECRET_KEY_FILE"):
        missing.append("SECRET_KEY_FILE (or SECRET_KEY)")
    if missing:
        raise ImproperlyConfigured(
            f"DATABASE_URL is set, so this is a production start; set these too: {', '.join(missing)}. "
            "See docs/settings.md."
        )


def _check_terms(found: Environment) -> None:
    if found.case_closed_term_days > found.case_term_days:
        raise ImproperlyConfigured(
            "CASE_CLOSED_TERM_DAYS is longer than CASE_TERM_DAYS: closing a case would keep it longer. Make it shorter."
        )


def _check_agreement(found: Environment, *, public_host: str) -> None:
    if found.phone is not None and found.phone.api_url and not (found.demo or found.is_test):
        raise ImproperlyConfigured(
            "TWILIO_API_URL leads calls to another server than the provider's. Unset it: it is for the demo and tests."
        )
    if found.phone is not None and not (found.is_https or found.demo or found.is_test):
        raise ImproperlyConfigured(
            "TWILIO_ACCOUNT_SID is set, and PUBLIC_URL is not https://. The provider's requests hold phone numbers: "
            "set PUBLIC_URL to the https address at which the provider reaches this server."
        )
    if found.is_test and found.is_https:
        raise ImproperlyConfigured(
            "HELPLINE_TEST loosens checks for tests; unset it beside an https PUBLIC_URL."
        )
    for name, is_on in (("DEMO", found.demo), ("DEBUG", found.debug)):
        if is_on and found.is_production and not found.is_test:
            raise ImproperlyConfigured(
                f"{name} is on beside a DATABASE_URL. Unset {name}: it is for one's own machine."
            )
        if is_on and found.is_https:
            raise ImproperlyConfigured(f"{name} is on beside an https PUBLIC_URL. Unset {name}.")
    is_onion = public_host.endswith(".onion")  # an onion service is encrypted by its address
    if found.is_production and not (found.is_https or is_onion or found.is_test):
        raise ImproperlyConfigured(
            "PUBLIC_URL must begin with https:// in production: visitors must not be overheard."
        )
    # A backup, an upload area or a copy of the data must never carry the keys along.
    for name, folder in (
        ("HELPLINE_DATA", found.data_folder),
        ("MEDIA_FOLDER", found.media_folder),
        ("BACKUP_FOLDER", found.backup_folder),
    ):
        if folder is not None and found.key_folder.is_relative_to(folder):
            raise ImproperlyConfigured(
                f"KEY_FOLDER lies inside {name}. Set KEY_FOLDER to a folder outside of it."
            )


def _flag(values: Mapping[str, str], name: str) -> bool:
    value = values.get(name, "")
    if value not in {"", "0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 1 (on), 0 or empty (off).")
    return value == "1"


def _days(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= 365:
        raise ImproperlyConfigured(f"{name} must be a whole number of days, 1 to 365.")
    return int(text)


def _hours(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= 168:
        raise ImproperlyConfigured(f"{name} must be a whole number of hours, 1 to 168.")
    return int(text)


def _count(values: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number, 1 to {most}.")
    return int(text)


def _port(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise ImproperlyConfigured(f"{name} must be a port, 1024 to 65535.")
    return int(text)


def _path(name: str, value: str) -> Path:
    path = Path(value).expanduser()
    if not path.is_absolute():
        raise ImproperlyConfigured(f"{name} must be a full path, beginning with '/'.")
    return path


def _folder(values: Mapping[str, str], name: str, default: Path | None) -> Path:
    value = values.get(name, "")
    if not value:
        assert default is not None
        return default
    folder = _path(name, value).resolve()
    if folder == Path(folder.anchor):
        raise ImproperlyConfigured(f"{name} must be a folder of its own, not the root of the disk.")
    return folder


def _token(values: Mapping[str, str], name: str) -> str:
    token = values.get(name, "")
    if token and (
        len(token) < SHORTEST_SECRET or not token.isascii() or not token.isprintable() or " " in token
    ):
        raise ImproperlyConfigured(
            f"{name} must hold at least {SHORTEST_SECRET} random characters, no spaces. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return token


def _prefix(value: str) -> str:
    if not all(character.isascii() and (character.isalnum() or character in "-_.") for character in value):
        raise ImproperlyConfigured("REDIS_PREFIX may hold letters, digits, '-', '_' and '.' only.")
    return value


def _public_url(url: str) -> tuple[str, str]:
    hint = "PUBLIC_URL must be the address visitors use, such as https://www.example.org: scheme and host, no more."
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(hint) from error
    is_bare = parts.path in {"", "/"} and not parts.query and not parts.fragment and "@" not in parts.netloc
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_bare:
        raise ImproperlyConfigured(hint)
    return f"{parts.scheme}://{parts.netloc}", parts.hostname


def _allowed_hosts(value: str, *, public_host: str) -> tuple[str, ...]:
    hosts = tuple(host.strip() for host in value.split(",") if host.strip()) or _LOCAL_HOSTS
    is_plain = [host == "[::1]" or not (set(host) & set("*/:") or host.startswith(".")) for host in hosts]
    if not all(is_plain):
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS must name each host in full, with commas between: no '*', no leading dot, no port, no "
            "address with '/'. A wildcard would also switch the check of a socket's origin off."
        )
    if public_host not in {host.strip("[]") for host in hosts}:
        raise ImproperlyConfigured(f"ALLOWED_HOSTS must hold PUBLIC_URL's own host: add {public_host}.")
    return hosts


def _secret(values: Mapping[str, str]) -> str:
    secret = values.get("SECRET_KEY", "")
    if secret and values.get("SECRET_KEY_FILE"):
        raise ImproperlyConfigured(
            "SECRET_KEY and SECRET_KEY_FILE are both set. Keep one; the file is the safer one."
        )
    return check_secret(secret, name="SECRET_KEY") if secret else ""


def _mail(url: str, sender: str) -> Mail | None:
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp://user:password@host:587 (STARTTLS) or smtps://...:465."
        )
    if "@" not in sender:
        raise ImproperlyConfigured(
            "EMAIL_URL is set; set EMAIL_FROM too: the address that mail to staff comes from."
        )
    use_ssl = parts.scheme == "smtps"
    return Mail(
        host=parts.hostname,
        port=parts.port or (465 if use_ssl else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_ssl=use_ssl,
        # Plain SMTP only to this very machine.
        use_tls=not use_ssl and parts.hostname not in {"localhost", "127.0.0.1"},
        sender=sender,
    )


def _office_mail(values: Mapping[str, str]) -> str:
    address = values.get("REQUESTS_OFFICE_MAIL", "").strip()
    if address and (address.count("@") != 1 or set(address) & set(" ,;<>")):
        raise ImproperlyConfigured("REQUESTS_OFFICE_MAIL must be one address, such as office@example.org.")
    if address and not values.get("EMAIL_URL"):
        raise ImproperlyConfigured(
            "REQUESTS_OFFICE_MAIL is set, but no mail can be sent. Set EMAIL_URL and EMAIL_FROM too, or unset it."
        )
    return address
