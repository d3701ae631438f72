"""A dry run's account: what would be written, told without the database."""

from rostra.forum.models import Quote
from rostra.transfer.batches import Item, count_topic
from rostra.transfer.foreign import ForeignMember
from rostra.transfer.preparing import POST_STAND_IN, PreparedTopic
from rostra.transfer.reports import Report
from rostra.transfer.words import kind_of


class Rehearsal:
    """Counts what a real run would write into an empty site."""

    def __init__(self, report: Report) -> None:
        self._report = report
        # Hashes, not names: a large forum has many members.
        self._with_id: set[int] = set()
        self._names_of_them: set[int] = set()
        self._by_name: set[int] = set()
        self._signed: set[int] = set()
        self._categories: set[int] = set()
        self._topics: set[int] = set()

    def add(self, item: Item) -> None:
        """Count what one file gave."""
        self._report.written["files"] += 1
        self._report.written["profiles"] += len(item.members)
        for member in item.members:
            self._member(item.site, member)
        for topic in item.topics:
            mark = hash((topic.topic.site, topic.topic.key))
            if mark not in self._topics:
                self._topics.add(mark)
                self._topic(topic, item.file)
        written = self._report.written
        # Who is known by name only is counted unless somebody with an id bears it.
        nameless = len(self._by_name - self._names_of_them)
        written["members"] = len(self._with_id) + nameless
        written["signatures"] = len(self._signed)
        written["categories"] = len(self._categories)

    def _member(self, site: str, member: ForeignMember) -> None:
        name = hash((site, member.name.casefold()))
        if member.key.startswith("name:"):
            self._by_name.add(name)
        else:
            self._with_id.add(hash((site, member.key)))
            self._names_of_them.add(name)
        if member.signature:
            self._signed.add(name)

    def _topic(self, prepared: PreparedTopic, file: str) -> None:
        topic, report = prepared.topic, self._report
        self._categories.add(hash((topic.site, topic.category.key)))
        for member in prepared.members:
            self._member(topic.site, member)
        count_topic(prepared, file, report)
        for post in prepared.posts:
            report.written["reactions"] += len(
                {r.member.key for r in post.post.reactions if kind_of(r.word)}
            )
            states = [
                Quote.State.EXACT if quote.is_exact else Quote.State.ALTERED
                for quote in post.quotes
                if quote.stand_in - POST_STAND_IN < len(prepared.posts)
            ]
            report.count_quotes(len(post.post.quotes), post.linked, states)
