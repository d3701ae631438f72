"""What is written to break in comes out as words: every attempt, everywhere it can go.

The texts of the corpus go through post, title and member name, as their authors would
send them, and the pages that come of it are opened in a real browser.
"""

import re
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from rostra.accounts.models import User
from rostra.accounts.new_names import check_name
from rostra.forum.models import Post, Topic
from rostra.forum.services.arranging import make_category as arrange
from rostra.forum.services.composing import compose
from rostra.forum.services.starting import check_title, topic_slug
from rostra.foundation import markup
from rostra.foundation.limits import Limit
from tests.browser import visit
from tests.corpus import cross_site_scripts, markdown_texts
from tests.processor import measured
from tests.running import Running

pytestmark = [pytest.mark.corpus, pytest.mark.slow, pytest.mark.once]

MOST_SECONDS = 1.0
POSTS_A_PAGE = 200


class Elements(HTMLParser):
    """The elements and attributes of a piece of HTML."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


# What the renderer writes; whatever else stands in a post came through from outside.
TAGS = frozenset(
    """p em strong del code pre blockquote ul ol li a br hr h2 h3 h4 h5 h6 figure
    figcaption details summary span table thead tbody tr th td div sup input svg
    use section""".split()
)
ATTRIBUTES = frozenset(
    """href rel dir class tabindex role aria-label aria-hidden start title data-quote
    data-quote-state id lang align scope type checked disabled open""".split()
)
SCHEMES = ("http://", "https://", "mailto:", "/", "#")


def came_through(html):
    """What of a rendered text is not ours."""
    wrong = []
    for tag, attrs in Elements(html).found:
        wrong += [tag] if tag not in TAGS else []
        wrong += [f"{tag} {name}" for name in attrs if name not in ATTRIBUTES]
        address = (attrs.get("href") or "#").lower()
        if not address.startswith(SCHEMES) or address.startswith(("//", "/\\")):
            wrong.append(address)
    return wrong


@pytest.fixture(scope="module")
def texts():
    return cross_site_scripts() + markdown_texts()


@pytest.mark.django_db
def test_every_text_is_rendered_in_time_to_elements_of_ours(user, texts):
    slow, foreign = [], []
    for text in texts:
        with measured() as took:
            html = compose(user, text).html
            spent = took()
        if spent > MOST_SECONDS:
            slow.append((spent, text[:80]))
        if wrong := came_through(html):
            foreign.append((wrong, text[:120]))

    assert len(texts) > 6_000
    assert slow == []
    assert foreign == []


@pytest.mark.django_db
def test_a_hostile_title_is_escaped_on_every_page(client, site, user, make_topic):
    title = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    topic = make_topic(title=title, source="Plain.")

    pages = ["/", "/latest/", topic.get_absolute_url(), "/feed/rss/", "/feed/atom/"]
    pages += [topic.category.get_absolute_url(), topic.author.get_absolute_url()]

    for path in pages:
        page = client.get(path).content.decode()
        assert "onerror" in page, path
        assert "<img src=x" not in page, path
        assert "<script>" not in page, path


@pytest.mark.django_db
def test_a_hostile_name_is_refused_with_the_reason(texts):
    for text in texts:
        name, reasons = named(text)
        assert bool(name) != bool(reasons), text
        assert not set(name) & set('<>"@/\\'), name
        assert len(name) <= 40


def named(text):
    """The text as a name, if it may be one, or else why not."""
    try:
        return check_name(text), []
    except ValidationError as error:
        return "", error.messages


@pytest.mark.django_db
def test_a_form_says_what_is_wrong_with_a_hostile_name(client, site):
    sent = {"name": "<script>alert(1)</script>", "email": "a@example.com"}

    page = client.post("/sign-up/", sent | {"password": "four sturdy spoons"})

    assert page.status_code == 422
    assert "Leave out &lt; &gt; @" in page.content.decode()
    assert "<script>alert" not in page.content.decode()


@pytest.mark.django_db
def test_every_text_is_a_title_and_no_list_is_broken_by_it(client, site, user, texts):
    category = arrange(name="Titles")
    _add_topics(user, category, [title for text in texts if (title := as_title(text))])

    path, pages = category.get_absolute_url(), 0
    while path:
        page = client.get(path).content.decode()
        assert unknown_elements(page) == [], path
        older = re.search(r'href="([^"]*before=[^"]*)" rel="next"', page)
        path = older and unescape(older[1])
        pages += 1
    assert pages > 100


ODD = ["a\0b", "\ud83d", "\u202eabc", "\ufeff", "a" * 300, "\x1b[31m", "%00", "{{7*7}}"]
FORMS = {
    "/sign-up/": ("name", "email", "password", "next"),
    "/sign-in/": ("login", "password", "next"),
    "/start/": ("title", "source", "category", "client_token"),
    "/topic/{topic}/replies/": ("source", "client_token"),
    "/post/{post}/edit/": ("source", "reason", "client_token", "seen_revision"),
    "/post/{post}/reaction/": ("kind",),
    "/topic/{topic}/read/": ("number", "next"),
    "/drafts/": ("place", "title", "source", "client_token"),
    "/preview/": ("source",),
    "/look/": ("theme", "text", "density", "next"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("is_member", [True, False], ids=["member", "guest"])
@pytest.mark.parametrize("path", FORMS)
def test_no_form_breaks_on_odd_characters(
    path, is_member, client, moderator, make_things, monkeypatch
):
    monkeypatch.setattr(Limit, "spend", lambda limit, key: None)
    things = make_things()
    client.raise_request_exception = False
    if is_member:
        client.force_login(moderator)
    whole = {
        "source": "A text.",
        "title": "A title that will do",
        "category": str(things.topic.category_id),
        "place": f"topic:{things.topic.pk}",
        "name": "Somebody",
        "email": "somebody@example.com",
        "password": "four sturdy spoons",
        "login": "Somebody",
    }

    answers = {}
    for field in FORMS[path]:
        for odd in ODD:
            sent = {name: whole.get(name, "1") for name in FORMS[path]} | {field: odd}
            body = urlencode(sent, errors="surrogatepass")
            answers[field, odd[:10]] = client.post(
                things.path(path), body, "application/x-www-form-urlencoded"
            ).status_code

    assert {what: status for what, status in answers.items() if status >= 500} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "odd", ["%00", "%ED%A0%BD", "%FF", "..%2f", "9" * 400, "%0d%0aX:1"]
)
def test_no_address_breaks_on_odd_characters(odd, client, things_paths):
    client.raise_request_exception = False

    answers = {
        path: client.get(path.format(odd=odd)).status_code for path in things_paths
    }

    assert {path: status for path, status in answers.items() if status >= 500} == {}


@pytest.fixture
def things_paths(make_things):
    paths = """/{{odd}} /topic/{topic}-{{odd}}/ /topic/{{odd}}-x/ /category/{category}-{{odd}}/
    /member/{member}-{{odd}}/ /post/{{odd}}/ /topic/{topic}/go/?post={{odd}}
    /latest/?before={{odd}} /latest/?after={{odd}} /top/?period={{odd}} /set-up/{{odd}}/
    /topic/{topic}-{topic_slug}/?page={{odd}} /topic/{topic}-{topic_slug}/?quote={{odd}}
    /category/{category}-{category_slug}/?filter={{odd}} /feed/{{odd}}/
    /start/?category={{odd}} /sitemap/topics-{{odd}}.xml /sign-in/?next={{odd}}"""
    return make_things().path(paths).split()


def as_title(text):
    """The text as a title, if the form takes it."""
    try:
        return check_title(text[:255])
    except ValidationError:
        return ""


def unknown_elements(page):
    """Attributes that do something, and elements that the page around posts has not."""
    found = Elements(page).found
    return [
        (tag, name)
        for tag, attrs in found
        for name in (*attrs, "")
        if name.startswith("on")
        or name in ("style", "srcdoc", "srcset", "formaction")
        or tag
        in ("img", "iframe", "object", "embed", "base", "style", "audio", "video")
        or (tag == "script" and attrs.get("type") != "module")
    ]


def _add_topics(author, category, titles):
    now = timezone.now()
    return Topic.objects.bulk_create(
        Topic(
            category=category,
            author=author,
            title=title,
            slug=topic_slug(title),
            started_at=now,
            last_posted_at=now + timedelta(seconds=number),
            last_author=author,
            last_number=1,
        )
        for number, title in enumerate(titles)
    )


def _add_posts(texts, category):
    """A post for each text, by a member whose name is that text; their topics' paths."""
    authors = [User.objects.build(f"{text[:100]} {n}") for n, text in enumerate(texts)]
    User.objects.bulk_create(authors)
    whole = [texts[n : n + POSTS_A_PAGE] for n in range(0, len(texts), POSTS_A_PAGE)]
    titles = [as_title(some[0]) or "A topic of hostile words" for some in whole]
    topics = _add_topics(authors[0], category, titles)
    posts = [
        Post(
            topic=topic,
            number=number,
            author=author,
            source=text,
            html=compose(author, text).html,
            renderer=markup.RENDERER,
            created_at=topic.started_at,
        )
        for topic, some in zip(topics, whole, strict=True)
        for number, (author, text) in enumerate(
            zip(authors[topics.index(topic) * POSTS_A_PAGE :], some, strict=False), 1
        )
    ]
    Post.objects.bulk_create(posts)
    for topic, some in zip(topics, whole, strict=True):
        topic.last_number = len(some)
        topic.last_post_id = topic.posts.get(number=len(some)).pk
        topic.save()
    return [topic.get_absolute_url() for topic in topics]


