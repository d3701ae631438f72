"""Fixtures that most tests need: people, places, topics."""

import itertools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import timezone

from rostra.accounts.models import User
from rostra.evidence.selectors import beside_posts, claim_lists, claims, requests
from rostra.forum import allowances, permissions, publishers, word_filters
from rostra.forum.models import Category, Topic
from rostra.forum.selectors import categories, topic_posts
from rostra.forum.selectors import publishers as publisher_lists
from rostra.forum.services import drawing, sending
from rostra.forum.services.arranging import make_category as arrange
from rostra.forum.services.starting import start_topic
from rostra.foundation import versions
from rostra.news.selectors import link_card, story_marks, stream
from rostra.web.dates import ZONE
from rostra.web.fragments import FRAGMENTS
from rostra.web.language import speak
from rostra.web.models import Site
from rostra.web.parts import KEPT

PASSWORD = "four sturdy wooden spoons"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """SQLite in a file, as it is in use: threads do not share one in memory."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database.setdefault("TEST", {})["NAME"] = str(file)
        connections["default"].settings_dict.setdefault("TEST", {})["NAME"] = str(file)


@pytest.fixture(autouse=True)
def fresh_process(request, monkeypatch):
    """Nothing kept in the process outlives a test, and nobody waits between posts."""
    versions.use(versions.LocalVersions())
    cache.clear()
    speak("en")
    ZONE.set(None)
    FRAGMENTS.clear()
    KEPT.clear()
    topic_posts.SHARED.clear()
    permissions.forget_kept()
    allowances.forget_kept()
    categories.forget_kept()
    word_filters.forget_kept()
    publishers.forget_kept()
    publisher_lists.forget_kept()
    drawing.forget_kept()
    beside_posts.forget_kept()
    claim_lists.forget_kept()
    claims.forget_kept()
    requests.forget_kept()
    stream.forget_kept()
    story_marks.forget_kept()
    link_card.forget_kept()
    if not _commits(request.node):
        # Such a test's writes are never committed, so what their commit would make old is
        # made old at once; test_versions and test_never_stale see to the order of the two.
        at_once = SimpleNamespace(on_commit=lambda act, **_: act())
        monkeypatch.setattr(versions, "transaction", at_once)
    monkeypatch.setattr(sending, "SECONDS_BETWEEN", 0)
    monkeypatch.setattr(sending, "POSTS_A_MINUTE", 10_000)


def _commits(test: pytest.Item) -> bool:
    mark = test.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction"))


@pytest.fixture
def site(db):
    # Django's test client does no browser's work: tests of that work ask for it.
    return Site.objects.create(pk=1, name="The Long Table", machine_check="off")


@pytest.fixture
def make_user(db) -> Callable[..., User]:
    counter = itertools.count(1)

    def make(name: str = "", role: str = "member", **extra: object) -> User:
        user = User.objects.build(name or f"member {next(counter)}", role=role, **extra)
        user.set_unusable_password()
        user.save()
        return user

    return make


@pytest.fixture
def user(make_user) -> User:
    return make_user("Ada")


@pytest.fixture
def moderator(make_user) -> User:
    return make_user("Tomas", role="moderator")


@pytest.fixture
def make_category(db) -> Callable[..., Category]:
    counter = itertools.count(1)

    def make(name: str = "", audience: str = "everyone", **more: Any) -> Category:
        name = name or f"Place {next(counter)}"
        return arrange(name=name, audience=audience, **more)

    return make


@pytest.fixture
def category(make_category) -> Category:
    return make_category("Harbour")


@pytest.fixture
def make_topic(make_user, make_category) -> Callable[..., Topic]:
    places: dict[str, Category] = {}

    def make(
        title: str = "A topic to talk about",
        audience: str = "everyone",
        author: User | None = None,
        category: Category | None = None,
        source: str = "The opening post.",
        **fields: object,
    ) -> Topic:
        if category is None:
            category = places.get(audience) or make_category(audience=audience)
            places[audience] = category
        author = author or make_user(role="moderator")
        topic = start_topic(
            author=author, category_id=category.pk, title=title, source=source
        )
        if fields:
            Topic.objects.filter(pk=topic.pk).update(**fields)
            topic.refresh_from_db()
        return topic

    return make


@pytest.fixture
def topic(make_topic) -> Topic:
    return make_topic()


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """Another browser, with this user signed in."""

    def made(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return made
