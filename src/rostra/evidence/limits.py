"""How much may be asked for and given: sources are a help, and asking is no weapon.

docs/evidence.md repeats these figures; a test holds the two together.
"""

from datetime import timedelta

MOST_SOURCES = 20
"""On one post."""
LONGEST_PASSAGE = 1000
LONGEST_WORDS = 300
"""Of a post, that one request is about."""

ASKED_A_DAY = 5
"""Requests that one member may begin in 24 hours."""
OPEN_AT_ONE_AUTHOR = 2
"""Open requests of one member to the same author."""
OPEN_FOR_AUTHOR = 10
"""Open requests to one author, of all members together."""
OPEN_ON_POST = 3
OPEN_IN_TOPIC = 20
AGAIN = timedelta(days=90)
"""So long the same sentence is not asked about again after a request that ended."""
EXPIRES = timedelta(days=30)
"""So long a request waits for its author."""
