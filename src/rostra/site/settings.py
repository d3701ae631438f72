"""Django's settings, made from the installation's own (config.py)."""

from rostra.site import config as _config

CONFIG = _config.load()

SECRET_KEY = "set at start from the data folder"
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "rostra.site.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "rostra.web",
    "rostra.accounts",
    "rostra.forum",
    "rostra.news",
    "rostra.evidence",
    "rostra.transfer",
]
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": CONFIG.data / "rostra.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA mmap_size=268435456; PRAGMA cache_size=-8000; "
            "PRAGMA temp_store=MEMORY"
        ),
    },
}
DATABASES = {"default": SQLITE}
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = CONFIG.time_zone
USE_I18N = True
LANGUAGE_CODE = "en"
POSTS_PER_PAGE = CONFIG.posts_per_page
