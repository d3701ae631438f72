from django.dispatch import Signal

member_left = Signal()
"""A member closed their account: sent after commit, with pk of the user, whose name and
profile are empty by then."""

signed_in = Signal()
"""Sent within the request, with user= and guest= the secret of the guest they were."""

member_suspended = Signal()
"""A member is kept out for a time or for good: sent after commit, with pk=."""

member_renamed = Signal()
"""An owner gave a member another name: sent after commit, with pk=."""

member_approved = Signal()
"""An owner let a new member in: sent after commit, with pk=."""
