"""The application that the server runs in each web process: `app`.

Django is loaded, everything a page needs is read in, and the front of `rostra.web` is
put around it, with the stores that the settings choose.
"""

import gc
from typing import cast

from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import get_resolver

from rostra.site.config import Config
from rostra.site.stores import use_stores
from rostra.site.wsgi import application
from rostra.web.assets import assets
from rostra.web.front import Front

MEDIA_FOLDER = "media"
_RARE = ("control/", "account/", "mfa/", "socialaccount/")
"""Templates that the first who asks may wait for: each takes 10 ms of every start."""


def make_front(config: Config) -> Front:
    """The front of one web process."""
    # What keeps house knows models, which are there once Django is set up.
    from rostra.accounts.profile import UPLOADS
    from rostra.forum.composer import FILES
    from rostra.site.chores import chores

    versions, presence = use_stores(config)
    return Front(
        application,
        versions=versions,
        presence=presence,
        assets=assets(),
        media=config.data / MEDIA_FOLDER,
        address=config.address,
        cache_bytes=config.page_cache_mb * 1_000_000,
        threads=config.threads,
        trusted_proxies=config.trusted_proxies,
        on_flush=chores(),
        uploads=(*UPLOADS, FILES),
    )


def _warm_up() -> None:
    """Read in what the first reader would otherwise wait for."""
    _ = get_resolver().url_patterns
    templates = cast(Jinja2, engines["jinja"]).env
    for name in templates.list_templates():
        if not name.startswith(_RARE):
            templates.get_template(name)
    # What is there now stays: the collector need not look through it ever again.
    gc.collect()
    gc.freeze()


app = make_front(settings.CONFIG)
_warm_up()
