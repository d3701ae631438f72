"""What becomes of a topic with several outlets when one of them sends something new."""

from datetime import datetime

from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.services.numbering import raise_after_writing
from rostra.news.kept_entries import entry_of
from rostra.news.models import Feed, FeedEntry, Outlet, Story, Withdrawal
from rostra.news.reading import EntryRead
from rostra.news.services.joining import told_by_outlet
from rostra.news.services.printing import print_entry, words_of_entry
from rostra.news.services.publishing import withdraw_story
from rostra.news.services.retelling import retell_story
from rostra.news.services.shaping import shaped

State = FeedEntry.State


def house_of(story: Story, feed: Feed) -> User:
    """The house account that posted a story: another feed's, if that outlet was first."""
    author = story.topic.author
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


def put_outlet_in_place(
    row: FeedEntry, story: Story, reason: str, kind: Withdrawal.Kind, now: datetime
) -> bool:
    """Take the words of a locked entry away, and let another outlet's whole text stand in
    their place, if there is one; whether there was. The caller saves the entry."""
    Outlet.objects.filter(entry=row).update(withdrawn_at=now)
    outlet = _whole(story)
    if outlet is None or outlet.entry is None:
        return False
    house, topic_id = house_of(story, row.feed), story.topic_id
    withdraw_story(house=house, topic_id=topic_id, reason=reason, at=now, audited=kind)
    other = outlet.entry
    names = {"gone": row.feed.title, "there": outlet.name}
    retell_story(
        house=house,
        topic_id=topic_id,
        entry=entry_of(other.told),
        shape=shaped(other.feed, entry_of(other.told)),
        note=_("%(gone)s took its text back. This is the text of %(there)s.") % names,
        at=now,
    )
    row.story = None
    other.story, other.state = story, State.PUBLISHED
    other.save(update_fields=["story", "state"])
    outlet.delete()
    _print_again(story, other, now)
    return True


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


def _print_again(story: Story, leading: FeedEntry, now: datetime) -> None:
    rows = [leading, *FeedEntry.objects.filter(outlet__story=story).exclude(told={})]
    for row in rows:
        print_entry(row, words_of_entry(entry_of(row.told)), story.pk, now)
