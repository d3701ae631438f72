"""Give topics another title."""

from django.core.exceptions import ValidationError

from rostra.accounts.models import User
from rostra.forum.models import Topic
from rostra.forum.services.numbering import raise_after_writing
from rostra.forum.services.starting import check_title, topic_slug
from rostra.forum.word_filters import check_title_words


def retitle_topic(topic: Topic, *, editor: User, title: str) -> bool:
    """Give a locked topic another title; whether it is another. Callers ask first whether
    the editor may change its opening post.

    Raises ValidationError about the field `title`.
    """
    if " ".join(title.split()) == topic.title:
        return False
    try:
        title = check_title(title)
        check_title_words(editor, title)
    except ValidationError as error:
        raise ValidationError({"title": error.messages}) from None
    topic.title, topic.slug = title, topic_slug(title)
    topic.save(update_fields=["title", "slug"])
    raise_after_writing(topic)
    return True
