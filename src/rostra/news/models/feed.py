"""An outside source that this site reads, and its entries."""

from django.db import models

from rostra.accounts.models import User
from rostra.forum.models import Category, Topic
from rostra.news.models.story import Story

FOLDER = "folder:"
"""Before the name of a folder, in the place of an address."""


class ReadFeeds(models.Manager["Feed"]):
    """Those that are read. What is left of one that was removed is only dropped."""

    def get_queryset(self) -> "models.QuerySet[Feed]":
        return super().get_queryset().filter(removed_at=None)


class Feed(models.Model):
    """A feed: what becomes of its entries, and how it has answered lately."""

    class Shows(models.TextChoices):
        """How much of a text its publisher lets us show."""

        LINK = "link"
        PART = "part"
        ALL = "all"

    class Arrival(models.TextChoices):
        HOLD = "hold"
        PUBLISH = "publish"

    class Joins(models.TextChoices):
        """What becomes of an entry that tells a story which is here already."""

        NEVER = "never"
        OFFER = "offer"
        """It is held until an editor has decided."""
        ONCE = "once"
        """It is joined at once if `joins_from` per cent of the text are the same."""

    address = models.CharField(max_length=1000, unique=True)
    title = models.CharField(max_length=200)
    home = models.CharField(max_length=1000, blank=True)
    house = models.ForeignKey(User, models.PROTECT, related_name="+")
    """The house account that posts its stories."""
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    tags = models.CharField(max_length=300, blank=True)
    """Names, with commas between them."""
    shows = models.CharField(max_length=4, choices=Shows, default=Shows.LINK)
    words = models.PositiveSmallIntegerField(default=60)
    """How many are shown, if a part is."""
    has_pictures = models.BooleanField(default=False)
    """Whether its publisher lets us show its pictures."""
    arrival = models.CharField(max_length=7, choices=Arrival, default=Arrival.HOLD)
    joins = models.CharField(max_length=5, choices=Joins, default=Joins.OFFER)
    joins_from = models.PositiveSmallIntegerField(default=90)
    minutes = models.PositiveSmallIntegerField(default=15)
    """How many lie between two times it is asked."""
    only_with = models.TextField(blank=True)
    """Words of which an entry must have one, each on a line; none is any entry."""
    never_with = models.TextField(blank=True)
    """Words of which an entry must have none, each on a line."""
    quiet_from = models.TimeField(null=True)
    """From when to when (in the site's time) nothing is published by itself."""
    quiet_to = models.TimeField(null=True)

    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_at = models.DateTimeField(null=True)
    """When it is asked again; None while it is paused."""
    answered_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    """How often it failed since it last answered."""
    last_error = models.CharField(max_length=300, blank=True)
    paused_at = models.DateTimeField(null=True)
    polls = models.JSONField(default=list)
    """The last times it was asked: seconds since 1970, milliseconds, what came of it."""
    moved_to = models.CharField(max_length=1000, blank=True)
    """Where its address says that it has moved to for good."""
    moved_times = models.PositiveSmallIntegerField(default=0)
    """How often in a row it said so."""
    files = models.JSONField(default=list)
    """The last files of its folder: seconds since 1970, name, why not, or nothing."""
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    """Since when its entries are dropped, a piece at a time, and it with the last."""

    objects = ReadFeeds()
    with_removed = models.Manager()

    class Meta:
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["next_at"], name="feed_next"),
            models.Index(
                fields=["removed_at"],
                name="feed_removed",
                condition=models.Q(removed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files, and not an address."""
        return self.address.startswith(FOLDER)


class FeedEntry(models.Model):
    """One entry of a feed, and what became of it."""

    class State(models.TextChoices):
        HELD = "held"
        """It waits for an editor."""
        WAITING = "waiting"
        """It is published by itself at `due_at`."""
        PUBLISHED = "published"
        DROPPED = "dropped"
        """An editor does not want it."""
        SKIPPED = "skipped"
        """The feed's rules do not want it; `reason` says which."""
        CHANGED = "changed"
        """Its newer text waits for an editor: its story was written by hand since, or what
        its feed says is held."""
        REFUSED = "refused"
        """The forum did not take it; `reason` says why."""
        JOINED = "joined"
        """It is a further outlet of a story (`Outlet`)."""
        WITHHELD = "withheld"
        """Its publisher holds it back until further notice."""
        CANCELED = "canceled"
        """Its publisher took it back for good: whatever it says later, it stays so."""
        RELEASED = "released"
        """Its publisher released it again, or took back what it was joined to: a withdrawn
        story waits for an editor, who may tell it again."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="entries")
    key = models.CharField(max_length=64)
    """The hash of what its publisher calls it, or of its address where it has no name."""
    digest = models.CharField(max_length=64)
    """The hash of what it said when it was last read."""
    version = models.BigIntegerField(null=True)
    """Which version of itself that was, if its publisher counts them."""
    version_at = models.DateTimeField(null=True)
    """When its publisher made that version, if it says so."""
    told = models.JSONField()
    """What it said, as `reading` has it; emptied when it needs no more be known."""
    state = models.CharField(max_length=9, choices=State)
    later = models.JSONField(default=dict)
    """What it says from `due_at` on: a change that its publisher does not want shown yet,
    while `told` is what readers see."""
    reason = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True)
    """When it is published, or its change is shown."""
    approved_at = models.DateTimeField(null=True)
    """When an editor wanted it, if it has waited for its time since."""
    story = models.ForeignKey(Story, models.SET_NULL, null=True, related_name="entries")
    resembles = models.ForeignKey(Story, models.SET_NULL, null=True, related_name="+")
    """The story that it seems to tell, while it waits, and how much of it is the same."""
    about = models.ForeignKey(Topic, models.SET_NULL, null=True, related_name="+")
    """The topic that a member started from its page, while it waits."""
    like_title = models.PositiveSmallIntegerField(default=0)
    like_text = models.PositiveSmallIntegerField(default=0)
    like_numbers = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feed entries"
        constraints = [
            models.UniqueConstraint(fields=["feed", "key"], name="feed_entry_key")
        ]
        indexes = [
            models.Index(
                fields=["seen_at"],
                name="feed_entry_held",
                condition=models.Q(state="held"),
            ),
            models.Index(
                fields=["seen_at"],
                name="feed_entry_refused",
                condition=models.Q(state="refused"),
            ),
            models.Index(fields=["key"], name="feed_entry_called"),
            models.Index(
                fields=["changed_at"],
                name="feed_entry_changed",
                condition=models.Q(state="changed"),
            ),
            models.Index(
                fields=["due_at"],
                name="feed_entry_due",
                condition=models.Q(due_at__isnull=False),
            ),
            models.Index(
                fields=["changed_at"],
                name="feed_entry_released",
                condition=models.Q(state="released"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.told.get("headline", "")) or self.key


class EntryAddress(models.Model):
    """An address at which an entry was said to be found, as a hash."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="+")
    entry = models.ForeignKey(FeedEntry, models.CASCADE, related_name="addresses")
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entry addresses"
        constraints = [
            models.UniqueConstraint(fields=["feed", "digest"], name="feed_address")
        ]
        indexes = [models.Index(fields=["digest"], name="entry_address")]

    def __str__(self) -> str:
        return self.digest
