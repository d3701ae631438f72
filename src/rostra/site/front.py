"""The application that the server runs in each web process: `app`.

Django is loaded, everything a page needs is read in, and the front of `rostra.web` is
put around it, with the stores that the settings choose.
"""

import gc
from functools import partial
from typing import cast

from django.conf import settings
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import get_resolver

from rostra.site.config import Config
from rostra.site.stores import use_stores
from rostra.site.wsgi import application
from rostra.web.assets import assets
from rostra.web.front import VIEWS, Flush, Front

MEDIA_FOLDER = "media"


def make_front(config: Config) -> Front:
    """The front of one web process."""
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
        on_flush=_flushes(),
    )


def _flushes() -> list[Flush]:
    """What is gathered in memory and written every few seconds, and at the end."""
    from rostra.forum.reading import MARKS
    from rostra.forum.services.counting import add_views
    from rostra.forum.services.reading import write_marks

    return [
        (3.0, partial(MARKS.flush, write_marks)),
        (5.0, partial(VIEWS.flush, add_views)),
    ]


def _warm_up() -> None:
    """Read in what the first reader would otherwise wait for."""
    _ = get_resolver().url_patterns
    templates = cast(Jinja2, engines["jinja"]).env
    for name in templates.list_templates():
        templates.get_template(name)
    # What is there now stays: the collector need not look through it ever again.
    gc.collect()
    gc.freeze()


app = make_front(settings.CONFIG)
_warm_up()
