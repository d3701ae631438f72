import json
from datetime import UTC, datetime, time, timedelta

import pytest

from rostra.forum.models import Post, Topic
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.moderating import hide_topic, lock_topic
from rostra.forum.services.moving import merge_topics, move_topic
from rostra.forum.services.replying import post_reply
from rostra.forum.services.ruling import rule_on
from rostra.foundation.visibility import NotVisible
from rostra.news.kept_entries import entry_of
from rostra.news.models import FeedEntry, Story, StoryVersion
from rostra.news.reading import EntryRead, FeedRead, read_feed
from rostra.news.services import placing
from rostra.news.services.approving import drop_entry, publish_entry
from rostra.news.services.placing import publish_waiting
from rostra.news.services.taking_in import (
    AGAIN,
    forget_old_entries,
    take_due_changes,
    take_in,
)

pytestmark = pytest.mark.django_db
TEXT = "<p>The surge was 4.2 metres.</p><p>Nobody knows more.</p>"
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def entry(number: int = 1, **fields) -> EntryRead:
    address = f"https://wire.example/{number}"
    told = {
        "id": f"id-{number}",
        "address": address,
        "addresses": (address,),
        "headline": f"Barrier closed late, part {number}",
        "body": TEXT,
    }
    return EntryRead(**(told | fields))


def take(feed, *entries, now=None):
    return take_in(feed_id=feed.pk, read=FeedRead("rss", entries=entries), now=now)


def states(feed):
    return dict(feed.entries.values_list("state", "reason"))


