"""Hostile bodies, titles and names: nothing that runs gets into stored HTML."""

import json
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from rostra.accounts.models import User
from rostra.forum.models import Post, Topic
from rostra.foundation import markup

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.once]

NEVER = (
    "script, style, iframe, object, embed, form, input, base, meta, link, img, video, "
    "audio, math, template, textarea, [srcdoc], [style], [formaction]"
)


def dangers(html: str) -> list[str]:
    """Whatever in this HTML could run or load something."""
    page = LexborHTMLParser(html)
    found = [node.html or "" for node in page.body.css(NEVER)]
    for node in page.body.css("*"):
        for name, value in node.attributes.items():
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            is_address = name in ("href", "src", "action", "xlink:href", "cite")
            if name.startswith("on") or (
                is_address and not address.startswith(("http", "mailto:", "/", "#"))
            ):
                found.append(f"{name}={value}")
    return found


@pytest.fixture
def payloads(corpus) -> list[str]:
    folder = corpus / "hostile" / "xss"
    found: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found += path.read_text("utf-8", "replace").splitlines()
    return list(dict.fromkeys(line for line in found if line.strip()))


def test_no_payload_gets_through_an_import(payloads, source, import_from):
    for start in range(0, len(payloads), 200):
        some = payloads[start : start + 200]
        posts = [
            {
                "id": start + place,
                "user": line[:200],
                "user_id": start + place + 1,
                "date": "2014-03-01T10:00:00+0000",
                "text": line,
                "signature": line,
                "reactions": [],
            }
            for place, line in enumerate(some)
        ]
        (source / f"{start + 1}.json").write_text(
            json.dumps(
                {
                    "format_version": "xenforo-2-thread",
                    "url": f"https://old.example/threads/x.{start + 1}/",
                    "id": start + 1,
                    "title": some[0],
                    "path": [some[-1]],
                    "tags": some[:3],
                    "posts": posts,
                }
            ),
            "utf-8",
        )

    report = import_from(source)

    assert report.failed == []
    assert report.written["posts"] == Post.objects.count() == len(payloads)
    assert [d for post in Post.objects.iterator() for d in dangers(post.html)] == []
    signed = User.objects.exclude(signature="")
    assert [d for u in signed for d in dangers(markup.render(u.signature).html)] == []
    assert Topic.objects.count() == (len(payloads) + 199) // 200
