"""Give topics tags."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Category, Tag, Tagged, Topic
from rostra.forum.policies import CategoryPolicy
from rostra.forum.selectors.tags import seen_tags
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.tag_rules import check_rule
from rostra.forum.tag_words import check_tag_names, tag_key, tag_version, tidy_tag
from rostra.forum.word_filters import check_title_words
from rostra.foundation.versions import raise_versions


def tag_topic(topic: Topic, names: Sequence[str]) -> None:
    """Give a topic these tags and no others, for callers that are trusted."""
    tidied = {tag_key(name): tidy_tag(name)[:60] for name in names}
    tidied.pop("", None)
    if not tidied:
        return
    known = _known(tidied)
    write_tags(
        topic,
        [known.get(key) or _made(Tag.named(name)) for key, name in tidied.items()],
    )


def retag_topic(topic: Topic, *, editor: User, names: Sequence[str]) -> None:
    """Give a locked topic these tags and no others, as its category allows; callers ask
    first whether the editor may change its opening post.

    Raises ValidationError about the field `tags`.
    """
    before = tuple(topic.tag_names)
    if before == tuple(names):
        return
    kept = set(topic.tagged.values_list("tag_id", flat=True))
    tags = choose_tags(editor, topic.category, names, kept)
    write_tags(topic, tags)
    raise_after_writing(topic)
    raise_versions(*map(tag_version, before))


def choose_tags(
    author: User,
    category: Category,
    names: Sequence[str],
    kept: Collection[int] = (),
) -> list[Tag]:
    """The tags of these names, making those that are new; `kept` are ids of those that
    the topic has already.

    A tag that its author can have seen nowhere is a new one to them. Raises
    ValidationError about the field `tags` if a name will not do, the author may not make
    tags, or the category has others.
    """
    tags = check_tags(author, category, names, kept)
    return [tag if tag.pk else _made(tag) for tag in tags]


def check_tags(
    author: User,
    category: Category,
    names: Sequence[str],
    kept: Collection[int] = (),
) -> list[Tag]:
    """What `choose_tags` gives, with those that are new not stored yet."""
    try:
        return _checked(author, category, check_tag_names(names), kept)
    except ValidationError as error:
        raise ValidationError({"tags": error.messages}) from None


def _checked(
    author: User, category: Category, names: Sequence[str], kept: Collection[int]
) -> list[Tag]:
    keys = {tag_key(name): name for name in names}
    choices = {tag_key(name): name for name in category.tag_choices}
    known = _known({**keys, **choices})
    listed_ids = {known[key].pk for key in choices if key in known}
    listed = {key: key in choices or _pk(known, key) in listed_ids for key in keys}
    check_rule(category, keys.values(), listed.values())

    unlisted = {key for key in keys if not listed[key]}
    unlisted -= {key for key in unlisted if _pk(known, key) in kept}
    ids = [known[key].pk for key in unlisted if key in known]
    seen = seen_tags(author, ids)
    if new := [keys[key] for key in unlisted if _pk(known, key) not in seen]:
        _check_new(author, category, new)
    build = Tag.named
    tags = [known.get(key) or build(choices.get(key, keys[key])) for key in keys]
    return list({tag.key: tag for tag in tags}.values())


def _check_new(author: User, category: Category, names: Sequence[str]) -> None:
    if verdict := CategoryPolicy(author, category).make_tags():
        check_title_words(author, ", ".join(names))
        return
    named = ", ".join(_("“%(name)s”") % {"name": name} for name in names)
    raise ValidationError(
        _("There is no tag %(named)s yet. %(reason)s")
        % {"named": named, "reason": verdict.reason}
    )


def _known(keys: Collection[str]) -> dict[str, Tag]:
    """Tags by the keys that mean them, synonyms too."""
    rows = Tag.objects.filter(key__in=list(keys)).select_related("stands_for")
    return {tag.key: tag.meant for tag in rows}


def _pk(known: dict[str, Tag], key: str) -> int:
    return known[key].pk if key in known else 0


def _made(new: Tag) -> Tag:
    # Somebody else may make it at the same time.
    fields = {"name": new.name, "slug": new.slug}
    return Tag.objects.get_or_create(key=new.key, defaults=fields)[0]


def write_tags(topic: Topic, tags: Sequence[Tag]) -> None:
    """Give a locked topic these tags and no others."""
    ids = [tag.pk for tag in tags]
    Tagged.objects.filter(topic=topic).exclude(tag__in=ids).delete()
    Tagged.objects.bulk_create(
        [
            Tagged(
                topic=topic,
                tag=tag,
                started_at=topic.started_at,
                last_posted_at=topic.last_posted_at,
            )
            for tag in tags
        ],
        ignore_conflicts=True,
    )
    topic.tag_names = [tag.name for tag in tags]
    topic.save(update_fields=["tag_names"])
