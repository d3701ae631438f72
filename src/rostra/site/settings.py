"""Django's settings, made from the installation's own (config.py)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rostra.foundation import languages as _languages
from rostra.site import config as _config
from rostra.site import keys as _keys
from rostra.site import logs as _logs
from rostra.site import mail_server as _mail_server
from rostra.site import signing as _signing
from rostra.site.databases import database as _database

CONFIG = _config.load()
_PACKAGE = Path(__file__).parent.parent

# What Rostra is made of.
ROOT_URLCONF = "rostra.site.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    *_signing.APPS,
    "rostra.web",
    "rostra.attachments",
    "rostra.accounts",
    "rostra.forum",
    "rostra.news",
    "rostra.evidence",
    "rostra.transfer",
    "rostra.control",
]
MIDDLEWARE = [
    "rostra.web.security.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rostra.accounts.middleware.KnowsReader",
    "rostra.control.seeing.SeesAs",
    "rostra.web.set_up_first.SetUpFirst",
    "rostra.web.same_origin.SameOriginOnly",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "rostra.accounts.middleware.AsksForTerms",
    "rostra.web.errors.ErrorPages",
]
TEMPLATES = [
    {
        "NAME": "jinja",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            _PACKAGE / app / "templates"
            for app in ("web", "accounts", "forum", "news", "evidence", "control")
        ],
        "OPTIONS": {
            "environment": "rostra.web.jinja.environment",
            "auto_reload": False,
        },
    }
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Where things are kept.
ROSTRA_DATA = CONFIG.data
DATABASES = {"default": _database(CONFIG)}
CACHES: dict[str, dict[str, Any]]
if CONFIG.valkey:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CONFIG.valkey.replace("valkey://", "redis://", 1),
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }

# The address of the site, and who is believed about it.
ROSTRA_ADDRESS = CONFIG.address
_host = urlsplit(CONFIG.address).hostname
_is_https = CONFIG.address.startswith("https://")
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", "[::1]"] if _host else ["*"]
if CONFIG.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Secrets, sessions and passwords.
DEBUG = False
SECRET_KEY = CONFIG.secret_key or _keys.secret_key(CONFIG.data)
SESSION_ENGINE = "rostra.accounts.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _is_https
SESSION_SAVE_EVERY_REQUEST = False
PASSWORD_HASHERS = [
    "rostra.site.passwords.LightArgon2",
    "rostra.accounts.old_passwords.OldBcrypt",
    "rostra.accounts.old_passwords.Phpass",
    "rostra.accounts.old_passwords.OldDigest",
]
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {
        "NAME": f"{_validation}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]

# Mail, and the many ways to sign in.
globals().update(_mail_server.mail_settings(CONFIG))
globals().update(_signing.signing_settings(CONFIG))

# Language, time, pages.
USE_I18N = True
LANGUAGE_CODE = CONFIG.language
LANGUAGES = list(_languages.LANGUAGES.items())
LOCALE_PATHS = [_languages.LOCALE]
USE_TZ = True
TIME_ZONE = CONFIG.time_zone
POSTS_PER_PAGE = CONFIG.posts_per_page
KEEP_ADDRESSES_DAYS = CONFIG.keep_addresses_days

LOGGING = _logs.logging_config(CONFIG.log_level)
