"""What happened in the forum. Sent after commit, with pk= the row; receivers enqueue."""

from django.dispatch import Signal

topic_started = Signal()
"""A topic was started: pk of the topic."""

post_created = Signal()
"""A post was written (the opening post of a topic too): pk of the post."""

post_edited = Signal()
"""A post has a new text: pk of the post."""

quotes_judged = Signal()
"""Quotes of a post changed their state: pk of the quoted post, quotes= their ids."""

scheduled_failed = Signal()
"""A text for later could not be posted when it was due: pk of the scheduled post."""

post_hidden = Signal()
"""A post was hidden or restored: pk of the post."""

topic_moderated = Signal()
"""A topic was locked, pinned, hidden, moved, merged or split: pk of the topic."""
