"""Settings: one file. The environment comes in through helpline.environment, which refuses nonsense with a hint.

Without any variable set this is the embedded shape: one process, SQLite, everything in one folder. docs/settings.md
tells what each variable does.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from helpline import environment as _environment
from helpline import redislines
from helpline.logs import logging_settings

BASE_DIR = _environment.BASE_DIR
ENVIRONMENT = _environment.read(os.environ)

IS_PRODUCTION = ENVIRONMENT.is_production
IS_TEST = ENVIRONMENT.is_test
DEMO = ENVIRONMENT.demo
DEBUG = ENVIRONMENT.debug
DATA_FOLDER = ENVIRONMENT.data_folder
KEY_FOLDER = ENVIRONMENT.key_folder
DATABASE_URL = ENVIRONMENT.database_url
REDIS_URL = ENVIRONMENT.redis_url
REDIS_PREFIX = ENVIRONMENT.redis_prefix
PUBLIC_URL = ENVIRONMENT.public_url
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)
CHAT_TERM_DAYS = ENVIRONMENT.chat_term_days
CONTACT_TERM_DAYS = ENVIRONMENT.contact_term_days
CASE_TERM_DAYS = ENVIRONMENT.case_term_days
CASE_CLOSED_TERM_DAYS = ENVIRONMENT.case_closed_term_days
ADVICE_VERSION_HOURS = ENVIRONMENT.advice_version_hours
WORKBOOKS_LIMIT = ENVIRONMENT.workbooks_limit
PHONE = ENVIRONMENT.phone
PHONE_SIMULATOR_PORT = ENVIRONMENT.phone_simulator_port
POST_BRIDGES = dict(ENVIRONMENT.post)
# For those who watch the machines from another one: helpline.watch.near.
METRICS_TOKEN = ENVIRONMENT.metrics_token
BREACHED_FILE = ENVIRONMENT.breached_file


def _make_folder(name: str, folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be made: {error.strerror}. Make it, or set {name}."
        ) from error


def _secret() -> str:
    """The signing secret: from the environment, from its file, or (embedded) made once and kept beside the data."""
    if ENVIRONMENT.secret:
        return ENVIRONMENT.secret
    if ENVIRONMENT.secret_file:
        try:
            text = ENVIRONMENT.secret_file.read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"SECRET_KEY_FILE cannot be read: {error.strerror}.") from error
        return _environment.check_secret(text, name="SECRET_KEY_FILE")
    path = DATA_FOLDER / "secret"
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:  # noqa: PTH123
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return _environment.check_secret(path.read_text(), name=f"The secret in {path}")


_make_folder("HELPLINE_DATA", DATA_FOLDER)
SECRET_KEY = _secret()

INSTALLED_APPS = [
    "helpline",
    "helpline.guard",
    "helpline.audit",
    "helpline.vault",
    "helpline.programmes",
    "helpline.accounts",
    "helpline.guides",
    "figures",
    "helpline.directory",
    "helpline.requests",
    "helpline.drafts",
    "helpline.contacts",
    "helpline.cases",
    "helpline.care",
    "helpline.referrals",
    "helpline.appointments",
    "helpline.groups",
    "helpline.team",
    "cms",
    "chat",
    "selfhelp.advice",
    "selfhelp.modules",
    "selfhelp.modules.safe",
    "helpline.phone",
    "helpline.mail",
    "helpline.desk",
    "helpline.retention",
    "helpline.watch",
    "helpline.demo",
    "helpline.serving",
    "wagtail.contrib.forms",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_otp",
    "django_htmx",
    "channels",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.headers.security_headers",
    "cms.plain_http.only_pages_lead_on",
    "cms.limits.small_forms",
    "selfhelp.modules.safe.lane.short_way",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.language.visitor_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "helpline.accounts.middleware.StaffDoor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "selfhelp.advice.middleware.TellRefusal",
]

ROOT_URLCONF = "helpline.urls"
ASGI_APPLICATION = "helpline.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ]
        },
    }
]

DATABASES = {"default": _environment.database_settings(ENVIRONMENT)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CHANNEL_LAYERS: dict[str, dict[str, object]] = {
    "default": {
        # Publish and subscribe: the default layer of channels-redis falls behind at 400 messages a second.
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [redislines.host(REDIS_URL)], "prefix": REDIS_PREFIX},
    }
    if REDIS_URL
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [{"NAME": "helpline.accounts.passphrases.PassphraseValidator"}]
LOGIN_URL = "accounts:sign_in"
# Not the cookie storage: a message to staff stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
_make_folder("HELPLINE_DATA", STATIC_ROOT)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION and not IS_TEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Without a collected folder (embedded, tests) files are served from where they stand.
WHITENOISE_USE_FINDERS = not IS_PRODUCTION or IS_TEST
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = ENVIRONMENT.media_folder
MEDIA_URL = "/media/"

# Cookies. Their names are decided here and read by these settings everywhere; helpline/cookies.py says what the prefix
# is for. Sessions are of staff only: a visitor has none. Those of visits, letters and walks go on with the programme.
COOKIES_ARE_SECURE = ENVIRONMENT.is_https
_PREFIX = "__Host-" if COOKIES_ARE_SECURE else ""
LANGUAGE_COOKIE_NAME = f"{_PREFIX}hl_lang"
VISIT_COOKIE_NAME = f"{_PREFIX}hl_visit"
LETTERS_COOKIE_NAME = f"{_PREFIX}hl_post"
WALK_COOKIE_NAME = f"{_PREFIX}hl_advice"
BROWSER_COOKIE_NAME = f"{_PREFIX}hl_browser"
SESSION_COOKIE_NAME = f"{_PREFIX}hl_staff"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = COOKIES_ARE_SECURE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_NAME = f"{_PREFIX}csrftoken"
CSRF_COOKIE_AGE = None  # Django's default would outlive the visit by a year
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = COOKIES_ARE_SECURE
CSRF_FAILURE_VIEW = "cms.errors.form_expired"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# Headers. nginx ends the encryption and says so in X-Forwarded-Proto; it must overwrite what a client sends.
if ENVIRONMENT.is_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = (
    "same-origin"  # "no-referrer" makes browsers send "Origin: null", and forms are refused
)
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# An editor's form holds a whole question tree: some forty fields for a question with five answers, two hundred
# questions. Everybody else's forms are small, and cms.limits keeps them so. Pictures are files, which do not count.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60_000
LARGEST_FORM = 256 * 1024

if ENVIRONMENT.mail:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.mail.host, ENVIRONMENT.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.user, ENVIRONMENT.mail.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = ENVIRONMENT.mail.use_ssl, ENVIRONMENT.mail.use_tls
    EMAIL_TIMEOUT = 20
    DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail.sender
else:
    # Off, and screens that would mail say so: they show what they would have sent.
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_IS_ON = ENVIRONMENT.mail is not None
REQUESTS_OFFICE_MAIL = ENVIRONMENT.requests_office_mail
HOTLINE_MAIL = ENVIRONMENT.hotline.mail
HOTLINE_URL = ENVIRONMENT.hotline.url
# Django's own filter shows what was sent while DEBUG is on; where addresses for the hotline are taken, never.
DEFAULT_EXCEPTION_REPORTER_FILTER = "helpline.referrals.reporting.HideWhatIsPassedOn"

LOGGING = logging_settings()
# Errors are never mailed: a report would carry a request. The log has their type and place.
ADMINS: list[tuple[str, str]] = []
MANAGERS: list[tuple[str, str]] = []

WAGTAIL_SITE_NAME = "Helpline"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.agreed.publish_agreed"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_BASE_URL = PUBLIC_URL
# Wagtail would call out for a portrait and for news of itself.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILDOCS_EXTENSIONS = ["pdf", "mp3", "m4a", "ogg", "wav"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # a page never fetches from elsewhere
