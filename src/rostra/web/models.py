"""What the owner of a site chooses, kept in the database and edited on a page."""

from django.db import models


class Site(models.Model):
    """The one row about this community (pk 1). Without it the site is not set up."""

    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=16, default="en")

    def __str__(self) -> str:
        return self.name