class TestNewEntries:
    def test_become_stories_of_the_house_account(self, make_feed, house):
        feed = make_feed(tags="flooding, sea")

        taken = take(feed, entry(byline="Ada Berg", language="en-GB"))

        story = Story.objects.get()
        assert taken.new == 1
        assert (story.headline, story.byline) == (
            "Barrier closed late, part 1",
            "Ada Berg",
        )
        assert story.original_url == "https://wire.example/1"
        assert (story.topic.author, story.topic.language) == (house, "en-GB")
        assert story.topic.tag_names == ["flooding", "sea"]
        assert "4.2 metres" in story.body_html

    def test_have_addresses_as_long_as_some_shops_make_them(self, make_feed):
        long = f"https://wire.example/1?from={'x' * 1_900}"

        take(make_feed(), entry(address=long, addresses=(long,)))

        assert Story.objects.get().original_url == long

    def test_that_say_the_same_make_nothing(self, make_feed, django_assert_num_queries):
        feed = make_feed()
        entries = [entry(number) for number in range(1, 6)]
        take(feed, *entries)

        with django_assert_num_queries(3):
            taken = take(feed, *entries)

        assert (taken.new, taken.changed, Story.objects.count()) == (0, 0, 5)

    def test_are_known_by_an_address_where_their_name_changed(self, make_feed):
        feed = make_feed()
        take(feed, entry())

        take(
            feed,
            entry(
                id="another",
                address="http://www.wire.example/1/?utm_source=x",
                addresses=("http://www.wire.example/1/?utm_source=x",),
            ),
        )

        assert Story.objects.count() == FeedEntry.objects.count() == 1

    def test_show_only_as_much_as_the_publisher_allows(self, make_feed):
        link = make_feed("http://a.example/", shows="link")
        part = make_feed("http://b.example/", shows="part", words=3)

        take(link, entry(1, standfirst="It was late."))
        take(part, entry(2))

        first, second = Story.objects.order_by("pk")
        assert (first.body_html, first.standfirst) == ("", "")
        assert second.body_html == "<p>The surge was …</p>"

    def test_are_held_where_the_feed_says_so(self, make_feed, editor):
        feed = make_feed(arrival="hold")
        take(feed, entry(1), entry(2))
        one, two = FeedEntry.objects.order_by("pk")

        publish_entry(editor=editor, entry_id=one.pk)
        publish_entry(editor=editor, entry_id=one.pk)
        drop_entry(editor=editor, entry_id=two.pk)

        assert Story.objects.count() == 1
        assert sorted(states(feed)) == ["dropped", "published"]

    def test_are_decided_by_editors_only(self, make_feed, user):
        take(make_feed(arrival="hold"), entry())
        held = FeedEntry.objects.get()

        for decide in (publish_entry, drop_entry):
            with pytest.raises(NotVisible):
                decide(editor=user, entry_id=held.pk)

        assert not Story.objects.exists()

    def test_of_nothing_cannot_be_decided(self, editor, db):
        with pytest.raises(NotVisible):
            publish_entry(editor=editor, entry_id=1)

    def test_are_left_out_where_a_rule_says_so(self, make_feed):
        feed = make_feed(only_with="barrier\nsurge", never_with="horoscope")

        take(
            feed,
            entry(1),
            entry(2, headline="Your horoscope, and the surge"),
            entry(3, headline="Football tonight", body="<p>Barriers.</p>"),
        )

        assert [story.topic.title for story in Story.objects.all()] == [
            "Barrier closed late, part 1"
        ]
        reasons = {row.reason for row in FeedEntry.objects.filter(state="skipped")}
        assert any("horoscope" in reason for reason in reasons)

    @pytest.mark.parametrize(
        ("rule", "state", "reason"),
        [
            ("refuse", "skipped", "It copies."),
            ("hold", "held", ""),
            ("", "published", ""),
        ],
    )
    def test_keep_to_the_owners_rules_about_publishers(
        self, rule, state, reason, make_feed, make_user
    ):
        owner = make_user(role="owner")
        rule_on(owner=owner, domain="wire.example", rule=rule, note="It copies.")
        feed = make_feed()

        take(feed, entry())

        ((got, why),) = states(feed).items()
        assert got == state
        assert reason in why

    def test_older_than_the_feed_here_are_not_all_posted_at_once(self, make_feed):
        feed = make_feed()

        take(feed, *(entry(number) for number in range(20, 0, -1)))

        assert Story.objects.count() == 5
        newest = Story.objects.order_by("-pk").first()
        assert newest.headline == "Barrier closed late, part 20"

    def test_wait_for_their_embargo(self, make_feed):
        feed = make_feed()
        take(feed, entry(embargoed_until=NOON + timedelta(hours=2)), now=NOON)
        assert not Story.objects.exists()

        assert publish_waiting(NOON + timedelta(hours=1)) == 0
        assert publish_waiting(NOON + timedelta(hours=2)) == 1
        assert publish_waiting(NOON + timedelta(hours=2)) == 0

        assert Story.objects.count() == 1

    def test_that_an_editor_wanted_are_published_when_due(self, make_feed, editor):
        feed = make_feed(arrival="hold")
        take(feed, entry(embargoed_until=NOON + timedelta(hours=2)), now=NOON)

        publish_entry(editor=editor, entry_id=FeedEntry.objects.get().pk, now=NOON)
        assert states(feed) == {"waiting": ""}

        assert publish_waiting(NOON + timedelta(hours=2)) == 1
        assert Story.objects.count() == 1

    def test_that_nobody_wanted_wait_for_an_editor_if_their_feed_does_by_then(
        self, make_feed
    ):
        feed = make_feed()
        take(feed, entry(embargoed_until=NOON + timedelta(hours=2)), now=NOON)
        feed.arrival = "hold"
        feed.save()

        publish_waiting(NOON + timedelta(hours=2))

        assert states(feed) == {"held": ""}
        assert not Story.objects.exists()

    def test_that_may_not_be_published_wait_for_an_editor(
        self, make_feed, editor, client, site
    ):
        feed = make_feed()
        terms = "For internal use only."
        take(feed, entry(1, terms=terms), entry(2, terms="© 2026 Halvern Wire"))

        assert sorted(states(feed)) == ["held", "published"]
        client.force_login(editor)
        assert terms in client.get("/newsroom/feeds/held/").text

    def test_that_cannot_be_published_when_due_stop_no_other(
        self, make_feed, monkeypatch
    ):
        feed = make_feed()
        later = {"embargoed_until": NOON + timedelta(hours=1)}
        take(feed, *(entry(n, **later) for n in (3, 2, 1)), now=NOON)
        first, *_others = feed.entries.order_by("pk")
        first.due_at = NOON
        first.save()
        whole = placing.reason_against

        def breaks(feed, said):
            return (
                {}["fault"] if said.id == entry_of(first.told).id else whole(feed, said)
            )

        with monkeypatch.context() as context:
            context.setattr(placing, "reason_against", breaks)
            assert publish_waiting(NOON + timedelta(hours=2)) == 2
            assert publish_waiting(NOON + timedelta(hours=2)) == 0

        assert Story.objects.count() == 2
        assert publish_waiting(NOON + timedelta(hours=3)) == 1

    def test_are_published_in_the_order_in_which_they_are_due(self, make_feed):
        feed = make_feed()
        hours = (3, 1, 2)
        said = (entry(n, embargoed_until=NOON + timedelta(hours=n)) for n in hours)
        take(feed, *said, now=NOON)

        publish_waiting(NOON + timedelta(hours=4))

        headlines = Story.objects.order_by("pk").values_list("headline", flat=True)
        assert [one[-1] for one in headlines] == ["1", "2", "3"]

    def test_wait_for_quiet_hours_to_end(self, make_feed):
        feed = make_feed(quiet_from=time(11), quiet_to=time(6))

        take(feed, entry(), now=NOON)

        row = FeedEntry.objects.get()
        assert (row.state, row.due_at) == (
            "waiting",
            datetime(2026, 11, 29, 6, tzinfo=UTC),
        )

    def test_that_the_forum_refuses_say_why(self, make_feed):
        feed = make_feed()

        take(feed, entry(headline="Flood"), entry(2))

        refused = FeedEntry.objects.get(state="refused")
        assert "too short" in refused.reason
        assert Story.objects.count() == 1

    def test_keep_scripts_out(self, make_feed):
        take(make_feed(), entry(body="<p onclick=x>A<script>b</script></p>"))

        assert Story.objects.get().body_html == "<p>A</p>"


