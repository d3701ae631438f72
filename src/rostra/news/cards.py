"""What news puts on the forum's pages."""

import re
from html import unescape

from django.template import loader
from django.utils.translation import ngettext
from markupsafe import Markup

from rostra.forum.policies import PostFacts
from rostra.forum.selectors.front_page import FrontPage
from rostra.forum.selectors.publishers import PublisherPage
from rostra.forum.selectors.topic_page import PostPlace, TopicPage
from rostra.forum.slots import StartPlace
from rostra.news.models.link import KEY as LINKED
from rostra.news.policies import PUBLISH, FeedPolicy, LinkPolicy
from rostra.news.selectors.front_stories import front_stories
from rostra.news.selectors.link_card import LinkCardRow, link_card
from rostra.news.selectors.publishers import stories_of
from rostra.news.selectors.story_card import story_card
from rostra.news.selectors.story_marks import states_in
from rostra.web.fragments import keep
from rostra.web.pages import Frame


def story_head(page: TopicPage) -> Markup | None:
    """The card that stands for a story's opening post, on page 1 of its topic."""
    if not (page.topic.is_story and page.is_first and page.posts):
        return None
    post = page.posts[0]
    if post.number != 1 or post.hidden_at:
        return None
    same_for = page.same_for(post)
    key = same_for and ("story", PUBLISH in page.rights, *same_for)
    return keep(key, page.versions, lambda: _card(page)) or None


def _card(page: TopicPage) -> Markup:
    card = story_card(topic_id=page.topic.id)
    if card is None:
        return Markup()
    more = {"post": page.posts[0], "may_publish": PUBLISH in page.rights}
    return drawn("news/_story.html", page=page, story=card, **more)


def story_meta(page: TopicPage) -> Markup | None:
    """The picture that stands for a story where its address is shared."""
    if not page.topic.is_story or page.topic.hidden_at:
        return None
    if page.posts and page.posts[0].hidden_at:
        return None
    card = story_card(topic_id=page.topic.id)
    if card is None or card.is_withdrawn or not card.image:
        return None
    return drawn("news/_meta.html", story=card)


def link_below_title(page: TopicPage) -> Markup | None:
    """The page that a topic was started from, below its title; where a feed has brought
    its story since, that says where the original is."""
    card = _link_of(page)
    if card is None:
        return None
    about = {"topic": page.topic, "may_change": _may_change_link(page)}
    return drawn("news/_link_card.html", link=card, **about)


def without_link(words_and_place: tuple[str, PostPlace]) -> str | None:
    """The words of an opening post without the link to that page that they begin with: it
    stands just above, and its title twice. Where a member wrote nothing else, it stays."""
    html, (page, post) = words_and_place
    found = _LEADING_LINK.match(html) if post.number == 1 else None
    card = _link_of(page) if found else None
    if not found or card is None or unescape(found["address"]) != card.address:
        return None
    return html[found.end() :] or None


_LEADING_LINK = re.compile(r'<p[^>]*><a href="(?P<address>[^"]*)"[^>]*>.*?</a></p>\s*')


def _link_of(page: TopicPage) -> LinkCardRow | None:
    """The page that a topic was started from, if its card is shown on this page."""
    if LINKED not in page.topic.additions.split() or not page.posts:
        return None
    opening = page.posts[0]
    if page.topic.is_story or opening.number != 1 or opening.hidden_at:
        return None
    return link_card(topic_id=page.topic.id, versions=page.versions)


def _may_change_link(page: TopicPage) -> bool:
    post = page.posts[0]
    if not (post.is_mine or page.moderate):
        return False
    opening = PostFacts(post.author.id, post.created_at, post.hidden_at)
    return bool(LinkPolicy(page.reader).change(opening, page.topic))


def way_from_link(place: StartPlace) -> Markup | None:
    """The way to start a topic from a link, for those who may where they are."""
    policy = LinkPolicy(place.reader)
    may = place.category_id in policy.places if place.category_id else policy.enter()
    if not may:
        return None
    return drawn("news/_from_link.html", category_id=place.category_id)


def story_marks(topics: tuple[int, ...]) -> dict[int, Markup]:
    """Which stories of a list were corrected or withdrawn."""
    return {
        topic_id: drawn("news/_story_mark.html", state=state)
        for topic_id, state in states_in(topics).items()
    }


def stories_on_front(page: FrontPage) -> Markup | None:
    """The newest stories, above the front page's lists."""
    stories = front_stories(reader=page.reader)
    return drawn("news/_front.html", stories=stories) if stories else None


def publisher_section(page: PublisherPage) -> Markup | None:
    """The stories of a publisher, and its corrections."""
    its = stories_of(reader=page.reader, key=page.key)
    return drawn("news/_publisher.html", its=its) if its else None


def say_stories(count: int) -> str:
    """How the list of publishers says that stories are from one."""
    words = ngettext("%(count)s story", "%(count)s stories", count)
    return words % {"count": count}


def newsroom_item(frame: Frame) -> Markup | None:
    """The way to the newsroom, for who may publish stories somewhere."""
    return drawn("news/_menu_item.html") if FeedPolicy(frame.reader).enter() else None


def withdrawals_item(here: str) -> Markup:
    """The way to the log of withdrawals, for owners."""
    return drawn("news/_control_item.html")


def drawn(template: str, **context: object) -> Markup:
    """A template of news as a piece of a page."""
    return Markup(loader.get_template(template, using="jinja").render(context))
