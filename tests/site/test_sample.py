"""The sample shows every state of every page at once; here is the list."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db.models import F, Q
from django.db.models.functions import Length
from django.test import TestCase, override_settings
from django.utils import timezone

from rostra.accounts.models import User
from rostra.attachments.models import Attachment
from rostra.evidence.models import Claim, ClaimLink, PostSource, Source, SourceRequest
from rostra.forum.models import (
    Category,
    Draft,
    Follow,
    LinkCard,
    Poll,
    Post,
    Publisher,
    Quote,
    Reaction,
    Revision,
    Scheduled,
    Tag,
    TemplateField,
    Topic,
)
from rostra.forum.reaction_kinds import reaction_kinds
from rostra.forum.selectors.categories import all_categories
from rostra.news.models import Feed, FeedEntry, LinkTopic, Outlet, Story, Withdrawal
from rostra.site.sample import SampleRefused, load_sample
from rostra.site.sample.gauges import gauge_topic
from rostra.site.sample.reading import UnreadableSample, read_topic, time_ago
from rostra.web.models import Site

WRITTEN = (
    "||",
    "|:--",
    "```",
    "\n- ",
    "\n1. ",
    ":tada:",
    "🌧️",
    "@pilot_gwen [",
    "[^style]",
    "```python",
)
SCRIPTS = ("الدنيا تمطر", "ฝนตก", "雨が降っています", "RoutingDiagram", "/annex-b/")


class TestSample(TestCase):
    """Django's TestCase loads the community once for all that is asked about it."""

    @classmethod
    def setUpTestData(cls):
        cls.folder = Path(cls.enterClassContext(TemporaryDirectory()))
        cls.enterClassContext(override_settings(ROSTRA_DATA=cls.folder))
        load_sample()

    # Polls

    def test_a_poll_is_in_every_state(self):
        open_ones = Poll.objects.filter(closed_at=None)
        assert open_ones.filter(shown="always", closes_at__gt=timezone.now()).exists()
        assert open_ones.filter(shown="voted", closes_at=None).exists()
        closed = Poll.objects.exclude(closed_by=None).get()
        assert (closed.kind, len(closed.rounds)) == ("ranked", 4)
        past = Poll.objects.get(closes_at__lt=timezone.now())
        assert (past.kind, past.is_public) == ("multiple", True)

    # Stories

    def test_there_is_one_of_every_kind(self):
        stories = Story.objects.all()

        full = stories.exclude(
            Q(image="") | Q(standfirst="") | Q(dateline="") | Q(byline="")
        ).exclude(Q(caption="") | Q(credit="") | Q(original_url=""))
        assert full.filter(status="usable").exists()
        assert stories.filter(image="").exclude(standfirst="").exists()
        assert stories.filter(standfirst="").exclude(image="").exists()
        assert stories.filter(body_html="", standfirst="", image="").exclude(
            original_url=""
        )
        assert stories.annotate(n=Length("headline")).filter(n__gt=140).exists()
        assert stories.filter(topic__language="ar").exists()
        assert stories.exclude(more_pictures=[]).filter(urgency=2).exclude(terms="")
        assert stories.exclude(genre="").exists()

    def test_a_corrected_one_says_so_and_has_its_earlier_text(self):
        story = Story.objects.get(headline__startswith="Ede Barrier")
        opening = story.topic.posts.get(number=1)

        assert story.status == "corrected"
        assert "3.8 metres" in story.body_html
        assert "4.2 metres" not in opening.html
        assert "4.2 metres" in opening.revisions.get().html

    def test_a_withdrawn_one_keeps_its_comments_and_none_of_its_words(self):
        story = Story.objects.get(status="withdrawn", entries=None)
        opening = story.topic.posts.get(number=1)

        assert story.topic.last_number > 3
        assert (story.body_html, story.standfirst, story.image) == ("", "", "")
        assert "memorandum, dated" not in opening.html + opening.source
        assert not Post.objects.filter(source__contains="a buyer has been found")
        assert not Revision.objects.filter(source__contains="a buyer has been found")

    def test_feeds_are_healthy_and_failing_and_hold_entries(self):
        healthy, failing, joined = Feed.objects.order_by("pk")

        assert (healthy.failures, failing.failures) == (0, 6)
        assert failing.last_error
        assert {came for _at, _took, came in healthy.polls} == {"same", "failed"}
        states = failing.entries.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["skipped", "held", "held"]
        states = joined.entries.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["joined", "held"]
        assert not Feed.objects.filter(next_at__lt=timezone.now()).exists()

    def test_one_has_two_outlets_and_one_that_waits_tells_the_same(self):
        outlet = Outlet.objects.get()

        assert outlet.name == "The Coast Courier"
        assert outlet.like_text > 80
        waiting = FeedEntry.objects.get(resembles=outlet.story)
        assert 50 <= waiting.like_text < outlet.like_text

    def test_one_of_a_feed_has_three_versions_and_one_was_killed(self):
        stories = Story.objects.exclude(entries=None).order_by("pk")
        corrected, killed, _released = stories

        kinds = corrected.versions.order_by("number").values_list("kind", flat=True)
        assert list(kinds) == ["first", "updated", "corrected"]
        assert "114, not 140" in corrected.correction
        quotes = Quote.objects.filter(post__topic=corrected.topic)
        assert sorted(quotes.values_list("state", flat=True)) == ["edited", "exact"]
        assert (killed.status, killed.topic.last_number) == ("withdrawn", 2)
        assert not Post.objects.filter(source__contains="The colleague asked")
        assert "rules on unnamed sources" in killed.correction

    def test_one_was_released_again_and_one_has_a_change_under_embargo(self):
        story = Story.objects.get(entries__state="released")
        changing = FeedEntry.objects.exclude(later={}).get()

        assert (story.status, story.body_html) == ("withdrawn", "")
        assert changing.due_at > timezone.now()
        assert "measured this week" not in changing.story.body_html
        assert set(Withdrawal.objects.values_list("kind", flat=True)) >= {
            "withheld",
            "canceled",
        }

    def test_one_was_written_by_hand_and_corrected_between_its_replies(self):
        story = Story.objects.exclude(by_hand_at=None).get()
        changed = story.versions.get(kind="corrected").made_at
        replies = story.topic.posts.filter(number__gt=1)

        assert story.versions.get(number=1).editor.name == "Yusra Amadi"
        assert replies.filter(created_at__lt=changed).exists()
        assert replies.filter(created_at__gt=changed).exists()
        assert "story" in story.topic.additions

    def test_one_topic_was_started_from_a_link(self):
        link = LinkTopic.objects.get()

        assert link.address in link.topic.posts.get(number=1).source
        assert (link.topic.additions, link.topic.is_story) == ("link", False)

    def test_their_pictures_lie_in_the_media_folder(self):
        for story in Story.objects.exclude(image=""):
            assert (self.folder / "media" / story.image).is_file()
            assert story.image_width > 0
            assert story.image_alt

    # Links

    def test_links_have_cards_with_and_without_a_picture_and_ask_nobody(self):
        known = LinkCard.objects.exclude(title="")

        assert known.filter(picture="").exists()
        pictured = known.exclude(picture="").get()
        assert (self.folder / "media" / pictured.picture).is_file()
        assert pictured.links.get().post.html.count("<img") == 1
        assert LinkCard.objects.filter(title="").exists()
        assert not LinkCard.objects.exclude(due_at=None).exists()

    def test_a_word_is_masked_where_it_is_shown(self):
        post = Post.objects.get(source__contains="barnacle-brain")

        assert "which ************** took" in post.html

    def test_a_post_waits_for_a_moderator(self):
        post = Post.objects.get(source__contains="in the pay of")

        assert (post.hidden_at, post.hidden_reason) == (post.created_at, Post.HELD)

    # Topics

    def test_some_are_long_some_short_and_some_have_no_reply(self):
        plain = Topic.objects.filter(is_story=False, merged_into=None)

        assert plain.filter(last_number__gt=225).exists()
        assert plain.filter(last_number__range=(60, 100)).exists()
        assert plain.filter(last_number=1, locked_at=None, hidden_at=None).exists()
        assert plain.filter(last_number__range=(2, 8)).count() > 5
        assert plain.count() >= 16

    def test_some_are_pinned_locked_hidden_moved_and_merged(self):
        topics = Topic.objects.all()

        assert topics.filter(pinned_at__isnull=False).count() > 1
        assert topics.exclude(lock_reason="").filter(locked_at__isnull=False).exists()
        assert topics.filter(hidden_at__isnull=False).exists()
        merged = topics.get(merged_into__isnull=False)
        assert merged.last_number == 0
        assert merged.merged_into.posts.filter(source__contains="cello").exists()

    def test_one_is_lively_today_and_one_goes_back_to_an_imported_past(self):
        day = timezone.localdate()

        assert Topic.objects.filter(
            scores__period="day", scores__starts_on__lte=day, scores__score__gt=20
        ).exists()
        assert Topic.objects.filter(author__is_placeholder=True).exists()

    def test_nothing_was_said_in_the_future_or_out_of_order(self):
        for topic in Topic.objects.all():
            times = list(
                topic.posts.order_by("number").values_list("created_at", flat=True)
            )
            assert times == sorted(times)
        assert not Post.objects.filter(created_at__gt=timezone.now()).exists()

    def test_every_audience_has_a_category_with_topics(self):
        for rank in ("guest", "new", "moderator"):
            places = [c.id for c in all_categories().values() if c.readers == rank]
            assert Category.objects.filter(pk__in=places, topic_count__gt=0)

    def test_counts_are_the_counts_of_rows(self):
        for topic in Topic.objects.filter(merged_into=None):
            assert topic.last_number == topic.posts.count()
        for category in Category.objects.all():
            rows = Post.objects.filter(topic__category=category)
            assert category.post_count == rows.count()
        assert not User.objects.exclude(post_count=0).filter(posts=None).exists()

    # Posts

    def test_quotes_are_in_every_state(self):
        states = set(Quote.objects.values_list("state", flat=True))

        assert states == {"exact", "altered", "edited", "gone"}

    def test_only_quotes_that_are_meant_to_be_are_altered(self):
        altered = Quote.objects.filter(state="altered")

        assert [quote.words for quote in altered] == ["everybody knew it was the pump"]

    def test_one_post_has_several_quotes_and_one_a_quote_in_a_quote(self):
        assert Quote.objects.filter(place=1).exists()
        assert Post.objects.filter(source__contains="\n> > @").exists()

    def test_text_uses_every_kind_of_markup(self):
        for written in WRITTEN:
            assert Post.objects.filter(source__contains=written).exists(), written

    def test_text_is_in_many_scripts_and_has_words_too_long_for_a_line(self):
        for words in SCRIPTS:
            assert Post.objects.filter(html__contains=words).exists(), words

    def test_mentions_lead_to_members(self):
        member = User.objects.get(name="Ansel Brandt")

        assert Post.objects.filter(html__contains=f"/member/{member.pk}-").exists()

    def test_some_are_edited_hidden_official_and_recommended_with_a_reason(self):
        posts = Post.objects.all()

        assert posts.exclude(edit_reason="").filter(
            edited_by=F("author"), revisions__isnull=False
        )
        assert posts.exclude(hidden_reason="").filter(hidden_at__isnull=False)
        assert posts.filter(kind="official", author__role="moderator").exists()
        assert posts.exclude(recommended_note="").count() > 3

    def test_the_owner_chose_words_of_their_own_and_switched_one_off(self):
        said = set(Reaction.objects.values_list("kind", flat=True))
        kinds = reaction_kinds().values()

        assert {kind.key for kind in kinds} == said
        assert any(kind.emoji for kind in kinds)
        assert any(kind.icon and not kind.is_on for kind in kinds)

    def test_reactions_of_every_kind_are_rows_that_the_tallies_count(self):
        said = set(Reaction.objects.values_list("kind", flat=True))
        assert said > set(Reaction.Kind.values)
        for post in Post.objects.exclude(tally={}):
            assert sum(post.tally.values()) == post.reactions.count()
        assert not Reaction.objects.filter(user=F("post__author")).exists()
        assert not Reaction.objects.filter(
            user__joined_at__gt=F("post__created_at")
        ).exists()

    # Files

    def test_there_is_one_attachment_of_each_kind_in_a_post_and_one_in_a_draft(self):
        used = Attachment.objects.filter(is_used=True)

        suffixes = {file.name.rpartition(".")[2] for file in used}
        assert suffixes == {"webp", "pdf", "csv", "wav", "zip"}
        pictures = used.filter(kind="picture").exclude(widths="")
        assert pictures.filter(height__gt=F("width")).exists()
        assert pictures.filter(width__gt=F("height")).exists()
        assert Post.objects.filter(html__contains='class="file"').count() >= 3
        waiting = Attachment.objects.get(is_used=False)
        assert Draft.objects.filter(source__contains=waiting.url).exists()
        assert all(file.path.is_file() for file in Attachment.objects.all())

    # People

    def test_nobody_can_sign_in(self):
        assert User.objects.count() > 70
        assert not any(user.has_usable_password() for user in User.objects.all())
        assert not User.objects.filter(role="owner").exists()

    def test_every_kind_of_member_is_there(self):
        users = User.objects.all()

        assert users.filter(is_house=True).exists()
        assert users.filter(role="moderator").count() > 1
        assert users.filter(is_placeholder=True).count() > 1
        assert users.filter(hides_presence=True).exists()
        assert users.annotate(n=Length("name")).filter(n__gt=80).exists()
        assert users.filter(joined_at__year=2004).exists()

    def test_nobody_wrote_before_they_joined(self):
        early = Post.objects.filter(created_at__lt=F("author__joined_at"))

        assert not early.exists()

    def test_one_has_drafts_for_each_kind_of_place(self):
        places = Draft.objects.filter(owner__name="Ansel Brandt")

        kinds = {
            place.split(":")[0] for place in places.values_list("place", flat=True)
        }
        assert kinds == {"topic", "new", "edit"}
        assert Follow.objects.exists()

    def test_categories_have_rules_and_one_a_template_that_a_draft_answers(self):
        assert {c.tag_rule for c in Category.objects.all()} >= {"any", "none", "one"}
        kinds = {field.kind for field in TemplateField.objects.all()}
        assert kinds == {"line", "text", "choice", "link"}
        assert Tag.objects.exclude(stands_for=None).exists()
        assert Draft.objects.filter(answers__tags="ferries, walking").exists()

    def test_one_has_texts_for_later_one_of_which_failed(self):
        later = Scheduled.objects.filter(author__name="Tomas Reike")

        assert later.get(failed_at=None).category_id
        assert "could not post" in later.exclude(failed_at=None).get().failure

    # Claims

    def test_one_story_has_claims_of_all_five_statuses(self):
        claims = Claim.objects.filter(topic__title__startswith="Ede Barrier")

        assert {claim.status for claim in claims} == {*Claim.Status.values} - {
            "removed"
        }
        disputed = claims.get(words="All three gates were shut by 02:10.")
        assert {p.stance for p in disputed.positions.all()} == {"says", "disputes"}
        assert disputed.positions.filter(source_url__startswith="/post/").exists()
        unsourced = claims.filter(status="unsourced", due_on=None).get()
        assert not unsourced.positions.exclude(source_url="")

    def test_one_has_a_prediction_that_is_due_and_one_to_come(self):
        dated = Claim.objects.exclude(due_on=None)

        assert dated.filter(came_due_at__isnull=False).count() == 1
        assert dated.filter(due_at__isnull=False).count() == 1

    def test_publishers_have_notes_and_rules(self):
        assert {one.rule for one in Publisher.objects.all()} == {"", "refuse", "hold"}
        assert Publisher.objects.exclude(note="").count() == 3

    def test_a_claim_is_met_again_in_another_topic(self):
        same, alike = ClaimLink.objects.order_by("pk")

        assert same.words == same.claim.words
        assert alike.words not in ("", alike.claim.words)
        link = same
        assert link.claim.topic_id != link.topic_id
        assert link.claim.decisions.count() == 3

    # Sources

    def test_posts_name_sources_in_every_state(self):
        found = set(PostSource.objects.values_list("found", flat=True))
        health = set(Source.objects.values_list("health", flat=True))

        assert found == {"", "found", "missing", "lost", "unread"}
        assert health == {"read", "unread", "dead"}
        assert not Source.objects.exclude(due_at=None).exists()

    def test_sources_are_asked_for_in_every_state(self):
        requests = SourceRequest.objects.all()

        assert {request.state for request in requests} == set(
            SourceRequest.State.values
        )
        assert requests.filter(words="").exists()
        assert not requests.filter(told_at=None).exists()
        answered = requests.filter(state="answered", askings__is_answered=False)
        assert answered.exists()

    # Loading

    def test_a_second_time_it_says_politely_that_it_will_not(self):
        before = Post.objects.count()

        with pytest.raises(SampleRefused, match="There is a community here already"):
            load_sample()

        assert Post.objects.count() == before
        assert Site.objects.get().name == "The Long Table"


class TestReading:
    def test_the_long_topic_is_the_same_every_time(self):
        assert gauge_topic().posts == gauge_topic().posts

    def test_posts_out_of_order_are_refused(self, tmp_path):
        file = tmp_path / "wrong.md"
        file.write_text(
            '+++\ntitle = "A"\ncategory = "land"\nby = "J."\nago = "1h"\n+++\nHello.\n'
            "\n=== J., 2h ago\nEarlier.\n",
            "utf-8",
        )

        with pytest.raises(UnreadableSample, match="comes after a newer post"):
            read_topic(file)

    def test_a_time_that_is_none_is_refused(self):
        with pytest.raises(UnreadableSample):
            time_ago("a while")
