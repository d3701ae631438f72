"""Post a text at a time its author chose."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.forum.models import Category, Draft, Scheduled, Topic
from rostra.forum.policies import CategoryPolicy, SchedulingPolicy, TopicPolicy
from rostra.forum.services.composing import compose
from rostra.forum.services.drafting import save_draft
from rostra.forum.services.replying import post_reply
from rostra.forum.services.ruled_links import with_link_rules
from rostra.forum.services.starting import check_title, start_topic
from rostra.forum.services.tagging import check_tags
from rostra.forum.signals import scheduled_failed
from rostra.foundation.announce import announce
from rostra.foundation.limits import TooSoon
from rostra.foundation.visibility import NotVisible

LATEST = timedelta(days=366)
MOST = 50
"""How many texts of one member may wait."""
AT_ONCE = 50


def schedule_reply(
    *, author: User, topic_id: int, source: str, due_at: datetime, client_token: str
) -> Scheduled:
    """Keep a reply to a topic until it is due; sending the same form twice keeps one.

    Raises NotVisible, PermissionDenied with a reason, and ValidationError, as posting
    it now would.
    """
    with_link_rules(author, compose(author, source))
    topic = Topic.objects.select_related("category").get_visible(author, pk=topic_id)
    TopicPolicy(author, topic).reply().or_raise()
    row = Scheduled(topic=topic, source=source, due_at=due_at)
    return _keep(author, row, client_token, (f"topic:{topic.pk}",))


def schedule_topic(
    *,
    author: User,
    category_id: int,
    title: str,
    source: str,
    due_at: datetime,
    client_token: str,
    tags: Sequence[str] = (),
    answers: Mapping[str, str] | None = None,
) -> Scheduled:
    """Keep a topic until it is due, as `schedule_reply` does.

    `answers` is what was typed into the fields of a template and, as `source`, beside
    them: its author has it back with the draft.
    """
    title = check_title(title)
    with_link_rules(author, compose(author, source))
    category = Category.objects.get_visible(author, pk=category_id)
    CategoryPolicy(author, category).start().or_raise()
    check_tags(author, category, tags)
    row = Scheduled(category=category, title=title, source=source, due_at=due_at)
    row.tags, row.answers = list(tags), dict(answers or {})
    return _keep(author, row, client_token, ("new", f"new:{category.pk}"))


@transaction.atomic
def take_back(*, author: User, scheduled_id: int) -> None:
    """Make a draft of it again, behind one that is there; one that is gone is no error."""
    rows = Scheduled.objects.select_for_update(of=("self",))
    row = rows.filter(author=author, pk=scheduled_id).first()
    if row is None:
        return
    place = f"topic:{row.topic_id}" if row.topic_id else f"new:{row.category_id}"
    draft = Draft.objects.filter(owner=author, place=place).first()
    before = f"{draft.source}\n\n" if draft and draft.source.strip() else ""
    title = (draft.title if draft else "") or row.title
    answers = dict(row.answers)
    source = before + answers.pop("source", row.source)
    if row.tags:
        answers["tags"] = ", ".join(row.tags)
    row.delete()
    save_draft(owner=author, place=place, title=title, source=source, answers=answers)


def publish_due() -> int:
    """Post what is due, asking all rules again; how many were posted. Safe to do twice,
    and in several processes at once: one query where nothing is due."""
    due = Scheduled.objects.filter(failed_at=None, due_at__lte=timezone.now())
    ids = due.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE]
    return sum(_publish(pk) for pk in list(ids))


@transaction.atomic
def _keep(
    author: User, row: Scheduled, client_token: str, places: tuple[str, ...]
) -> Scheduled:
    # The author's row is the lock: two sendings of one form wait for each other.
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    SchedulingPolicy(author).schedule().or_raise()
    theirs = Scheduled.objects.filter(author=author)
    if same := theirs.filter(client_token=client_token, source=row.source).first():
        return same
    _check_time(row.due_at)
    if theirs.count() >= MOST:
        raise ValidationError(
            _("%(most)s of your texts wait already. Take one back first.")
            % {"most": MOST}
        )
    row.author, row.client_token, row.made_at = author, client_token, timezone.now()
    row.save()
    Draft.objects.filter(owner=author, place__in=places).delete()
    return row


def _check_time(due_at: datetime) -> None:
    now = timezone.now()
    if due_at <= now:
        raise ValidationError({"due_at": _("Choose a time that is still to come.")})
    if due_at > now + LATEST:
        raise ValidationError({"due_at": _("Choose a time within a year.")})


def _publish(pk: int) -> bool:
    try:
        with transaction.atomic():
            rows = Scheduled.objects.select_for_update(of=("self",), no_key=True)
            row = rows.filter(pk=pk, failed_at=None).first()
            if row is None:  # Another process was first, or its author.
                return False
            _post(row)
            row.delete()
    except TooSoon:
        return False
    except (NotVisible, PermissionDenied, ValidationError) as error:
        _note_failure(pk, error)
        return False
    return True


def _post(row: Scheduled) -> None:
    author = row.author
    if not author.is_active:
        raise PermissionDenied(_("Your account could not post at that time."))
    SchedulingPolicy(author).schedule().or_raise()
    token = f"later:{row.client_token}"
    if row.topic:
        topic_id = row.topic.merged_into_id or row.topic.pk
        post_reply(
            author=author, topic_id=topic_id, source=row.source, client_token=token
        )
    elif row.category_id:
        start_topic(
            author=author,
            category_id=row.category_id,
            title=row.title,
            source=row.source,
            client_token=token,
            tags=tuple(row.tags),
        )


@transaction.atomic
def _note_failure(pk: int, error: Exception) -> None:
    reason = _("You can no longer see the place that it was for.")
    if isinstance(error, ValidationError):
        reason = " ".join(error.messages)
    elif isinstance(error, PermissionDenied):
        reason = str(error)
    waiting = Scheduled.objects.filter(pk=pk, failed_at=None)
    if waiting.update(failed_at=timezone.now(), failure=reason[:500]):
        announce(scheduled_failed, Scheduled.objects.get(pk=pk))
