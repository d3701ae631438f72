"""Keep what a story says each time it changes."""

from datetime import datetime

from rostra.accounts.models import User
from rostra.news.models import Story, StoryVersion
from rostra.news.services.story_text import plain_text

Kind = StoryVersion.Kind


def begin_versions(story: Story, at: datetime, editor: User | None = None) -> None:
    """The first version, if there is none yet. Called within the change of a story."""
    if not story.versions.exists():
        _write(story, Kind.FIRST, "", story.published_at or at, editor)


def add_version(
    story: Story, kind: Kind, note: str, at: datetime, editor: User | None = None
) -> None:
    """What a changed story says now, and the next number; saves that number. `editor` is
    who wrote it by hand, if somebody did."""
    story.version += 1
    story.save(update_fields=["version"])
    _write(story, kind, note, at, editor)


def forget_versions(story: Story) -> None:
    """Take the words of all versions until now away, those about what was corrected in
    them too; that there were some stays."""
    story.versions.update(text="", note="", headline=story.headline)


def said_by(story: Story) -> tuple[str, str]:
    """Headline and text of a story as plain words: what makes a version."""
    parts = (story.standfirst, plain_text(story.body_html))
    return story.headline, "\n\n".join(part for part in parts if part)


def _write(
    story: Story, kind: Kind, note: str, at: datetime, editor: User | None = None
) -> None:
    headline, text = said_by(story)
    StoryVersion.objects.create(
        story=story,
        number=story.version,
        kind=kind,
        note=note,
        headline=headline,
        text=text,
        made_at=at,
        editor=editor,
    )
