"""All settings. Each one that an operator may set comes from the environment and is listed in README.md."""

from pathlib import Path
from typing import Any

import dj_database_url

from playground import env, keyfile, logs
from playground.security import environment, origin

removed = environment.scrub()

BASE_DIR = Path(__file__).resolve().parent.parent

# Where Parley listens and what it writes
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000)
DATA = env.folder("PLAYGROUND_DATA", BASE_DIR / "data")
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
DEBUG = env.flag("DEBUG")
LOOPBACK = HOST in {"127.0.0.1", "::1", "localhost"}
LOOPBACK_ORIGINS = f"http://127.0.0.1:{PORT},http://localhost:{PORT}" if LOOPBACK else ""
ORIGINS = [word.rstrip("/") for word in env.words("PLAYGROUND_ORIGINS", LOOPBACK_ORIGINS)]
ALLOWED_HOSTS = sorted({origin.host(word) for word in ORIGINS})
CSRF_TRUSTED_ORIGINS = ORIGINS
HTTPS = bool(ORIGINS) and all(word.startswith("https://") for word in ORIGINS)
INSECURE_HTTP = env.flag("PLAYGROUND_INSECURE_HTTP")  # plain http to other machines, on a network you trust
TRUST_PROXY = env.flag("TRUST_PROXY")  # a proxy in front sets X-Forwarded-Proto and X-Forwarded-For

# Secrets: made on first use, mode 0600
SECRET_KEY = env.text("SECRET_KEY") or keyfile.read_or_create(DATA / "secret.key")
MASTER_KEY_FILE = DATA / "master.key"

INSTALLED_APPS = [
    "playground.security",
    "playground.serve",
    "playground.audit",
    "playground.accounts",
    "playground.catalog",
    "playground.usage",
    "playground.limits",
    "playground.chat",
    "playground.live",
    "playground.localmodel",
    "playground.apps.ParleyAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "playground.security.headers.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "playground.accounts.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "playground.urls"
ASGI_APPLICATION = "playground.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["playground.indents.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "playground.context.site",
            ],
        },
    },
]

# Database. SQLite: readers never wait for the writer (WAL), and a writer takes its lock at BEGIN (IMMEDIATE),
# because a transaction that upgrades its lock later gets "database is locked" at once, whatever the timeout.
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(env.text("DATABASE_URL", f"sqlite:///{DATA}/parley.sqlite3"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "playground.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA journal_size_limit=67108864;",
    }
    # A file, as in production: threads of one test see the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
# Connections live in the threads of playground.threads, whose number is bounded, so they may stay open.
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
_POSTGRES = DATABASES["default"]["ENGINE"].endswith("postgresql")
if _POSTGRES:  # a network that is silently gone would else hold a thread up for a quarter of an hour
    patience = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 30_000}
    DATABASES["default"]["OPTIONS"] = patience | DATABASES["default"].get("OPTIONS", {})
DATABASE_PORTS = [int(DATABASES["default"].get("PORT") or 5432)] if _POSTGRES else []  # no endpoint may be there
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts and sessions
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["playground.accounts.backend.Backend"]
SESSION_ENGINE = "playground.accounts.sessions"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": name, "OPTIONS": options}
    for name, options in {
        "django.contrib.auth.password_validation.UserAttributeSimilarityValidator": {},
        "playground.accounts.validators.LongEnough": {"min_length": 10},
        "django.contrib.auth.password_validation.CommonPasswordValidator": {},
    }.items()
]
SUDO_MINUTES = env.number("SUDO_MINUTES", 15)  # how long a typed password opens what is dangerous
SESSION_COOKIE_NAME = "__Host-parley_session" if HTTPS else "parley_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
SESSION_SAVE_EVERY_REQUEST = False

# Browsers
SECURE_SSL_REDIRECT = False  # the proxy that ends TLS does it
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
X_FRAME_OPTIONS = "DENY"
# What `check --deploy` would ask for: the proxy redirects (W008), subdomains are not ours to decide about (W005, W021),
# and plain http is allowed on loopback, where our own check refuses anything else (W004, W012).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SILENCED_SYSTEM_CHECKS += [] if HTTPS else ["security.W004", "security.W012"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10
REQUEST_BYTES = 25 * 2**20  # a whole request body
FILE_UPLOAD_PERMISSIONS = 0o600

# Languages
LANGUAGE_CODE = env.text("LANGUAGE_CODE", "en")
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_I18N = USE_TZ = True

# Files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.folder("STATIC_ROOT", BASE_DIR / "staticfiles")
MEDIA_ROOT = DATA / "uploads"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "playground.serve.static.Storage"},
}

# Providers' documented variables, of which the first start makes endpoints if asked to; else nobody ever sees them
IMPORT_KEYS = removed if env.flag("IMPORT_KEYS") else {}
del removed

# Where models may be reached, besides public addresses over https
EGRESS_ALLOW_NETS = env.words(
    "EGRESS_ALLOW_NETS", "127.0.0.0/8,::1/128,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"
)

# Limits of one generation, and of what runs at a time
GENERATION_SECONDS = env.number("GENERATION_SECONDS", 1800)
GENERATION_CHARACTERS = env.number("GENERATION_CHARACTERS", 4_000_000)
GENERATION_EVENTS = env.number("GENERATION_EVENTS", 200_000)
GENERATIONS_PER_USER = env.number("GENERATIONS_PER_USER", 24)
LEASE_SECONDS = env.number("LEASE_SECONDS", 30)
DRAIN_SECONDS = env.number("DRAIN_SECONDS", 20)
MESSAGE_CHARACTERS = env.number("MESSAGE_CHARACTERS", 1_000_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * MESSAGE_CHARACTERS + 100_000  # bytes; a form writes one character in up to 12

# The demo model that needs no key
LOCAL_MODEL = env.flag("LOCAL_MODEL", True)
LOCAL_MODEL_FILE = env.text("LOCAL_MODEL_FILE")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "playground.security.redaction.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "filters": {
        "news": {"()": "django.utils.log.CallbackFilter", "callback": logs.is_news},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["news"]}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {name: {"level": "WARNING"} for name in ("httpx", "httpcore", "daphne", "twisted", "asyncio")},
}