class TestChanges:
    def test_make_a_version_that_is_an_update(self, make_feed):
        feed = make_feed()
        take(feed, entry())

        taken = take(
            feed,
            entry(
                headline="Barrier closed two hours late",
                body=TEXT.replace("4.2", "4.4"),
            ),
        )

        story = Story.objects.get()
        assert (taken.changed, story.version, story.status) == (1, 2, "usable")
        assert "4.4 metres" in story.body_html
        assert Topic.objects.get().title == "Barrier closed two hours late"
        kinds = list(story.versions.order_by("number").values_list("number", "kind"))
        assert kinds == [(1, "first"), (2, "updated")]
        assert "4.2 metres" in StoryVersion.objects.get(number=1).text

    @pytest.mark.parametrize(
        "told",
        [
            {"correction": "The surge was 4.4 metres, not 4.2."},
            {"body": TEXT + "<p>Corrects height of the surge in first paragraph.</p>"},
            {"standfirst": "(Corrects height of the surge in first paragraph)"},
        ],
    )
    def test_make_a_version_that_is_a_correction(self, make_feed, user, told):
        feed = make_feed()
        take(feed, entry())
        story = Story.objects.get()
        opening = story.topic.posts.get(number=1)
        quote = as_quote("Wire", opening.pk, "The surge was 4.2 metres.")
        reply = post_reply(
            author=user, topic_id=story.topic_id, source=quote + "Really?"
        )

        body = told.get("body", TEXT).replace("4.2", "4.4")
        take(feed, entry(**(told | {"body": body})))

        judge_waiting_quotes()
        story.refresh_from_db()
        assert story.status == "corrected"
        assert "surge" in story.correction
        assert story.versions.last().kind == "corrected"
        assert 'data-quote-state="edited"' in Post.objects.get(pk=reply.pk).html

    def test_never_overwrite_what_staff_chose(self, make_feed, make_category):
        feed = make_feed(tags="sea")
        take(feed, entry())
        topic = Topic.objects.get()
        topic.title, topic.category, topic.tag_names = (
            "Our own title",
            make_category(),
            ["ours"],
        )
        topic.save()

        take(feed, entry(headline="Another headline", body="<p>New.</p>"))

        now = Topic.objects.get()
        assert (now.title, now.category_id, now.tag_names) == (
            "Our own title",
            topic.category_id,
            ["ours"],
        )
        assert Story.objects.get().version == 2

    def test_that_no_reader_sees_make_no_version(self, make_feed):
        feed = make_feed(shows="link")
        take(feed, entry())

        taken = take(feed, entry(body="<p>Not shown anyway.</p>"))

        assert (taken.changed, Story.objects.get().version) == (0, 1)

    @pytest.mark.parametrize("status", ["canceled", "withheld"])
    def test_of_status_take_text_and_quotes_away(self, make_feed, user, status):
        feed = make_feed()
        take(feed, entry())
        story = Story.objects.get()
        opening = story.topic.posts.get(number=1)
        quote = as_quote("Wire", opening.pk, "The surge was 4.2 metres.")
        reply = post_reply(
            author=user, topic_id=story.topic_id, source=quote + "Really?"
        )
        take(feed, entry(body=TEXT + "<p>More on 4.2 metres.</p>"))

        taken = take(feed, entry(status=status, correction="Legal reasons apply."))
        take(feed, entry(body="<p>4.2 metres again</p>"))

        story.refresh_from_db()
        assert (taken.withdrawn, story.status) == (1, "withdrawn")
        assert story.correction == "Legal reasons apply."
        assert "4.2" not in Post.objects.get(pk=reply.pk).html
        assert "Really?" in Post.objects.get(pk=reply.pk).html
        # What is released again waits for an editor, and for nobody else.
        rows = FeedEntry.objects.exclude(state="released")
        said = [*story.versions.values(), *rows.values(), *Post.objects.values()]
        assert rows.exists() == (status == "canceled")
        assert "4.2" not in repr(said)

    def test_of_what_is_hidden_wait_until_it_is_shown(self, make_feed, moderator):
        feed = make_feed()
        take(feed, entry())
        story = Story.objects.get()
        hide_topic(moderator=moderator, topic_id=story.topic_id)
        changed = entry(body="<p>The surge was 4.4 metres.</p>")
        assert take(feed, changed, entry(2), now=NOON).changed == 0
        assert Story.objects.count() == 2
        assert take_due_changes(NOON + AGAIN) == 0
        Topic.objects.update(hidden_at=None)

        # The feed has said it once, and may answer "not modified" from now on.
        assert take_due_changes(NOON + 2 * AGAIN) == 1

        story.refresh_from_db()
        assert "4.4" in story.body_html

    @pytest.mark.parametrize("where", ["hidden", "locked", "merged", "out of sight"])
    def test_take_a_story_back_wherever_staff_put_it(
        self, make_feed, moderator, make_topic, make_category, where
    ):
        feed = make_feed()
        take(feed, entry())
        topic = Story.objects.get().topic
        if where == "hidden":
            hide_topic(moderator=moderator, topic_id=topic.pk)
        elif where == "locked":
            lock_topic(moderator=moderator, topic_id=topic.pk, reason="Enough.")
        elif where == "merged":
            into = make_topic(author=moderator, category=topic.category).pk
            merge_topics(moderator=moderator, topic_id=topic.pk, into_id=into)
        else:
            staff = make_category(audience="staff").pk
            move_topic(moderator=moderator, topic_id=topic.pk, category_id=staff)

        taken = take(feed, entry(status="canceled"))

        assert (taken.withdrawn, Story.objects.get().status) == (1, "withdrawn")
        assert "4.2" not in repr(Post.objects.values_list("source", "html"))

    def test_to_what_is_held_change_what_an_editor_sees(self, make_feed):
        feed = make_feed(arrival="hold")
        take(feed, entry())

        take(feed, entry(headline="Now it is called this"))

        assert str(FeedEntry.objects.get()) == "Now it is called this"

    def test_take_back_what_is_held(self, make_feed):
        feed = make_feed(arrival="hold")
        take(feed, entry())

        take(feed, entry(status="canceled"))

        assert states(feed) == {"canceled": ""}
        assert "surge" not in repr(FeedEntry.objects.get().told)


