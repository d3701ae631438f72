from django.db import models

from rostra.accounts.models import User
from rostra.forum.models.post import Post


class UntoldMention(models.Model):
    """A member was mentioned in a post, and may still have to hear of it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    member = models.ForeignKey(User, models.CASCADE, related_name="+")
    mentioned_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "member"], name="untold_mention")
        ]

    def __str__(self) -> str:
        return f"member {self.member_id} in post {self.post_id}"
