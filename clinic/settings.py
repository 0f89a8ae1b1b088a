"""The one settings file. The environment is read first, failing loudly; `.env.example` lists all of it."""

from pathlib import Path
from typing import Any

from clinic import environment, headers, logs, own_keys
from clinic.database.options import with_options
from clinic.sign_in import *  # noqa: F403 - settings all of them, taken over as they are

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environment.read(BASE_DIR)

# What the environment says

DEMO: bool = env.bool("DEMO", False)
DEBUG: bool = env.bool("DEBUG", False)
HTTPS: bool = env.bool("HTTPS", not DEMO)
BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", False)

SECRET_KEY = environment.required(env, "SECRET_KEY")
FIELD_KEYS: dict[str, bytes] = environment.field_keys(environment.required(env, "FIELD_KEYS"))
SEARCH_KEYS: tuple[bytes, ...] = environment.search_keys(environment.required(env, "SEARCH_KEY"))
AUDIT_KEY: bytes = environment.audit_key(environment.required(env, "AUDIT_KEY"))
if not DEMO:
    own_keys.refuse_unfit(SECRET_KEY, FIELD_KEYS, SEARCH_KEYS, AUDIT_KEY, demo=BASE_DIR / "var" / "keys.env")

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

BASE_URL: str = env.str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")

CLINIC_NAME: str = env.str("CLINIC_NAME", "Lindenhof Skin Clinic")
CLINIC_PHONE: str = env.str("CLINIC_PHONE", "+41 44 555 01 23" if DEMO else "")
CLINIC_LOGO: tuple[bytes, str] | None = environment.logo(env.str("CLINIC_LOGO", ""))
CLINIC_COLOUR: str = environment.colour(env.str("CLINIC_COLOUR", ""))

# Applications

INSTALLED_APPS = [
    "clinic",
    "clinic.accounts",
    "screening",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "clinic.health.requests.follow_requests",
    "clinic.middleware.keep_promises",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic.middleware.compress_patients_pages",
    "clinic.middleware.keep_private",
    "clinic.middleware.refuse_trace",
    "clinic.unavailable.ScreeningAvailable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "clinic.languages.PatientLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clinic.accounts.middleware.SessionLimits",
    "clinic.accounts.middleware.SecondStepRequired",
]

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"

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
                "clinic.context_processors.clinic",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "clinic.templatetags.languages",
                "clinic.templatetags.look",
            ],
        },
    }
]

CRISPY_ALLOWED_TEMPLATE_PACKS = ["forms"]
CRISPY_TEMPLATE_PACK = "forms"
CRISPY_FAIL_SILENTLY = False

# Database

DATABASE = env.dj_db_url(
    "DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}", conn_max_age=None, conn_health_checks=True
)
DATABASES: dict[str, Any] = {"default": with_options(DATABASE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People

MFA_REQUIRED: bool = not DEMO
MFA_TOTP_ISSUER = CLINIC_NAME
SESSION_IDLE_SECONDS = 60 * environment.whole(
    "SESSION_IDLE_MINUTES", env.int("SESSION_IDLE_MINUTES", 30), least=5, most=240
)
SESSION_COOKIE_AGE = 3600 * environment.whole("SESSION_HOURS", env.int("SESSION_HOURS", 12), least=1, most=24)

# Language and time

LANGUAGE_CODE = "en"
# What patients read and are written in, each named in itself; scripts/setup compiles their catalogues.
# Staff pages are English (clinic.languages).
MESSAGE_LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "ar": "العربيّة"}
LANGUAGES = list(MESSAGE_LANGUAGES.items())
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE: str = env.str("TIME_ZONE", "Europe/Zurich")
USE_TZ = True

# Mail to patients (docs/adr/0010)

EMAIL_BACKEND: str = environment.mail_backend(env.str("EMAIL_DELIVERY", "folder" if DEMO else "smtp"))
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST: str = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT: int = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER: str = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD: str = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS: bool = env.bool("EMAIL_USE_TLS", False)
EMAIL_USE_SSL: bool = env.bool("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT: int = 10
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "appointments@clinic.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

REMINDER_DAYS: list[int] = environment.days(env.list("REMINDER_DAYS", ["3", "1"]))
RECHECK_DAYS = 2
TABLET_IDLE_SECONDS = 60
ANSWERS_VALID_MONTHS: int = env.int("ANSWERS_VALID_MONTHS", 6)

# How long what is stored is kept (docs/data-life.md); manage.py purge and the worker remove what is older

RECORDS_KEPT_YEARS: int = environment.period(env, "RECORDS_KEPT_YEARS", 10)
UNFINISHED_KEPT_DAYS: int = environment.period(env, "UNFINISHED_KEPT_DAYS", 90)
MESSAGES_KEPT_DAYS: int = environment.period(env, "MESSAGES_KEPT_DAYS", 365)
LINKS_KEPT_DAYS: int = environment.period(env, "LINKS_KEPT_DAYS", 90)
IMPACT_KEPT_DAYS: int = environment.period(env, "IMPACT_KEPT_DAYS", 30)
JOBS_KEPT_DAYS: int = environment.period(env, "JOBS_KEPT_DAYS", 180)

# Static files

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# What a request may bring

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 5
FILE_UPLOAD_MAX_MEMORY_SIZE = 11_000_000
# Letters are health data: what is uploaded is never written to a temporary file in the clear.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# What a response promises

# With https, names that no page of a neighbouring host can write to (RFC 6265bis, 4.1.3.2).
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}clinic_session"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}clinic_csrf"
CSRF_COOKIE_SECURE = HTTPS

SECURE_SSL_REDIRECT = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie fewer

SECURE_REDIRECT_EXEMPT = [r"^healthz/", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Not "no-referrer": browsers would then send `Origin: null`, which the CSRF check answers with 403.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = headers.CONTENT_SECURITY_POLICY

# Health, figures and logs: docs/operations.md

METRICS_TOKEN: str = environment.long_secret("METRICS_TOKEN", env.str("METRICS_TOKEN", ""))
LOGGING = logs.config(environment.log_format(env.str("LOG_FORMAT", "plain" if DEMO else "json")))
