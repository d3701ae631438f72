"""Start a topic."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Category, Draft, Topic
from rostra.forum.policies import CategoryPolicy
from rostra.forum.services.composing import compose
from rostra.forum.services.numbering import add_post, mark_own
from rostra.forum.services.polling import NewPoll, check_poll, hang_poll
from rostra.forum.services.ruled_links import with_link_rules
from rostra.forum.services.sending import earlier_posts, post_again, token_of
from rostra.forum.services.tagging import choose_tags, tag_topic
from rostra.forum.signals import post_created, topic_started
from rostra.forum.word_filters import check_title_words
from rostra.foundation.announce import announce

SHORTEST_TITLE = 8
LONGEST_TITLE = 200


def topic_slug(title: str) -> str:
    """The readable part of a topic's address; `topic` when nothing is left."""
    return slugify(title, allow_unicode=True)[:60].strip("-_") or "topic"


def check_title(title: str) -> str:
    """The title without stray space; raises ValidationError saying what to change."""
    title = " ".join(title.split())
    if len(title) < SHORTEST_TITLE:
        raise ValidationError(
            _("This title is too short. Use at least %(least)s characters.")
            % {"least": SHORTEST_TITLE}
        )
    if len(title) > LONGEST_TITLE:
        raise ValidationError(
            _(
                "This title has %(have)s characters. "
                "Use at most %(most)s, and put the rest in the post."
            )
            % {"have": len(title), "most": LONGEST_TITLE}
        )
    return title


def start_topic(
    *,
    author: User,
    category_id: int,
    title: str,
    source: str,
    client_token: str = "",
    tags: Sequence[str] = (),
    poll: NewPoll | None = None,
    at: datetime | None = None,
) -> Topic:
    """Start a topic with its opening post, and a poll on it; one for one form.

    `at` back-dates it, for trusted callers only, and switches the pace limit and the
    category's rules about tags off, as a house account does.
    Raises NotVisible if the author cannot see the category; PermissionDenied if they
    may not start topics in it; ValidationError if title or text will not do; TooSoon.
    """
    title = check_title(title)
    check_title_words(author, title)
    words = with_link_rules(author, compose(author, source))
    poll = poll and check_poll(poll, at or timezone.now())
    token = token_of(client_token, f"{title}\n{source}")
    with transaction.atomic():
        category = Category.objects.get_visible(author, pk=category_id)
        CategoryPolicy(author, category).start().or_raise()
        # The author's row is the lock: two sendings of one form wait for each other.
        User.objects.select_for_update(no_key=True).get(pk=author.pk)
        earlier = earlier_posts(author, token, source)
        if earlier.sent:
            return post_again(earlier.sent).topic
        if at is None:
            if said := _started_already(author, category, title, source):
                return said
            earlier.check_pace(author)

        if at is None and not author.is_house:
            tags = [tag.name for tag in choose_tags(author, category, tags)]
        topic = _write_topic(category, author, title, at or timezone.now())
        tag_topic(topic, tags)
        post = add_post(topic, author, words, at=topic.started_at, token=token)
        if poll:
            hang_poll(post, poll)
        mark_own(topic, author, post.number)
        Draft.objects.filter(
            owner=author, place__in=("new", f"new:{category.pk}")
        ).delete()
        announce(topic_started, topic)
        announce(post_created, post)
    return topic


def _started_already(
    author: User, category: Category, title: str, source: str
) -> Topic | None:
    """The author's last topic, if it is just this one and new."""
    hour = timezone.now() - timedelta(hours=1)
    last = Topic.objects.filter(author=author).order_by("-pk").first()
    if not last or last.started_at < hour or last.category_id != category.pk:
        return None
    is_same = (
        last.title == title and last.posts.filter(number=1, source=source).exists()
    )
    return last if is_same else None


def _write_topic(category: Category, author: User, title: str, at: datetime) -> Topic:
    return Topic.objects.create(
        category=category,
        author=author,
        title=title,
        slug=topic_slug(title),
        started_at=at,
        last_posted_at=at,
        last_author=author,
    )
