"""A dry run's account: what would be written, told without the database."""

from rostra.forum.models import Quote
from rostra.transfer.batches import Item, count_topic
from rostra.transfer.preparing import POST_STAND_IN, PreparedTopic
from rostra.transfer.reports import Report
from rostra.transfer.words import kind_of


class Rehearsal:
    """Counts what a real run would write into an empty site."""

    def __init__(self, report: Report) -> None:
        self._report = report
        # Hashes, not names: a large forum has many members.
        self._members: set[int] = set()
        self._signed: set[int] = set()
        self._categories: set[int] = set()
        self._topics: set[int] = set()

    def add(self, item: Item) -> None:
        """Count what one file gave."""
        for member in item.members:
            self._member(item.site, member.key, member.signature)
        for topic in item.topics:
            mark = hash((topic.topic.site, topic.topic.key))
            if mark not in self._topics:
                self._topics.add(mark)
                self._topic(topic, item.file)
        written = self._report.written
        written["members"] = len(self._members)
        written["signatures"] = len(self._signed)
        written["categories"] = len(self._categories)

    def _member(self, site: str, key: str, signature: str) -> None:
        mark = hash((site, key))
        self._members.add(mark)
        if signature:
            self._signed.add(mark)

    def _topic(self, prepared: PreparedTopic, file: str) -> None:
        topic, report = prepared.topic, self._report
        self._categories.add(hash((topic.site, topic.category.key)))
        for member in prepared.members:
            self._member(topic.site, member.key, member.signature)
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
