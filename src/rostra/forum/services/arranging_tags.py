"""Rename, merge and remove tags, and make other words for them: what owners do."""

import json
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.forum.models import Category, Tag, Tagged, Topic
from rostra.forum.tag_words import check_tag_name, tag_key, tag_version
from rostra.foundation.versions import raise_versions
from rostra.foundation.visibility import NotVisible

AT_ONCE = 1000


@transaction.atomic
def rename_tag(*, owner: User, tag_id: int, name: str) -> Tag:
    """Give a tag another name on all its topics; the old one stays as another word for it.

    Raises PermissionDenied, NotVisible, and ValidationError if the name will not do or
    is another tag's.
    """
    tag = _lock(owner, tag_id)
    name, old = check_tag_name(name), tag.name
    if name == old:
        return tag
    _check_free(tag, tag_key(name))
    new = Tag.named(name)
    old_tag = Tag.named(old)
    tag.synonyms.filter(key=new.key).delete()
    tag.name, tag.slug, tag.key = new.name, new.slug, new.key
    tag.save()
    if old_tag.key != new.key:
        old_tag.stands_for = tag
        old_tag.save()
    _rewrite(tag.pk, lambda names: [name if n == old else n for n in names])
    _rewrite_choices(old, name)
    _tell(old, name)
    return tag


@transaction.atomic
def merge_tags(*, owner: User, tag_id: int, into: str) -> Tag:
    """Put all topics of one tag under another, which it becomes another word for; gives
    the latter.

    Raises PermissionDenied, NotVisible, and ValidationError if there is no such other tag.
    """
    tag = _lock(owner, tag_id)
    other = Tag.objects.filter(key=tag_key(into)).select_related("stands_for").first()
    if other is None or other.meant.pk == tag.pk:
        raise ValidationError(_("Write the name of another tag that is there."))
    target = other.meant

    _rewrite(
        tag.pk,
        lambda names: list(
            dict.fromkeys(target.name if n == tag.name else n for n in names)
        ),
    )
    both = Tagged.objects.filter(tag=target).values("topic_id")
    Tagged.objects.filter(tag=tag, topic_id__in=both).delete()
    Tagged.objects.filter(tag=tag).update(tag=target)
    tag.synonyms.update(stands_for=target)
    tag.stands_for = target
    tag.save(update_fields=["stands_for"])
    _rewrite_choices(tag.name, target.name)
    _tell(tag.name, target.name)
    return target


@transaction.atomic
def add_synonym(*, owner: User, tag_id: int, name: str) -> Tag:
    """Another word for a tag: whoever writes it gives the tag.

    Raises PermissionDenied, NotVisible, and ValidationError if the name will not do or
    is a tag already.
    """
    tag = _lock(owner, tag_id)
    new = Tag.named(check_tag_name(name))
    _check_free(None, new.key)
    new.stands_for = tag
    new.save()
    return new


@transaction.atomic
def remove_synonym(*, owner: User, synonym_id: int) -> None:
    """Let a word stand for a tag no longer; one that is gone is no error."""
    SitePolicy(owner).govern().or_raise()
    Tag.objects.filter(pk=synonym_id).exclude(stands_for=None).delete()


@transaction.atomic
def remove_tag(*, owner: User, tag_id: int) -> None:
    """Take a tag, and all words for it, off all topics. Raises PermissionDenied, NotVisible."""
    tag = _lock(owner, tag_id)
    _rewrite(tag.pk, lambda names: [n for n in names if n != tag.name])
    _rewrite_choices(tag.name, None)
    tag.delete()
    _tell(tag.name)


def _lock(owner: User, tag_id: int) -> Tag:
    SitePolicy(owner).govern().or_raise()
    rows = Tag.objects.select_for_update(of=("self",))
    tag = rows.filter(pk=tag_id, stands_for=None).first()
    if tag is None:
        raise NotVisible("tag")
    return tag


def _check_free(tag: Tag | None, key: str) -> None:
    taken = Tag.objects.filter(key=key).select_related("stands_for").first()
    if taken and (tag is None or taken.meant.pk != tag.pk):
        raise ValidationError(
            _("There is a tag “%(name)s” already. You can merge the two.")
            % {"name": taken.meant.name}
        )


_NAMES = "UPDATE forum_topic SET tag_names = %s WHERE id = %s"


def _rewrite(tag_id: int, change: Callable[[list[str]], list[str]]) -> None:
    """Change the names kept on all topics of a tag, some at a time in the order of keys.

    Their pages depend on the site, which is raised at the end: not each by itself.
    """
    last = 0
    while True:
        theirs = Topic.objects.filter(tagged__tag=tag_id, pk__gt=last)
        locked = theirs.select_for_update(of=("self",), no_key=True).order_by("pk")
        some = list(locked.values_list("pk", "tag_names")[:AT_ONCE])
        if not some:
            return
        with connection.cursor() as cursor:
            # By hand: Django's own way took a minute for a hundred thousand topics.
            cursor.executemany(
                _NAMES, [(json.dumps(change(names)), pk) for pk, names in some]
            )
        last = some[-1][0]


def _rewrite_choices(old: str, new: str | None) -> None:
    """What owners listed for categories follows."""
    key = tag_key(old)
    for category in Category.objects.select_for_update().order_by("pk"):
        names = [new if tag_key(name) == key else name for name in category.tag_choices]
        kept = [name for name in dict.fromkeys(names) if name]
        if kept != category.tag_choices:
            category.tag_choices = kept
            category.save(update_fields=["tag_choices"])


def _tell(*names: str) -> None:
    raise_versions("lists", "site", *map(tag_version, names))
