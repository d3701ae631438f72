from django.db import models

from rostra.forum.tag_words import tag_key, tag_slug, tag_url


class Tag(models.Model):
    """A label on topics, or another word for one."""

    name = models.CharField(max_length=60)
    slug = models.CharField(max_length=60, unique=True)
    """It follows from the name, so that a page needs no row to link to a tag."""
    key = models.CharField(max_length=60, unique=True)
    """What two tags must not share."""
    stands_for = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="synonyms"
    )
    """For a synonym: the tag that topics get instead of it."""

    def __str__(self) -> str:
        return self.name

    @classmethod
    def named(cls, name: str) -> "Tag":
        """A tag of this name, not stored yet."""
        return cls(name=name, slug=tag_slug(name), key=tag_key(name))

    def get_absolute_url(self) -> str:
        return tag_url(self.name)

    @property
    def meant(self) -> "Tag":
        """The tag itself, or the one that this is another word for."""
        return self.stands_for or self