@contextmanager
def serve_what_is_here(folder):
    """A server that shows what this test has written to its database."""
    options = {"ROSTRA_POSTS_PER_PAGE": str(POSTS_A_PAGE)}
    folder.mkdir()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "rostra.sqlite3")])
    else:
        about = connection.get_connection_params()
        options["ROSTRA_DATABASE"] = (
            f"postgresql://{about['user']}@/{about['dbname']}?host={about['host']}"
        )
    running = Running(folder, **options)
    try:
        yield running
    finally:
        running.stop()


@pytest.mark.browser
@pytest.mark.server
@pytest.mark.django_db(transaction=True)
def test_no_script_runs_and_no_request_leaves_in_a_browser(
    chromium, site, texts, tmp_path
):
    # No form lets the one character through that PostgreSQL cannot store.
    texts = [text.replace("\0", "") for text in texts]
    with transaction.atomic():
        paths = _add_posts(texts, arrange(name="Hostile"))
    people = [user.url for user in User.objects.order_by("pk")[:: len(texts) // 12]]
    counted = 0

    with (
        serve_what_is_here(tmp_path / "data") as rostra,
        visit(chromium, rostra.base) as (page, watch),
    ):
        for path in [*paths, "/", "/latest/", *people]:
            page.goto(path)
            counted += page.locator("article.post").count()
            assert page.evaluate(WHAT_DOES_SOMETHING) == [], path

        assert watch.troubles == []
        assert watch.strangers(rostra.base) == []
    assert counted == len(texts)


@pytest.mark.browser
def test_a_script_that_did_run_would_be_noticed(chromium):
    with visit(chromium, "http://127.0.0.1:1") as (page, watch):
        page.set_content('<img src="data:," onerror="alert(1)"><p>Words</p>')
        page.wait_for_timeout(200)
        found = page.evaluate(WHAT_DOES_SOMETHING)

    assert any("CANARY" in trouble for trouble in watch.troubles)
    assert found


WHAT_DOES_SOMETHING = """() => [...document.querySelectorAll("*")]
  .filter(e => e.getAttributeNames().some(n => /^on|^style$|^srcdoc$/.test(n))
    || /^(javascript|data|vbscript):/i.test(e.getAttribute("href") ?? "")
    || ["IMG", "IFRAME", "OBJECT", "EMBED", "BASE", "STYLE"].includes(e.tagName)
    || (e.tagName === "SCRIPT" && !e.src.startsWith(location.origin)))
  .map(e => e.outerHTML.slice(0, 200))"""
