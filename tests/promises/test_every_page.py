"""Every page of a community, as a guest, a member and a moderator get it."""

import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.walking import SHAPES, error_pages, walk

pytestmark = [pytest.mark.server, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
CHECKER = ROOT / "node_modules" / ".bin" / "html-validate"
READERS = ("guest", "member", "moderator", "owner")
STARTS = ("/", "/nowhere/")


@pytest.fixture(scope="module")
def walks(people):
    """What each reader finds by following every link."""
    found = {}
    for name, visitor in people.items():
        found[name] = walk(visitor, ["/", "/drafts/"])
        found[name].pages.update(error_pages(visitor))
        visitor.close()
    count = {name: len(one.pages) for name, one in found.items()}
    print("pages found:", count)
    return found


@pytest.mark.parametrize("reader", READERS)
def test_every_link_leads_somewhere(walks, reader):
    assert walks[reader].dead == []
    assert len(walks[reader].pages) > 60


@pytest.mark.once
@pytest.mark.parametrize("reader", READERS)
def test_every_page_is_valid_html(walks, reader, tmp_path):
    if not CHECKER.exists():
        pytest.skip("html-validate is not installed: npm ci")
    named = {}
    for number, (path, page) in enumerate(some_of_each_kind(walks[reader].pages)):
        (tmp_path / f"{number}.html").write_text(page, "utf-8")
        named[f"{number}.html"] = path

    config = ROOT / "tests" / "promises" / "html-validate.json"
    # Into a file: Node ends before a pipe has taken all it says.
    report = tmp_path / "report.json"
    with report.open("w") as told:
        subprocess.run(
            [CHECKER, "--config", config, "--formatter", "json", "."],
            cwd=tmp_path,
            stdout=told,
        )

    faults = _faults(json.loads(report.read_text("utf-8")), named)
    print(*faults, sep="\n")
    assert faults == []


def some_of_each_kind(pages):
    """Two pages of each kind: others of it are made of the same parts."""
    kinds = Counter()
    for path, page in pages.items():
        kind = re.sub("=[^&]*", "", SHAPES.sub("", path))
        kinds[kind] += 1
        if kinds[kind] <= 2:
            yield path, page


def _faults(reports, named):
    """Each kind of fault once, with where it is seen first."""
    faults = {}
    for report in reports:
        page = named[Path(report["filePath"]).name]
        for message in report["messages"]:
            words = f"{message['ruleId']}: {message['message']}"
            place = f"{page} line {message['line']}, {message.get('selector')}"
            faults.setdefault(re.sub(r"\d+", "N", words), f"{words} ({place})")
    return list(faults.values())


@pytest.mark.parametrize("reader", READERS)
def test_no_page_holds_script_or_style_of_its_own(walks, reader):
    inline = re.compile(
        r"<script(?![^>]*\ssrc=)|<style|<[^>]*\s(?:style|on[a-z]+)\s*=|javascript:",
        re.IGNORECASE,
    )
    # What people write may speak of such things; then it is escaped.
    bad = {
        path: found[0]
        for path, page in walks[reader].pages.items()
        if (found := inline.search(page))
    }

    assert bad == {}


@pytest.mark.parametrize("reader", READERS)
def test_no_page_asks_another_host_for_anything(walks, reader):
    asking = re.compile(
        r"<(?:img|script|iframe|source|video|audio|embed|object|use|link)\b[^>]*"
        r'\s(?:src|srcset|href|data)="((?:https?:)?//[^"]*)"'
    )
    canonical = re.compile(r"^https?://127\.0\.0\.1:\d+/")
    bad = {
        path: found
        for path, page in walks[reader].pages.items()
        if (found := [a for a in asking.findall(page) if not canonical.match(a)])
    }

    assert bad == {}


@pytest.mark.parametrize("reader", READERS)
def test_every_post_tells_its_id_and_number(walks, reader):
    posts = [
        post
        for page in walks[reader].pages.values()
        for post in re.findall(r"<article class=\"post[^>]*>", page)
    ]

    assert len(posts) > 200
    shape = r'id="post-(\d+)" data-post-id="\1" data-post-number="\d+"'
    assert [post for post in posts if not re.search(shape, post)] == []


@pytest.mark.parametrize("reader", READERS)
def test_every_page_has_one_heading_a_title_and_a_language(walks, reader):
    for path, page in walks[reader].pages.items():
        assert len(re.findall(r"<h1[\s>]", page)) == 1, path
        assert re.search(r"<title>[^<]{3,}</title>", page), path
        assert re.search(r'<html lang="[a-z]', page), path


def test_pages_that_search_engines_keep_name_their_own_address(walks):
    for path, page in walks["guest"].pages.items():
        if re.match(r"/(topic|category|member)/\d+-", path) and "before=" not in path:
            found = re.search(r'<link rel="canonical" href="([^"]*)"', page)
            assert found, path
            # Other lists on the same page name the page itself.
            if not re.search("filter|quote|after|tab=", path):
                assert unquote(found[1]).endswith(unquote(path)), (path, found[1])
