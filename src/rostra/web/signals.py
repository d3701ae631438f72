"""What readers did with the pages around all others."""

from django.dispatch import Signal

look_chosen = Signal()
"""A member changed how pages look: sent within the request, with user= and look=."""
