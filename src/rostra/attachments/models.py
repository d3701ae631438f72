"""Files that members put into what they write."""

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.utils import timezone

from rostra.attachments.storage import FILE, FULL, path_of


class Attachment(models.Model):
    """A picture or another file; what uses it is known by whoever does."""

    class Kind(models.TextChoices):
        PICTURE = "picture"
        FILE = "file"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.CharField(max_length=100)
    """What it is called where it is shown and saved: `gate-3.webp`."""
    folder = models.CharField(max_length=60, unique=True, editable=False)
    """Where it lies, under a name that nobody guesses (attachments.storage)."""
    size = models.PositiveBigIntegerField()
    """Bytes of all that is kept of it."""
    full_size = models.PositiveBigIntegerField()
    """Bytes of the largest picture, or of the file."""
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    widths = models.CharField(max_length=40, blank=True, editable=False)
    """Of a picture's smaller sizes, with spaces between."""
    digest = models.CharField(max_length=64, editable=False)
    """SHA-256 of what was sent: who sends the same again gets the same."""
    made_at = models.DateTimeField(default=timezone.now)
    """When it was sent last."""
    is_used = models.BooleanField(default=False, editable=False)
    """Whether anything uses it, as far as those know who do."""

    class Meta:
        indexes = [
            models.Index(fields=["owner", "-id"], name="attachment_owner"),
            models.Index(
                fields=["made_at"],
                condition=models.Q(is_used=False),
                name="attachment_unused",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        """Its address, which whoever may see what uses it can open."""
        return f"/file/{self.pk}/{quote(self.name, safe='')}"

    @property
    def path(self) -> Path:
        """Where the largest picture lies, or the file; it may be gone."""
        return path_of(self.folder, FULL if self.is_picture else FILE)

    @property
    def is_picture(self) -> bool:
        return self.kind == self.Kind.PICTURE
