"""Note that other packages show something more on the pages of a topic."""

from rostra.forum.models import Topic


def note_addition(topic: Topic, key: str) -> None:
    """Have the slots around posts and beside the topic filled on the pages of a locked topic."""
    additions = together(topic.additions, key)
    if additions != topic.additions:
        topic.additions = additions
        topic.save(update_fields=["additions"])


def drop_addition(topic: Topic, key: str) -> None:
    """Nothing of that package is left on the pages of a locked topic."""
    left = [other for other in (topic.additions or "").split() if other != key]
    topic.additions = " ".join(left) or None
    topic.save(update_fields=["additions"])


def together(*additions: str | None) -> str | None:
    """The keys that stand in any of these."""
    keys = {key for some in additions if some for key in some.split()}
    return " ".join(sorted(keys)) or None
