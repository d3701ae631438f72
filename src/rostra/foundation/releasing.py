"""Threads that wait for other sites keep no connection to the database meanwhile."""

from django.db import connection


def release_connection() -> None:
    """Give the database's connection back before a wait for others: there are fewer than
    there are threads that ask. The next query takes one; a transaction keeps its own."""
    if not connection.in_atomic_block:
        connection.close()