def test_words_of_old_entries_are_forgotten_and_their_keys_are_not(make_feed):
    feed = make_feed()
    take(feed, entry(), now=NOON)

    assert forget_old_entries(NOON + timedelta(days=91)) == 1
    assert forget_old_entries(NOON + timedelta(days=91)) == 0

    take(feed, entry(), now=NOON + timedelta(days=92))
    assert Story.objects.count() == 1


ESCAPED = ("\\u0000", "\\ud800", "\\ud800x", "\\udc00", "\\u0001", "\\uffff")


@pytest.mark.parametrize("sign", ESCAPED)
def test_signs_that_no_database_takes_stop_no_feed(make_feed, sign):
    """JSON may escape what no text may have; a kill after that is heard all the same."""
    feed = make_feed()
    items = [
        {
            "id": f"{n}{sign}",
            "title": f"Gate {n}{sign} shut",
            "content_text": f"A{sign}",
        }
        for n in (1, 2)
    ]
    told = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items})
    told = told.replace("\\\\", "\\").encode()

    taken = take_in(feed_id=feed.pk, read=read_feed(told))

    extra = "x" if sign.endswith("x") else ""
    assert (taken.new, taken.failed) == (2, 0)
    assert set(Story.objects.values_list("headline", flat=True)) == {
        f"Gate 1{extra} shut",
        f"Gate 2{extra} shut",
    }


