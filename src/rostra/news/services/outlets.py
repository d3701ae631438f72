"""What becomes of a topic with several outlets when one of them sends something new."""

from datetime import datetime

from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.services.numbering import raise_after_writing
from rostra.foundation.kept_words import in_site_language
from rostra.news.kept_entries import entry_of
from rostra.news.models import Feed, FeedEntry, Outlet, Story
from rostra.news.reading import EntryRead
from rostra.news.services.joining import told_by_outlet
from rostra.news.services.printing import print_entry, words_of_entry

State = FeedEntry.State


def house_of(story: Story, feed: Feed) -> User:
    """The house account that posted a story: another feed's, if that outlet was first."""
    author = (story.post or story.topic).author
    return author if author.is_house else feed.house


def change_outlet(row: FeedEntry, entry: EntryRead, now: datetime) -> str:
    """Have the list of outlets say what a joined entry says now: `changed`, `withdrawn`.
    The story itself is not touched. The caller saves the entry."""
    outlet = Outlet.objects.select_related("story__topic").filter(entry=row).first()
    if outlet is None:
        return ""
    if entry.status != "usable":
        outlet.withdrawn_at, came = now, "withdrawn"
    else:
        came = "changed"
        for name, value in told_by_outlet(entry).items():
            setattr(outlet, name, value)
        outlet.withdrawn_at = None
    outlet.save()
    raise_after_writing(outlet.story.topic)
    return came


def story_told_by(row: FeedEntry) -> int | None:
    """The id of the story that an entry tells, by itself or as a further outlet."""
    joined = Outlet.objects.filter(entry=row, withdrawn_at=None)
    return joined.values_list("story_id", flat=True).first() or row.story_id


def offer_other_outlet(row: FeedEntry, story: Story, now: datetime) -> None:
    """Of a story whose leading outlet just took its text back, let an editor say whether
    another's whole text, if there is one, stands in.

    Never by itself: outlets are joined because they say nearly the same, and that is
    what was just taken away.
    """
    Outlet.objects.filter(entry=row).update(withdrawn_at=now)
    outlet = _whole(story)
    if outlet is None or outlet.entry is None:
        return
    other = outlet.entry
    names = {"gone": row.feed.title, "there": outlet.name}
    with in_site_language():
        note = _("%(gone)s took its text back. This is the text of %(there)s.") % names
    other.story, other.state, other.reason = story, State.RELEASED, note[:300]
    other.changed_at = now
    other.save(update_fields=["story", "state", "reason", "changed_at"])
    outlet.delete()


def _whole(story: Story) -> Outlet | None:
    """The first outlet that lets us show all of its text, and whose text is here."""
    outlets = story.outlets.filter(
        withdrawn_at=None, entry__state=State.JOINED, entry__feed__shows=Feed.Shows.ALL
    ).select_related("entry__feed")
    whole = (
        outlet
        for outlet in outlets.order_by("joined_at", "pk")
        if outlet.entry and outlet.entry.told and entry_of(outlet.entry.told).body
    )
    return next(whole, None)


def print_again(story: Story, leading: FeedEntry, now: datetime) -> None:
    """Let all who tell a story by now be found by their words."""
    rows = [leading, *FeedEntry.objects.filter(outlet__story=story).exclude(told={})]
    for row in rows:
        print_entry(row, words_of_entry(entry_of(row.told)), story.pk, now)
