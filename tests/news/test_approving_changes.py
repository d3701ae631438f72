"""What a feed that is looked at first changes in its stories waits, too."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from rostra.forum.services.ruling import rule_on
from rostra.foundation.visibility import NotVisible
from rostra.news.models import Feed, FeedEntry, Story
from rostra.news.selectors.waiting_stories import waiting_stories
from rostra.news.services.approving import publish_entry
from rostra.news.services.approving_changes import leave_change, publish_change
from rostra.news.services.writing import Told, Written, rewrite_story
from tests.news.test_taking_in import NOON, entry, take

pytestmark = pytest.mark.django_db
PAGE = "/newsroom/feeds/held/"
NEWER = "<p>The surge was 4.6 metres.</p>"


@pytest.fixture
def feed(make_feed, editor):
    """A feed that is looked at first, with a story that was."""
    feed = make_feed(arrival="hold")
    take(feed, entry())
    publish_entry(editor=editor, entry_id=feed.entries.get().pk)
    return feed


def state():
    return FeedEntry.objects.get().state


def shown():
    return Story.objects.get().body_html


def test_it_is_shown_once_an_editor_wants_it(feed, client, site, editor):
    before = shown()

    assert take(feed, entry(body=NEWER)).changed == 0

    assert (state(), shown()) == ("changed", before)
    client.force_login(editor)
    page = client.get(PAGE).text
    assert "What would change" in page
    assert re.search(r"<del><span [^>]+>Taken away: </span>[^<]*2", page)
    assert re.search(r"<ins><span [^>]+>Put in: </span>[^<]*6", page)
    row = FeedEntry.objects.get()
    answer = client.post(f"{PAGE}{row.pk}/", {"how": "change"})
    assert answer.status_code == 303
    assert (state(), shown()) == ("published", NEWER)
    assert Story.objects.get().version == 2
    assert "4.6" not in client.get(PAGE).text


def test_another_headline_is_shown_beside_the_one_that_readers_see(
    feed, client, site, editor
):
    take(feed, entry(headline="Barrier closed in time"))

    client.force_login(editor)
    (changed,) = waiting_stories(editor=editor).changed

    new = [one.text for one in changed.headline_changes if one.kind == "new"]
    assert "".join(new) == "intime"
    assert changed.changes == ()
    assert "Put in:" in client.get(PAGE).text


def test_what_changes_beside_the_text_alone_is_told_as_that(feed, client, site, editor):
    take(feed, entry(byline="Ada Berg"))
    client.force_login(editor)

    assert "Only what stands beside them is new." in client.get(PAGE).text
    FeedEntry.objects.update(told={})
    assert "What its feed said is kept no more." in client.get(PAGE).text


def test_a_correction_waits_with_what_was_wrong(feed, editor):
    take(feed, entry(body=NEWER, correction="The height was 4.6 and not 4.2 metres."))
    assert Story.objects.get().version == 1

    publish_change(editor=editor, entry_id=FeedEntry.objects.get().pk)

    last = Story.objects.get().versions.order_by("-number").first()
    assert (last.kind, last.note) == (
        "corrected",
        "The height was 4.6 and not 4.2 metres.",
    )


def test_a_correction_that_was_told_is_not_told_again(feed, editor):
    wrong = "The height was 4.6 and not 4.2 metres."
    pk = FeedEntry.objects.get().pk
    for text in (NEWER, NEWER + "<p>More.</p>"):
        take(feed, entry(body=text, correction=wrong))
        publish_change(editor=editor, entry_id=pk)

    kinds = Story.objects.get().versions.order_by("number").values_list("kind", "note")
    assert list(kinds)[1:] == [("corrected", wrong), ("updated", "")]


def test_it_is_left_where_an_editor_does_not_want_it(feed, client, site, editor):
    before = shown()
    take(feed, entry(body=NEWER))
    client.force_login(editor)

    client.post(f"{PAGE}{FeedEntry.objects.get().pk}/", {"how": "leave"})
    take(feed, entry(body=NEWER))

    assert (state(), shown()) == ("published", before)
    take(feed, entry(body=NEWER + "<p>More.</p>"))
    assert (state(), shown()) == ("changed", before)


def test_what_changes_beside_a_text_that_waits_brings_that_text_not_along(feed):
    before = shown()
    take(feed, entry(body=NEWER))

    take(feed, entry(body=NEWER, urgency=2))

    assert (state(), shown()) == ("changed", before)


def test_it_waits_no_more_once_the_feed_says_what_is_shown(feed):
    take(feed, entry(body=NEWER))

    take(feed, entry())

    assert state() == "published"


def test_a_kill_waits_for_nobody(feed):
    take(feed, entry(body=NEWER))

    assert take(feed, entry(status="canceled")).withdrawn == 1

    assert (state(), shown()) == ("canceled", "")


def test_the_owners_rule_about_a_publisher_holds_changes_too(make_feed, make_user):
    feed = make_feed()
    take(feed, entry())
    owner = make_user(role="owner")
    rule_on(owner=owner, domain="wire.example", rule="hold", note="Look first.")

    take(feed, entry(body=NEWER))

    assert state() == "changed"


def test_once_its_feed_is_trusted_what_waits_goes_with_the_next_change(feed):
    take(feed, entry(body=NEWER))
    Feed.objects.update(arrival="publish")

    take(feed, entry(body=NEWER + "<p>More.</p>"))

    assert (state(), shown()) == ("published", NEWER + "<p>More.</p>")


def test_what_was_written_by_hand_is_not_written_over(feed, editor):
    story = Story.objects.get()
    rewrite_story(
        editor=editor,
        topic_id=story.topic_id,
        written=Written("Our own headline here", body="Ours."),
        told=Told("updated", seen=1),
    )
    take(feed, entry(body=NEWER))
    row = FeedEntry.objects.get()

    with pytest.raises(ValidationError, match="by hand"):
        publish_change(editor=editor, entry_id=row.pk)

    assert (state(), shown().strip()) == ("changed", "<p>Ours.</p>")
    leave_change(editor=editor, entry_id=row.pk)
    assert state() == "published"


def test_what_may_not_be_shown_yet_is_not(feed, editor):
    take(feed, entry(body=NEWER))
    row = FeedEntry.objects.get()
    row.told |= {"embargoed_until": (NOON + timedelta(days=9)).isoformat()}
    row.save()

    with pytest.raises(ValidationError):
        publish_change(editor=editor, entry_id=row.pk, now=NOON)


def test_only_who_looks_after_the_feed_decides(feed, user, editor):
    take(feed, entry(body=NEWER))
    pk = FeedEntry.objects.get().pk

    for decide in (publish_change, leave_change):
        with pytest.raises(NotVisible):
            decide(editor=user, entry_id=pk)
        with pytest.raises(NotVisible):
            decide(editor=editor, entry_id=10**9)

    assert state() == "changed"
    publish_change(editor=editor, entry_id=pk)
    assert publish_change(editor=editor, entry_id=pk).state == "published"
    assert Story.objects.get().version == 2
