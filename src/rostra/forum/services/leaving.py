"""What the forum does when a member leaves; each is a step of accounts.leaving."""

from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.leaving import FORGOTTEN, STAYING, add_step
from rostra.accounts.models import Closing
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
from rostra.forum.services.attaching import remove_unused_of
from rostra.forum.services.erasing import erase_texts
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.services.renaming import (
    rename_in_drafts,
    rename_in_posts,
    rename_in_revisions,
    rename_in_scheduled,
)
from rostra.foundation.kept_words import in_site_language

AT_ONCE = 50


def erase_posts(closing: Closing) -> bool:
    """The words of some of their posts, if they chose that; whether none is left."""
    if not closing.erases_words:
        return True
    with in_site_language():
        notice = _("The words of this post were erased when its author left.")
    theirs = Post.objects.filter(author=closing.user_id, pk__gt=closing.position)
    rows = theirs.select_for_update(of=("self",), no_key=True).select_related("topic")
    some = list(rows.order_by("pk")[:AT_ONCE])
    for post in some:
        erase_texts(post, closing.user, f"*{notice}*", timezone.now())
        closing.position = post.pk
    return not some


def erase_titles(closing: Closing) -> bool:
    """The titles of some of the topics they started, if they chose that."""
    if not closing.erases_words:
        return True
    theirs = Topic.objects.filter(author=closing.user_id, is_story=False)
    some = list(theirs.filter(pk__gt=closing.position).order_by("pk")[:AT_ONCE])
    for topic in some:
        with in_site_language():
            topic.title, topic.slug = _("A topic of a former member"), "topic"
        topic.save(update_fields=["title", "slug"])
        raise_after_writing(topic)
        closing.position = topic.pk
    return not some


def forget_old_addresses(closing: Closing) -> bool:
    """The addresses of their page on the old forum, which hold their name there."""
    old = OldAddress.objects.filter(kind=OldAddress.Kind.MEMBER)
    old.filter(target_id=closing.user_id).delete()
    return True


def forget_files(closing: Closing) -> bool:
    """Some of the files that they sent and put into no post."""
    return remove_unused_of(closing.user_id)


def add_steps() -> None:
    """Called once, when the app is ready."""
    for key, work in (
        ("posts", erase_posts),
        ("titles", erase_titles),
        ("names-in-posts", rename_in_posts),
        ("names-in-earlier-texts", rename_in_revisions),
        ("names-in-drafts", rename_in_drafts),
        ("names-in-scheduled", rename_in_scheduled),
        ("old-addresses", forget_old_addresses),
        ("files", forget_files),
    ):
        add_step(Step(key, work))
    FORGOTTEN.update({Draft: "owner", Follow: "user", ReadMark: "user"})
    FORGOTTEN[UntoldMention] = "member"
    FORGOTTEN[Scheduled] = "author"
    kept = "posts and topics stay under the neutral name, or as notices without words"
    STAYING.update(dict.fromkeys((Post, Revision, Topic), kept))
    STAYING[Poll] = "whoever closed it stands there under the neutral name"
    STAYING[PollVote] = "counted in polls; nobody is shown whose they are"
    STAYING[Attachment] = "in posts they stay as the posts do; others are removed"
    STAYING[Reaction] = "counted under posts; nobody is shown whose they were"
