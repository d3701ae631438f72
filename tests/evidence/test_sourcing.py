"""Authors name the sources of their posts; the same page is one source."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from rostra.evidence.addresses import check_address, digest_of
from rostra.evidence.limits import MOST_SOURCES
from rostra.evidence.models import PostSource, Source
from rostra.evidence.selectors.sources import post_sources, source_page
from rostra.evidence.services.checking import forget_unused_sources
from rostra.evidence.services.requesting import answer_request, ask_for_source
from rostra.evidence.services.sourcing import (
    Named,
    add_source,
    change_source,
    remove_source,
)
from rostra.forum import word_filters
from rostra.forum.models import Post, Topic, WordFilter
from rostra.forum.selectors.held import held_posts
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.moderating import hide_post, lock_topic
from rostra.forum.services.replying import post_reply
from rostra.forum.services.ruling import rule_on
from rostra.foundation.visibility import NotVisible

PAGE = "https://pilots.example/log/page-4"


@pytest.fixture
def name(author, post):
    def name(address=PAGE, by=None, **described):
        return add_source(
            author=by or author,
            post_id=post.pk,
            address=address,
            named=Named(**described),
        )

    return name


class TestNaming:
    def test_a_source_is_described_and_waits_to_be_read(self, name, post):
        use = name(title=" Watch-house  log ", passage="shut at 03:56")

        assert list(post.named_sources.all()) == [use]
        assert (use.title, use.found) == ("Watch-house log", "waiting")
        assert use.source.due_at <= timezone.now()
        assert Topic.objects.get(pk=post.topic_id).additions == "evidence"

    def test_the_same_page_is_one_source(self, name, author, topic):
        first = name("https://www.Pilots.example/log?a=1#page-4")
        other = post_reply(author=author, topic_id=topic.pk, source="Once more.")
        same = "http://www.pilots.example:80/log?utm_source=x&a=1"

        second = add_source(author=author, post_id=other.pk, address=same)

        assert first.source == second.source
        with pytest.raises(ValidationError, match="names this source already"):
            name(same)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "javascript:alert(1)",
            "ftp://a.example/",
            "https://",
            "https://[::1",
            "https://user:word@a.example/",
            "https://localhost/",
            "https://a.example/\u202ex y",
            "https://a..ü.example/",
            "https://a.example/\ud800",
            "https://a.example/" + "x" * 2000,
            "/post/7/",
        ],
    )
    def test_is_the_address_of_a_page(self, address, name):
        with pytest.raises(ValidationError) as refused:
            name(address)
        assert list(refused.value.message_dict) == ["address"]
        assert not Source.objects.exists()

    def test_a_scheme_may_be_left_out(self):
        assert check_address(" pilots.example/log ") == "https://pilots.example/log"

    def test_letters_may_be_written_as_they_are_or_as_protocols_write_them(self):
        said = "https://zürich.example/Brücke?wo=Limmat straße".replace(" ", "+")
        written = "https://xn--zrich-kva.example/Br%C3%BCcke?wo=Limmat+stra%C3%9Fe"

        assert digest_of(check_address(said)) == digest_of(check_address(written))

    @pytest.mark.parametrize("other", ["https://a.example/b", "https://a.example/?x=2"])
    def test_another_page_is_another_source(self, other):
        assert digest_of("https://a.example/") != digest_of(other)

    def test_there_are_not_too_many(self, name):
        for number in range(MOST_SOURCES):
            name(f"{PAGE}?{number}=")

        with pytest.raises(ValidationError, match="at most"):
            name(PAGE)

    def test_what_is_too_long_is_said_of_its_field(self, name):
        with pytest.raises(ValidationError) as refused:
            name(passage="x" * 1001, title="y" * 201)

        assert set(refused.value.message_dict) == {"passage", "title"}

    def test_is_not_described_with_words_that_the_owner_filters(self, name):
        WordFilter.objects.create(words="drat", act="mask")
        word_filters.forget_kept()

        with pytest.raises(ValidationError, match="does without"):
            name(title="The drat log")

    def test_is_its_authors(self, name, make_user, moderator):
        for other in (make_user(), moderator):
            with pytest.raises(PermissionDenied, match="Only its author"):
                name(by=other)

    def test_ends_where_a_topic_is_locked_or_a_post_hidden(self, name, post, moderator):
        lock_topic(moderator=moderator, topic_id=post.topic_id, reason="Enough")
        with pytest.raises(PermissionDenied, match="locked"):
            name()

        Topic.objects.update(locked_at=None)
        hide_post(moderator=moderator, post_id=post.pk, reason="no")
        with pytest.raises(PermissionDenied, match="hidden"):
            name()

    @pytest.mark.parametrize(
        "address",
        [
            "http://10.1.1.1/x",
            "192.168.0.7/x",
            "https://127.0.0.1:8000/",
            "169.254.1.1",
        ],
    )
    def test_is_not_in_a_private_network(self, address, name):
        with pytest.raises(ValidationError, match="private network"):
            name(address)

    def test_may_be_an_address_in_numbers_that_everybody_reaches(self, name):
        assert name("http://93.184.215.14/x").source.address == "http://93.184.215.14/x"

    def test_that_stands_there_already_leads_to_where_it_is_changed(
        self, name, author, post, client, site
    ):
        use = name()
        client.force_login(author)

        answer = client.post(f"/post/{post.pk}/sources/", {"address": PAGE})

        assert answer.status_code == 422
        page = answer.content.decode()
        assert "This post names this source already." in page
        shown = page.partition('id="add"')[2]
        assert f'href="/post/{post.pk}/sources/{use.pk}/"' in shown

    def test_a_page_of_this_site_is_not_asked(self, name, settings):
        settings.ROSTRA_ADDRESS = "https://forum.example"

        assert name("https://forum.example/topic/7-x/").source.due_at is None


class TestShown:
    def test_its_day_is_written_as_days_are(self, name, post, client, site):
        use = name(published_on=date(2026, 11, 20))
        Source.objects.update(published_on=use.published_on)

        for path in (f"/post/{post.pk}/sources/", use.source.get_absolute_url()):
            page = client.get(path).content.decode()
            assert '<time datetime="2026-11-20">20 November 2026</time>' in page

    def test_it_is_said_that_its_page_cannot_be_read(self, name, post, client, site):
        name()
        Source.objects.update(health="unread")

        for path in (f"/post/{post.pk}/sources/", post.topic.get_absolute_url()):
            assert "could not be read" in client.get(path).content.decode()

    def test_its_publisher_is_who_its_page_says_unless_its_author_says_another(
        self, name, author, post, client, site
    ):
        use = name()
        Source.objects.update(site_name="The Port")
        paths = (f"/post/{post.pk}/sources/", post.topic.get_absolute_url())
        for path in paths:
            assert '<span dir="auto">The Port</span>' in client.get(path).text

        named = Named(publisher="Harbour Office")
        about = {"author": author, "post_id": post.pk, "use_id": use.pk}
        change_source(named=named, **about)

        for path in paths:
            page = client.get(path).text
            assert "Harbour Office" in page
            assert "The Port" not in page


class TestChanging:
    def test_describes_it_otherwise(self, name, author, post):
        use = name(title="Log")

        change_source(
            author=author, post_id=post.pk, use_id=use.pk, named=Named(title="The log")
        )

        use.refresh_from_db()
        assert use.title == "The log"

    def test_a_source_of_another_post_is_not_there(self, name, author, topic):
        use = name()
        other = post_reply(author=author, topic_id=topic.pk, source="Another.")

        with pytest.raises(NotVisible):
            change_source(author=author, post_id=other.pk, use_id=use.pk, named=Named())

    def test_author_and_moderators_take_it_away(self, name, author, moderator, post):
        for member in (author, moderator):
            use = name()

            remove_source(member=member, post_id=post.pk, use_id=use.pk)

            assert not PostSource.objects.exists()
        assert Topic.objects.get(pk=post.topic_id).additions is None

    def test_others_do_not(self, name, user, post):
        use = name()

        with pytest.raises(PermissionDenied):
            remove_source(member=user, post_id=post.pk, use_id=use.pk)

    def test_a_source_that_nobody_names_is_forgotten_after_a_day(
        self, name, author, post
    ):
        use, kept = name(), name(f"{PAGE}?kept=")
        Source.objects.update(made_at=timezone.now() - timedelta(days=2))
        remove_source(member=author, post_id=post.pk, use_id=use.pk)

        assert forget_unused_sources() == 1
        assert Source.objects.get() == kept.source

    def test_what_a_post_named_is_erased_with_its_words(
        self, name, moderator, post, user
    ):
        name()
        ask_for_source(asker=user, post_id=post.pk)

        erase_words(editor=moderator, post_id=post.pk, notice="Gone.")

        assert not post.named_sources.exists()
        assert not post.source_requests.exists()


class TestWhereItIsNamed:
    def test_is_told_as_far_as_the_reader_may_read(
        self, name, make_topic, moderator, user, post
    ):
        use = name()
        private = make_topic(audience="staff", author=moderator)
        hidden = post_reply(author=moderator, topic_id=private.pk, source="Staff.")
        add_source(author=moderator, post_id=hidden.pk, address=PAGE)

        def named(reader):
            page = source_page(reader=reader, source_id=use.source_id)
            return {row.post.pk for row in page.uses}

        assert named(user) == {post.pk}
        assert named(moderator) == {post.pk, hidden.pk}

    def test_a_source_of_hidden_posts_only_is_not_there(
        self, name, moderator, user, post
    ):
        use = name()
        hide_post(moderator=moderator, post_id=post.pk, reason="no")

        with pytest.raises(NotVisible):
            source_page(reader=user, source_id=use.source_id)
        with pytest.raises(NotVisible):
            post_sources(reader=user, post_id=post.pk)
        assert post_sources(reader=moderator, post_id=post.pk).uses == (use,)


@pytest.mark.parametrize("rule", ["refuse", "hold", "allow"])
def test_the_owners_rules_hold_for_sources(rule, author, post, make_user):
    owner = make_user("Owner", role="owner")
    rule_on(owner=owner, domain="news.example", rule=rule, note="It copies.")
    about = {"author": author, "post_id": post.pk}

    if rule == "refuse":
        with pytest.raises(ValidationError, match="It copies"):
            add_source(address="https://www.news.example/1", **about)
    else:
        add_source(address="https://www.news.example/1", may_wait=True, **about)

    post.refresh_from_db()
    assert post.named_sources.count() == (rule != "refuse")
    assert (post.hidden_reason == Post.HELD) == (rule == "hold")


def test_a_source_that_is_looked_at_first_still_answers(author, post, user, make_user):
    owner = make_user("Owner", role="owner")
    rule_on(owner=owner, domain="news.example", rule="hold")
    asked = ask_for_source(asker=user, post_id=post.pk)

    about = {"post_id": post.pk, "address": "https://news.example/1"}
    use = add_source(author=author, may_wait=True, **about)
    answer_request(author=author, request_id=asked.pk, use_id=use.pk)

    post.refresh_from_db()
    assert post.hidden_reason == Post.HELD


def test_an_author_is_asked_before_a_post_waits_for_its_source(
    author, post, make_user, moderator, client_of, site
):
    owner = make_user("Owner", role="owner")
    rule_on(owner=owner, domain="news.example", rule="hold")
    browser, path = client_of(author), f"/post/{post.pk}/sources/"
    sent = {"address": "https://m.news.example/1", "passage": "The gates were shut."}

    asked = browser.post(path, sent)

    assert "your post waits until a moderator has looked at it" in asked.text
    assert "The gates were shut." in asked.text
    post.refresh_from_db()
    assert post.hidden_at is None
    assert not post.named_sources.exists()

    told = browser.post(path, {**sent, "anyway": "1"}, follow=True)

    post.refresh_from_db()
    assert post.hidden_reason == Post.HELD
    assert "This post waits until a moderator has looked at it." in told.text
    assert 'It links to <a href="/publisher/news.example/">' in told.text
    queue = client_of(moderator).get("/held/").text
    assert "https://m.news.example/1" in queue
    assert 'It links to <a href="/publisher/news.example/">' in queue


def test_a_list_of_posts_that_wait_costs_the_same_however_many_sources(
    author, post, topic, make_user, moderator, django_assert_num_queries
):
    owner = make_user("Owner", role="owner")
    rule_on(owner=owner, domain="news.example", rule="hold")
    other = post_reply(author=author, topic_id=topic.pk, source="More.")
    for number, one in enumerate((post, other, post)):
        address = f"https://news.example/{number}"
        add_source(author=author, post_id=one.pk, address=address, may_wait=True)
    held_posts(reader=moderator)

    with django_assert_num_queries(2):
        assert len(held_posts(reader=moderator)) == 2
