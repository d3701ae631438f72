"""What news puts on the forum's pages."""

from django.template import loader
from django.utils.translation import ngettext
from markupsafe import Markup

from rostra.forum.selectors.front_page import FrontPage
from rostra.forum.selectors.publishers import PublisherPage
from rostra.forum.selectors.topic_page import TopicPage
from rostra.news.selectors.front_stories import front_stories
from rostra.news.selectors.publishers import stories_of
from rostra.news.selectors.story_card import story_card


def story_head(page: TopicPage) -> Markup | None:
    """The card that stands for a story's opening post, on page 1 of its topic."""
    if not (page.topic.is_story and page.is_first and page.posts):
        return None
    card = story_card(topic_id=page.topic.id)
    if card is None or page.posts[0].number != 1 or page.posts[0].hidden_at:
        return None
    return _drawn("news/_story.html", page=page, story=card, post=page.posts[0])


def stories_on_front(page: FrontPage) -> Markup | None:
    """The newest stories, above the front page's lists."""
    stories = front_stories(reader=page.reader)
    return _drawn("news/_front.html", stories=stories) if stories else None


def publisher_section(page: PublisherPage) -> Markup | None:
    """The stories of a publisher, and its corrections."""
    its = stories_of(reader=page.reader, key=page.key)
    return _drawn("news/_publisher.html", its=its) if its else None


def say_stories(count: int) -> str:
    """How the list of publishers says that stories are from one."""
    words = ngettext("%(count)s story", "%(count)s stories", count)
    return words % {"count": count}


def _drawn(template: str, **context: object) -> Markup:
    return Markup(loader.get_template(template, using="jinja").render(context))
