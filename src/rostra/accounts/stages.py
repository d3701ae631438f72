"""What stands between a right password and being signed in."""

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage


class ConfirmsAddress(EmailVerificationStage):
    """New members confirm their address once, if the site sent mail when they came.

    Members from before, and the owner, are let in as they were: a mail server that
    is down or set wrongly must not lock them out.
    """

    def handle(self):
        user = self.login.user
        if user is not None and not _is_new(user):
            return None, True
        return super().handle()


def _is_new(user) -> bool:
    return user.last_login is None and EmailAddress.objects.filter(user=user).exists()
