"""What happened to stories. Sent after commit, with pk= the row; receivers enqueue."""

from django.dispatch import Signal

story_published = Signal()
"""A story was published: pk of the story."""

story_corrected = Signal()
"""A story was corrected: pk of the story."""

story_updated = Signal()
"""A story has a newer text of its publisher's, no correction: pk of the story."""

story_withdrawn = Signal()
"""A story was withdrawn and its text removed: pk of the story."""
