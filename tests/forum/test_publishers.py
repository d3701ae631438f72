"""What the owner says of a domain holds for topics that are started from it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.forum.models import Post, Topic
from rostra.forum.publishers import rule_for
from rostra.forum.services.editing import edit_post
from rostra.forum.services.holding import release_post
from rostra.forum.services.replying import post_reply
from rostra.forum.services.ruling import rule_on
from rostra.forum.services.starting import start_topic
from rostra.foundation.domains import domain_key, domain_of, tidy_domain

NOTE = "It sells headlines by the yard. Link to what it copied from."


@pytest.fixture
def owner(make_user):
    return make_user("Owner", role="owner")


@pytest.fixture
def rule(owner):
    def rule(domain, rule="refuse", note=NOTE, by=owner):
        return rule_on(owner=by, domain=domain, rule=rule, note=note)

    return rule


@pytest.fixture
def start(user, topic):
    def start(link, author=user):
        return start_topic(
            author=author,
            category_id=topic.category_id,
            title="A story about the harbour",
            source=f"Read [this]({link}), please.",
        )

    return start


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://WWW.News.Example./a", "news.example"),
        ("http://user@news.example:8080/", "news.example"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("ftp://news.example/", ""),
        ("https://[::1/", ""),
        ("/post/7/", ""),
        ("https://localhost/", ""),
        ("https://a..example/", ""),
    ],
)
def test_an_address_leads_to_a_domain(address, domain):
    assert domain_of(address) == domain


def test_keys_of_what_lies_below_begin_alike():
    assert domain_key("a.news.example") == "example.news.a"
    assert tidy_domain(" WWW.News.example ") == "news.example"


class TestRules:
    def test_are_the_owners(self, rule, moderator):
        with pytest.raises(PermissionDenied):
            rule("news.example", by=moderator)

    @pytest.mark.parametrize("typed", ["", "news", "a b.example", "x" * 300 + ".de"])
    def test_are_about_domains(self, typed, rule):
        with pytest.raises(ValidationError, match="name of a host"):
            rule(typed)

    def test_hold_for_what_lies_below_and_the_nearest_counts(self, rule):
        rule("news.example")
        rule("good.news.example", "allow")

        assert rule_for("news.example").rule == "refuse"
        assert rule_for("a.b.news.example").rule == "refuse"
        assert rule_for("www.good.news.example").rule == "allow"
        assert rule_for("fakenews.example") is None

    def test_go_with_their_note(self, rule):
        rule("news.example")

        assert rule("news.example", "", "") is None

        assert rule_for("news.example") is None


class TestStarting:
    def test_from_what_is_refused_is_answered_with_the_note(self, rule, start):
        rule("news.example")

        with pytest.raises(ValidationError, match="by the yard"):
            start("https://m.news.example/1")

        assert not Topic.objects.filter(title__startswith="A story").exists()

    def test_gives_the_text_back(self, rule, topic, client, user, site):
        rule("news.example")
        client.force_login(user)
        sent = {
            "category": topic.category_id,
            "title": "A story about the harbour",
            "source": "Read https://news.example/1 please.",
        }

        answer = client.post("/start/", sent)

        page = answer.content.decode()
        assert answer.status_code == 422
        assert NOTE in page
        assert sent["source"] in page

    def test_from_what_is_held_waits_in_the_queue(self, rule, start, moderator):
        rule("news.example", "hold")

        post = start("https://news.example/1").posts.get()

        assert post.hidden_reason == Post.HELD
        release_post(moderator=moderator, post_id=post.pk)
        source = f"{post.source} Or not."
        assert not edit_post(
            editor=post.author, post_id=post.pk, source=source
        ).hidden_at

    def test_is_free_for_moderators_where_others_wait(self, rule, start, moderator):
        rule("news.example", "hold")

        assert not start("https://news.example/1", moderator).posts.get().hidden_at

    def test_cannot_be_had_by_editing(self, rule, start):
        rule("news.example")
        post = start("https://other.example/1").posts.get()

        with pytest.raises(ValidationError, match="by the yard"):
            edit_post(
                editor=post.author, post_id=post.pk, source="https://news.example/1"
            )

    def test_leaves_replies_alone(self, rule, topic, user):
        rule("news.example")

        source = "They wrote it: https://news.example/1"
        assert post_reply(author=user, topic_id=topic.pk, source=source)
