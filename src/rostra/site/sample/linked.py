"""Topics of the sample that were started from a page of another site, which nobody asks."""

from typing import TYPE_CHECKING

from rostra.forum.models import Topic
from rostra.news.services.starting_links import Linked, start_link_topic
from rostra.site.sample.reading import TopicText, time_ago

if TYPE_CHECKING:
    from rostra.site.sample.telling import Teller


def start(teller: "Teller", text: TopicText) -> Topic:
    """Start the topic of a file; `[link]` in its front matter tells of the page."""
    told, opening = text.front["link"], text.posts[0]
    published = teller.now - time_ago(told["published"])
    linked = Linked(
        address=told["address"],
        title=teller.filled(text.front["title"]),
        outlet=told.get("outlet", ""),
        published_on=published.date(),
    )
    return start_link_topic(
        author=teller.people[opening.author],
        category_id=teller.categories[text.front["category"]].pk,
        linked=linked,
        source=teller.filled(opening.text),
        tags=tuple(text.front.get("tags", ())),
        at=teller.now - opening.ago,
    )
