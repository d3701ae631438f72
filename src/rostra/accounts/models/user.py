"""People: members who have an account, and guests who have not."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from rostra.accounts.names import name_key, name_look, name_slug, tidy_name
from rostra.accounts.ranks import HEIGHTS, MEMBER_RANKS, Rank


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """The member of this name, however it is written."""
        return self.get(name_key=name_key(username or ""))

    def build(self, name: str, **fields: Any) -> "User":
        """A user with its derived fields filled in, not saved."""
        name = tidy_name(name)
        email = fields.pop("email", "") or ""
        return User(
            name=name,
            name_key=name_key(name),
            name_look=name_look(name),
            slug=name_slug(name),
            email=email,
            email_key=email.casefold() or None,
            **fields,
        )


class AfterReply(models.TextChoices):
    """What a member sees next when they have replied."""

    POST = "post"
    STAY = "stay"
    LIST = "list"


class Signatures(models.TextChoices):
    """Where a member wants to see what others put under their posts."""

    WIDE = "wide"
    """On screens that have room for them."""
    ALWAYS = "always"
    NEVER = "never"


class MentionsFrom(models.TextChoices):
    """By whom a member lets themselves be mentioned."""

    ALL = "all"
    FOLLOWED = "followed"
    """Only by those whom they follow."""
    NOBODY = "nobody"


class User(AbstractBaseUser):
    """A member. A placeholder is one that an import made, and nobody signs in as."""

    Role = Rank

    password = models.CharField(max_length=1200)
    """Long enough for a hash of an old forum with all that went into it."""
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=240, unique=True)
    name_look = models.CharField(max_length=240, blank=True, db_index=True)
    """What it shares with names that can be mistaken for it (names.name_look)."""
    slug = models.CharField(max_length=60)
    email = models.EmailField(blank=True)
    email_key = models.CharField(max_length=254, unique=True, null=True)
    role = models.CharField(max_length=10, choices=MEMBER_RANKS, default=Rank.MEMBER)
    group_ids = models.TextField(blank=True, editable=False)
    """The ids of the owner's groups they are in, with spaces between."""
    ignored_ids = models.TextField(blank=True, editable=False)
    """The ids of the members whom they ignore, with spaces between."""
    is_house = models.BooleanField(default=False)
    is_placeholder = models.BooleanField(default=False)
    face = models.CharField(max_length=80, blank=True, editable=False)
    """Their picture: a path below the media folder, such as `faces/0/7-3f….webp`."""
    banner = models.CharField(max_length=80, blank=True, editable=False)
    """A broad picture at the head of their page: a path of the same kind."""
    title = models.CharField(max_length=120, blank=True)
    location = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    """Markdown; an import may have brought one of any length."""
    joined_at = models.DateTimeField(default=timezone.now)
    renamed_at = models.DateTimeField(null=True, editable=False)
    """When they changed their name themselves."""
    last_seen_at = models.DateTimeField(null=True)
    read_before = models.DateTimeField(default=timezone.now)
    """Everything last posted before this counts as read ("mark all as read")."""
    post_count = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, editable=False)
    """When they left; the name is a neutral one since then."""
    awaits_approval = models.BooleanField(default=False, editable=False)
    """Whether they signed up, and no owner has let them in yet."""
    waiting_reasons = models.CharField(max_length=120, blank=True, editable=False)
    """Why an owner is asked, where new accounts else are open: keys of
    rostra.accounts.waiting, with spaces between."""
    terms_accepted = models.PositiveIntegerField(default=0, editable=False)
    """The number of the terms of use that they accepted last."""
    terms_accepted_at = models.DateTimeField(null=True, editable=False)
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspended_until = models.DateTimeField(null=True, editable=False)
    """When a suspension ends by itself; None means never."""
    suspension_reason = models.CharField(max_length=500, blank=True, editable=False)
    hides_presence = models.BooleanField(default=False)
    mentions_from = models.CharField(
        max_length=8, choices=MentionsFrom, default=MentionsFrom.ALL
    )
    unwanted_mail = models.CharField(max_length=200, blank=True, editable=False)
    """Kinds of mail they can do without: keys of rostra.accounts.mail_kinds, with spaces
    between."""
    time_zone = models.CharField(max_length=64, blank=True)
    """An IANA name; empty means the site's zone."""
    look = models.CharField(max_length=40, blank=True)
    """How pages look (web.look), in whatever browser; empty means as its cookie says."""
    posts_per_page = models.PositiveSmallIntegerField(default=0)
    """Of a topic; 0 means as many as the site has."""
    signatures = models.CharField(
        max_length=6, choices=Signatures, default=Signatures.WIDE
    )
    after_reply = models.CharField(
        max_length=4, choices=AfterReply, default=AfterReply.POST
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["joined_at"],
                name="user_waiting",
                condition=models.Q(awaits_approval=True),
            ),
            models.Index(
                fields=["name_key"],
                name="user_by_name",
                condition=models.Q(closed_at=None, awaits_approval=False),
            ),
            models.Index(
                fields=["-joined_at", "-id"],
                name="user_newest",
                condition=models.Q(closed_at=None, awaits_approval=False),
            ),
        ]

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "name_key"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def url(self) -> str:
        """Their page; written out because every page of theirs links to it."""
        return f"/member/{self.pk}-{self.slug}/"

    @property
    def height(self) -> int:
        """How far up the ladder of ranks they stand."""
        return HEIGHTS[self.role]

    @cached_property
    def groups(self) -> frozenset[int]:
        """The ids of the owner's groups they are in."""
        return frozenset(map(int, self.group_ids.split()))

    @cached_property
    def ignored(self) -> frozenset[int]:
        """The ids of the members whom they ignore."""
        return frozenset(map(int, self.ignored_ids.split()))

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether they may sign in, as Django asks it."""
        is_theirs = not self.is_placeholder and self.closed_at is None
        return is_theirs and not self.is_kept_out

    @property
    def is_kept_out(self) -> bool:
        """Whether an owner does not let them in, at this moment or yet."""
        return self.awaits_approval or self.is_suspended

    @property
    def is_suspended(self) -> bool:
        """Whether an owner keeps them out at this moment."""
        if self.suspended_at is None:
            return False
        until = self.suspended_until
        return until is None or until > timezone.now()

    @property
    def is_moderator(self) -> bool:
        """Whether they moderate the whole site; of one category, ask its policy."""
        return self.role in (Rank.MODERATOR, Rank.OWNER)

    @property
    def is_owner(self) -> bool:
        return self.role == Rank.OWNER


class Guest(AnonymousUser):
    """Someone who has not signed in. Answers the same questions as a User."""

    role = Rank.GUEST
    height = HEIGHTS[Rank.GUEST]
    groups: frozenset[int] = frozenset()
    ignored: frozenset[int] = frozenset()
    is_moderator = False
    is_owner = False
    is_house = False
    name = "Guest"
    face = ""
    time_zone = ""
    look = ""
    posts_per_page = 0
    signatures = Signatures.WIDE


Reader = User | Guest
