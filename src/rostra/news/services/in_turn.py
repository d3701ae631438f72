"""Who asks whether a story is here already, and then makes it, does both alone."""

from django.db import connection

_KEY = 0x726F73747261
"""Any number that nothing else on the site's database locks."""


def take_turn() -> None:
    """Wait until nobody else, in whatever process, is placing an entry, a story or a
    link; until the end of this transaction others wait for us.

    Taken before any row is locked, so that nobody who has a turn waits for somebody who
    wants one. On SQLite every transaction that may write has its turn from its beginning.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEY])
