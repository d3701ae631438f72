from django.dispatch import Signal

signed_in = Signal()
"""Sent within the request, with user= and guest= the secret of the guest they were."""
