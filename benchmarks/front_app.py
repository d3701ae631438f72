"""What benchmarks/front.py runs: the front with one page behind it."""

import os
from pathlib import Path

from front import page

from rostra.foundation.versions import MappedVersions
from rostra.web.assets import assets
from rostra.web.front import Front
from rostra.web.presence import Presence
from rostra.web.security import HEADERS

PAGE = page()


def app(environ, start_response):
    """The same page for every address, with the headers that Rostra's pages have."""
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Rostra-Depends": "topic:7 category:3 site",
        "Rostra-Place": "topic:7",
        **HEADERS,
    }
    start_response("200 OK", list(headers.items()))
    return [PAGE]


front = Front(
    app,
    versions=MappedVersions(Path(os.environ["FRONT_FOLDER"]) / "versions"),
    presence=Presence(),
    assets=assets(),
)