def test_ninjs_with_signs_that_no_database_takes_is_taken_back(make_feed):
    feed = make_feed()

    def said(**fields):
        told = {"guid": "urn:wire/1", "type": "text", "headline": "Gate\0 shut \ud800"}
        one = json.dumps(told | fields).encode()
        return take_in(feed_id=feed.pk, read=read_feed(one))

    said(body_html="<p>Se\0cret.</p>", pubstatus="usable")
    said(pubstatus="canceled")

    story = Story.objects.get()
    assert (story.status, story.headline) == ("withdrawn", "Gate shut")


def test_a_wire_with_signs_that_no_database_takes_is_taken(make_feed):
    feed = make_feed()
    wire = b"\x01bdt0123 4 pl 25  abc 0001\n\nGate/\0Sea\n\x02Gate\0 shut =\n\n   Es\0bjerg.\n\n\x03"

    taken = take_in(feed_id=feed.pk, read=read_feed(wire))

    assert (taken.new, taken.failed) == (1, 0)
    assert Story.objects.get().headline == "Gate shut"
    assert feed.entries.get().told["keywords"] == ["Gate/Sea"]


def test_an_entry_that_cannot_be_written_stops_no_other_and_is_logged_once(
    make_feed, caplog
):
    feed = make_feed()
    entries = (entry(1), entry(2, headline="Gate\ud800 shut"), entry(3))

    taken = take(feed, *entries)
    again = take(feed, *entries)

    assert (taken.new, taken.failed) == (2, 1)
    assert (again.new, again.failed) == (0, 1)
    assert Story.objects.count() == 2
    assert feed.entries.count() == 2
    told = [one for one in caplog.records if "could not be taken in" in one.message]
    assert [bool(one.exc_info) for one in told] == [True]
