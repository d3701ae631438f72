"""A page of another site that topics are started from, and the form that does it."""

import io

from PIL import Image

from rostra.foundation.limits import TooSoon

PAGE = """<html><head><title>Gate shut late | River Post</title>
<link rel="canonical" href="/news/gate?utm_source=x">
<meta property="og:title" content="Gate shut two hours late">
<meta property="og:site_name" content="The River Post">
<meta property="og:image" content="/gate.png">
<meta property="article:published_time" content="2026-11-28T04:10:00Z">
</head><body>Words</body></html>"""


def png() -> bytes:
    """A picture of that page."""
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "PNG")
    return file.getvalue()


def others_in(page):
    """The signed addresses in the form that a page was looked at with."""
    return page.partition('name="others" value="')[2].partition('"')[0]


def post_from(member, address, others, category):
    """Send the form to start a topic from a page; the status of the answer."""
    sent = {"address": address, "title": "The gate", "source": "I was there."}
    sent |= {"others": others, "category": category.pk, "client_token": address[-60:]}
    return member.post("/start/link/", sent).status_code


def too_soon(_limit, _key):
    """In place of `Limit.spend`: always one too many."""
    raise TooSoon(30)
