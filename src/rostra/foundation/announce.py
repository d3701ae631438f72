"""Tell the rest of the site what happened, once it has really happened."""

from functools import partial
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal


def announce(signal: Signal, instance: models.Model, **about: Any) -> None:
    """Send a signal after commit, with pk= of the row and any plain facts about it.

    A receiver that fails is logged by Django and does not undo the write.
    """
    send = partial(signal.send_robust, sender=type(instance), pk=instance.pk, **about)
    transaction.on_commit(send)
