"""What the forum moves when an account is merged into another (accounts.merging)."""

from django.db.models import F

from rostra.accounts.merging import add_merge_step, add_move
from rostra.accounts.models import Merging
from rostra.accounts.steps import Step
from rostra.attachments.models import Attachment
from rostra.forum.models import (
    Draft,
    Follow,
    OldAddress,
    Poll,
    PollVote,
    Post,
    Reaction,
    ReadMark,
    Revision,
    Scheduled,
    Topic,
    UntoldMention,
)
from rostra.forum.services.granting import count_authors_again
from rostra.forum.services.polling import count_votes, version_of
from rostra.forum.services.reacting import count_reactions
from rostra.foundation.versions import raise_versions

AT_ONCE = 200


def move_reactions(merging: Merging) -> bool:
    """Some of what the one said about posts; one word of the two about each post stays,
    and none about a post that is their own now."""
    gone, kept = merging.gone_id, merging.kept_id
    theirs = Reaction.objects.filter(user=gone)
    some = dict(theirs.values_list("post", "pk")[:AT_ONCE])
    both = Reaction.objects.filter(user=kept, post__in=some)
    doubled = set(both.values_list("post", flat=True))
    own = Post.objects.filter(pk__in=some, author=kept)
    doubled.update(own.values_list("pk", flat=True))
    _take_back(gone, doubled)
    theirs.filter(post__in=some).update(user=kept)
    return not some


def drop_own_reactions(merging: Merging) -> bool:
    """Some of what the other said about posts that are their own now."""
    kept = merging.kept_id
    rows = Reaction.objects.filter(user=kept, post__author=F("user"))
    some = set(rows.values_list("post", flat=True)[:AT_ONCE])
    _take_back(kept, some)
    return not some


def _take_back(member_id: int, post_ids: set[int]) -> None:
    rows = Post.objects.select_for_update(of=("self",), no_key=True)
    for post in rows.filter(pk__in=post_ids).order_by("pk"):
        Reaction.objects.filter(user=member_id, post=post).delete()
        count_reactions(post)
        raise_versions(f"topic:{post.topic_id}")


def move_poll_votes(merging: Merging) -> bool:
    """Some of what the one voted in polls; where both did, the vote of the other counts."""
    theirs = PollVote.objects.filter(user=merging.gone_id)
    some = list(theirs.values_list("poll", flat=True)[:AT_ONCE])
    rows = Poll.objects.select_for_update(of=("self",), no_key=True)
    for poll in rows.filter(pk__in=some).order_by("pk"):
        if poll.votes.filter(user=merging.kept_id).exists():
            poll.votes.filter(user=merging.gone_id).delete()
            count_votes(poll)
        else:
            poll.votes.filter(user=merging.gone_id).update(user=merging.kept_id)
        raise_versions(version_of(poll.post_id))
    return not some


def move_read_marks(merging: Merging) -> bool:
    """How far they have read in some topics: the further of the two holds."""
    theirs = ReadMark.objects.filter(user=merging.gone_id)
    some = dict(theirs.values_list("topic", "number")[: 10 * AT_ONCE])
    both = ReadMark.objects.filter(user=merging.kept_id, topic__in=some)
    marks = list(both.select_for_update())
    for mark in marks:
        mark.number = max(mark.number, some[mark.topic_id])
    ReadMark.objects.bulk_update(marks, ["number"], batch_size=500)
    moving = theirs.filter(topic__in=some)
    moving.filter(topic__in=[mark.topic_id for mark in marks]).delete()
    moving.update(user=merging.kept_id)
    return not some


def move_drafts(merging: Merging) -> bool:
    """Unsent texts; where both have one at the same place, one stands behind the other."""
    theirs = Draft.objects.filter(owner=merging.kept_id).select_for_update()
    kept = {draft.place: draft for draft in theirs}
    for draft in Draft.objects.filter(owner=merging.gone_id):
        same = kept.get(draft.place)
        if same is None:
            Draft.objects.filter(pk=draft.pk).update(owner=merging.kept_id)
            continue
        if draft.source and draft.source not in same.source:
            same.source = f"{same.source}\n\n{draft.source}".strip()
            same.save(update_fields=["source"])
        draft.delete()
    return True


def move_old_addresses(merging: Merging) -> bool:
    """The addresses of their page on the old forum."""
    old = OldAddress.objects.filter(kind=OldAddress.Kind.MEMBER)
    old.filter(target_id=merging.gone_id).update(target_id=merging.kept_id)
    return True


def settle(merging: Merging) -> bool:
    """The last: how much the one wrote that is kept, and every page that says so."""
    for member_id in (merging.gone_id, merging.kept_id):
        count_authors_again(member_id)
    members = (f"member:{merging.gone_id}", f"member:{merging.kept_id}")
    raise_versions("people", "lists", "moves", *members)
    return True


def add_steps() -> None:
    """Called once, when the app is ready."""
    add_move(Post, "author")
    add_move(Post, "edited_by")
    add_move(Scheduled, "author")
    add_move(Revision, "written_by")
    add_move(Revision, "erased_by")
    add_move(Poll, "closed_by")
    add_move(Topic, "author")
    add_move(Topic, "last_author")
    add_move(Attachment, "owner")
    add_move(Follow, "user", beside="topic")
    add_move(UntoldMention, "member", beside="post")
    add_merge_step(Step("reactions", move_reactions), (Reaction, "user"))
    add_merge_step(Step("poll-votes", move_poll_votes), (PollVote, "user"))
    add_merge_step(Step("own-reactions", drop_own_reactions))
    add_merge_step(Step("read-marks", move_read_marks), (ReadMark, "user"))
    add_merge_step(Step("drafts", move_drafts), (Draft, "owner"))
    add_merge_step(Step("old-addresses", move_old_addresses))
    add_merge_step(Step("settle", settle))
