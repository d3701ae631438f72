"""Files in posts: keep what a member sends, know what uses it, remove what nothing does."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.attachments.kinds import PICTURES, suffix_of
from rostra.attachments.models import Attachment
from rostra.attachments.services.keeping import (
    keep_file,
    keep_picture,
    remove_attachments,
)
from rostra.forum.allowances import allowance_of
from rostra.forum.models import Attached, Draft, Post, Revision
from rostra.forum.services.composing import rendered_again
from rostra.foundation.limits import Limit
from rostra.foundation.markup import files_in
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible

FILES_AN_HOUR = Limit("file", count=60, seconds=3600)
"""Pictures are work to draw."""
ORPHAN_AGE = timedelta(days=1)
"""How long a file may wait for the text that it was sent for."""
AT_ONCE = 200


def attach_file(*, owner: User, name: str, data: bytes) -> Attachment:
    """Keep a file for what its owner is about to write; nobody else may see it yet.

    A picture is drawn anew. Raises PermissionDenied if they may keep none;
    ValidationError if it is none that is taken, or there is no room; TooSoon.
    """
    most = allowance_of(owner)
    if not most:
        raise PermissionDenied(_("You cannot attach files here."))
    FILES_AN_HOUR.spend(str(owner.pk))
    keep = keep_picture if suffix_of(name) in PICTURES else keep_file
    return keep(owner_id=owner.pk, name=name, data=data, most=most)


def markdown_of(attachment: Attachment, words: str = "") -> str:
    """The Markdown that shows an attachment; `words` are what a picture shows."""
    words = words if attachment.is_picture else words or attachment.name
    plain = " ".join("".join(c for c in words if c not in "[]\\`*_<>").split())
    return f"{'!' if attachment.is_picture else ''}[{plain}]({attachment.url})"


def tie_files(post: Post, ids: Collection[int]) -> None:
    """Note what the current text of a locked post shows, beside what earlier ones do.

    What was removed since the text was composed is left out.
    """
    if not ids:
        return
    rows = Attachment.objects.select_for_update(no_key=True).filter(pk__in=ids)
    there = list(rows.order_by("pk").values_list("pk", flat=True))
    ties = [Attached(post=post, attachment_id=pk) for pk in there]
    Attached.objects.bulk_create(ties, ignore_conflicts=True)
    Attachment.objects.filter(pk__in=there).update(is_used=True)


def untie_files(post: Post, *, keep: Collection[int] = ()) -> None:
    """Forget what a locked post shows but for these; what no other post shows goes, too."""
    ties = Attached.objects.filter(post=post).exclude(attachment__in=keep)
    ids = list(ties.values_list("attachment", flat=True))
    if ids:
        ties.delete()
        _note_use(ids)
        transaction.on_commit(partial(_remove_unused, ids))


def untie_what_no_text_shows(post: Post) -> None:
    """The same for all that stands in none of the texts that are left."""
    earlier = post.revisions.filter(erased_at=None).values_list("source", flat=True)
    untie_files(post, keep=set().union(*map(files_in, [post.source, *earlier])))


def remove_own_file(*, owner: User, file_id: int) -> None:
    """Remove a file for good, wherever it is shown; a link that leads nowhere is left.

    Raises NotVisible if it is none of theirs.
    """
    with transaction.atomic():
        rows = Attachment.objects.select_for_update(no_key=True)
        if not rows.filter(pk=file_id, owner=owner).exists():
            raise NotVisible("attachment")
        ties = Attached.objects.filter(attachment=file_id)
        posts = list(ties.values_list("post", flat=True))
        ties.delete()
        _note_use([file_id])
        _render_again(posts)
        transaction.on_commit(partial(_remove_unused, [file_id]))


def remove_unused_of(owner_id: int) -> bool:
    """Some files of a member that are in no post; whether none is left."""
    theirs = Attachment.objects.filter(owner=owner_id, is_used=False)
    some = list(theirs.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return not (some and _remove_unused(some))


def remove_orphans(now: datetime | None = None) -> int:
    """Remove files that are in no post and no draft a day later; says how many.

    Safe to do twice, and in several processes.
    """
    before = (now or timezone.now()) - ORPHAN_AGE
    removed = last = 0
    while True:
        unused = Attachment.objects.filter(is_used=False, made_at__lt=before)
        rows = unused.filter(pk__gt=last).order_by("pk").values_list("pk", "owner")
        some = list(rows[:AT_ONCE])
        if not some:
            return removed
        last = some[-1][0]
        drafts = Draft.objects.filter(owner__in={owner for _pk, owner in some})
        waiting = set().union(*map(files_in, drafts.values_list("source", flat=True)))
        removed += _remove_unused(pk for pk, _owner in some if pk not in waiting)


@transaction.atomic
def _remove_unused(ids: Iterable[int]) -> int:
    """Of these, remove what no post shows, whatever was noted."""
    # Whoever ties one waits for this lock, and finds it gone; what was tied before is seen.
    rows = Attachment.objects.select_for_update().filter(pk__in=list(ids))
    locked = list(rows.order_by("pk").values_list("pk", flat=True))
    ties = Attached.objects.filter(attachment__in=locked)
    used = set(ties.values_list("attachment", flat=True))
    Attachment.objects.filter(pk__in=used, is_used=False).update(is_used=True)
    return remove_attachments(set(locked) - used)


def _note_use(ids: Collection[int]) -> None:
    unused = Attachment.objects.filter(pk__in=ids, uses=None)
    unused.update(is_used=False)


def _render_again(post_ids: Collection[int]) -> None:
    rows = Post.objects.select_for_update(of=("self",), no_key=True)
    for post in rows.filter(pk__in=post_ids).order_by("pk"):
        post.html = rendered_again(post.source, post).html
        post.save(update_fields=["html"])
        for revision in Revision.objects.filter(post=post, erased_at=None):
            revision.html = rendered_again(revision.source, files_of=post.pk).html
            revision.save(update_fields=["html"])
        raise_versions(f"topic:{post.topic_id}", f"member:{post.author_id}")
