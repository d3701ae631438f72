"""What the owner says of a domain holds for what members write."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from rostra.accounts.models import Guest
from rostra.forum.models import Post, Topic
from rostra.forum.publishers import rule_for
from rostra.forum.services.composing import Words
from rostra.forum.services.editing import edit_post
from rostra.forum.services.holding import release_post
from rostra.forum.services.replying import post_reply
from rostra.forum.services.ruled_links import with_link_rules
from rostra.forum.services.ruling import rule_on
from rostra.forum.services.scheduling import schedule_reply
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


class TestReplies:
    @pytest.fixture
    def reply(self, user, topic):
        def reply(source, author=user):
            return post_reply(author=author, topic_id=topic.pk, source=source)

        return reply

    @pytest.mark.parametrize(
        "source",
        [
            "They wrote it: https://news.example/1",
            "See [this](<HTTPS://m.News.example/1>).",
            "![A picture](https://news.example/1.png)",
        ],
    )
    def test_with_a_link_to_what_is_refused_are_refused(self, source, rule, reply):
        rule("news.example")

        with pytest.raises(ValidationError) as refused:
            reply(source)

        [said] = refused.value.messages
        assert said.startswith("Your text links to news.example, and")
        assert said.endswith(f"link to another page. {NOTE}")
        assert not Post.objects.filter(number=2).exists()

    def test_give_the_text_back(self, rule, topic, client, user, site):
        rule("news.example")
        client.force_login(user)
        source = "They wrote it: https://news.example/1"

        answer = client.post(f"/topic/{topic.pk}/replies/", {"source": source})

        assert answer.status_code == 422
        assert NOTE in answer.text
        assert source in answer.text

    def test_that_only_name_it_are_taken(self, rule, reply):
        rule("news.example")

        assert reply("I would not read news.example, nor `https://news.example/1`.")

    def test_with_a_link_to_what_is_held_wait_and_their_authors_see_why(
        self, rule, reply, user, moderator, client, client_of, site
    ):
        rule("news.example", "hold")

        post = reply("They wrote it: https://m.news.example/1")

        assert post.hidden_reason == Post.HELD
        path = post.topic.get_absolute_url()
        why = 'It links to <a href="/publisher/news.example/">news.example</a>, and'
        assert why in client_of(user).get(path).text
        assert why in client_of(moderator).get("/held/").text
        assert "news.example" not in client.get(path).text

    def test_of_moderators_do_not_wait(self, rule, reply, moderator):
        rule("news.example", "hold")

        assert not reply("See https://news.example/1", moderator).hidden_at

    def test_may_quote_what_stands_here(self, rule, reply, make_user):
        said = reply("See https://news.example/1 or [that](https://news.example/2).")
        rule("news.example")
        quote = f"> @Ada [said](/post/{said.pk}/):\n>\n> {said.source}\n\n"

        assert not reply(f"{quote}Thank you.", make_user()).hidden_at

        with pytest.raises(ValidationError, match="by the yard"):
            reply(f"{quote}See https://news.example/3 too.", make_user())

    def test_cannot_say_that_somebody_else_linked_there(self, rule, reply, make_user):
        said = reply("See the papers.")
        rule("news.example")
        source = f"> @Ada [said](/post/{said.pk}/):\n>\n> https://news.example/1"

        with pytest.raises(ValidationError, match="by the yard"):
            reply(source, make_user())

    def test_are_asked_again_when_they_are_edited_for_new_links_alone(
        self, rule, reply, user
    ):
        post = reply("See https://news.example/1")
        rule("news.example")

        edited = edit_post(editor=user, post_id=post.pk, source=f"{post.source} and on")
        assert edited.revision == 2
        with pytest.raises(ValidationError, match="by the yard"):
            edit_post(editor=user, post_id=post.pk, source="https://news.example/2")

    def test_to_be_posted_later_are_refused_at_once(self, rule, user, topic):
        rule("news.example")

        with pytest.raises(ValidationError, match="by the yard"):
            schedule_reply(
                author=user,
                topic_id=topic.pk,
                source="https://news.example/1",
                due_at=timezone.now() + timedelta(hours=1),
                client_token="a",
            )

    def test_cost_no_query_for_rules_that_are_known(
        self, rule, reply, django_assert_num_queries
    ):
        rule("news.example")
        words = Words("", '<p><a href="https://other.example/">x</a></p>', ())
        assert rule_for("news.example")

        with django_assert_num_queries(0):
            assert with_link_rules(Guest(), words) is words
