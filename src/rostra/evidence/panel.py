"""What evidence puts on the forum's pages."""

from django.template import loader
from django.utils.translation import ngettext
from markupsafe import Markup

from rostra.evidence.policies import ASK, CURATE
from rostra.evidence.selectors.beside_posts import asked_by_reader, evidence_on
from rostra.evidence.selectors.claim_lists import claims_count, counted_in
from rostra.evidence.selectors.claims import ClaimRow, claims_on
from rostra.evidence.selectors.publishers import claims_said_by, sources_of
from rostra.evidence.selectors.requests import given_by, most_wanted, wanted_in
from rostra.evidence.selectors.sources import sources_of_posts
from rostra.evidence.services.sourcing import KEY
from rostra.forum.publishers import domains_to_look_at
from rostra.forum.selectors.front_page import FrontPage
from rostra.forum.selectors.member_page import MemberPage
from rostra.forum.selectors.publishers import PublisherPage
from rostra.forum.selectors.topic_page import PostPlace, TopicPage
from rostra.web.fragments import keep


def claims_panel(page: TopicPage) -> Markup | None:
    """The claims of a topic, between its opening post and the replies."""
    if not page.is_first:
        return None
    claims = claims_on(page)
    if not claims:
        return None
    return keep(
        ("claims", page.topic.id), page.versions, lambda: _drawn_claims(page, claims)
    )


def _drawn_claims(page: TopicPage, claims: tuple[ClaimRow, ...]) -> Markup:
    """What only comments say is not said to be what a story says."""
    opening = page.posts[0].id if page.topic.is_story and page.posts else 0
    own = tuple(claim for claim in claims if not opening or claim.is_made_in(opening))
    rest = tuple(claim for claim in claims if claim not in own)
    about = {"page": page, "claims": own, "of_replies": rest}
    return _drawn("evidence/_claims.html", **about)


def under_post(place: PostPlace) -> Markup | None:
    """The sources that a post names, and what is asked for."""
    page, post = place
    if KEY not in page.topic.additions.split():
        return None
    below = evidence_on(page).posts.get(post.id)
    if below is None:
        return None
    asked = asked_by_reader(place)
    about = {"page": page, "post": post, "below": below, "asked": asked}
    return keep(
        ("below", post.id, post.is_mine, asked),
        page.versions,
        lambda: _drawn("evidence/_below.html", **about),
    )


def own_posts(page: TopicPage) -> set[int]:
    """The posts under which it is said that the reader asks for a source."""
    if KEY not in page.topic.additions.split():
        return set()
    wanted, me = evidence_on(page).wanted, page.reader.pk
    return {line.post_id for line in wanted if me in line.askers}


def wanted_in_topic(page: TopicPage) -> Markup | None:
    """The sources that are wanted in a topic, beside it."""
    if KEY not in page.topic.additions.split():
        return None
    wanted = evidence_on(page).wanted
    if not wanted:
        return None
    return keep(
        ("wanted", page.topic.id),
        page.versions,
        lambda: _drawn("evidence/_wanted_here.html", wanted=wanted),
    )


def ask_action(page: TopicPage) -> Markup | None:
    """The link to ask for a source, for those who may ask here."""
    if ASK not in page.rights or page.topic.locked_at:
        return None
    return _action("evidence/_ask_action.html")


def name_action(page: TopicPage) -> Markup | None:
    """The link to the sources of one's own post."""
    if not page.reader.is_authenticated or page.topic.locked_at:
        return None
    return _action("evidence/_name_action.html")


def claim_item(page: TopicPage) -> Markup | None:
    """The item to make a claim of words in a post, for curators."""
    return _action("evidence/_claim_item.html") if CURATE in page.rights else None


def wanted_on_front(page: FrontPage) -> Markup | None:
    """The sources that most members want."""
    wanted = most_wanted(reader=page.reader)
    if not wanted.lines:
        return None
    return _drawn("evidence/_wanted_on_front.html", wanted=wanted)


def claims_on_front(page: FrontPage) -> Markup | None:
    """A line about the claims that are disputed and the predictions that are due."""
    count = claims_count(reader=page.reader)
    if not count.disputed and not count.due:
        return None
    return _drawn("evidence/_claims_on_front.html", count=count)


def claim_marks(topics: tuple[int, ...]) -> dict[int, Markup]:
    """How many claims are disputed or due in topics of a list."""
    counts = counted_in(topics).items()
    return {
        topic_id: _drawn("evidence/_claim_marks.html", count=count)
        for topic_id, count in counts
        if count.disputed or count.due
    }


def wanted_marks(topics: tuple[int, ...]) -> dict[int, Markup]:
    """In which topics of a list a source is asked for."""
    return {
        topic_id: _drawn("evidence/_wanted_mark.html") for topic_id in wanted_in(topics)
    }


def member_record(page: MemberPage) -> Markup | None:
    """How many of the sources that were asked of a member they gave."""
    if page.has_left or page.person.is_house or page.is_placeholder:
        return None
    given = given_by(reader=page.reader, member_id=page.person.id)
    lines = []
    if given.settled:
        words = ngettext(
            "source given, of %(asked)s asked for",
            "sources given, of %(asked)s asked for",
            given.given,
        )
        lines.append((given.given, words % {"asked": given.settled}))
    if given.waiting:
        words = ngettext(
            "request for a source is open",
            "requests for sources are open",
            given.waiting,
        )
        lines.append((given.waiting, words))
    line = Markup('<p class="stat number"><b>{}</b> {}</p>')
    return Markup("").join(line.format(*one) for one in lines) or None


def below_held(posts: tuple[int, ...]) -> dict[int, Markup]:
    """The sources of posts that wait for a moderator."""
    found = sources_of_posts(posts)
    return {
        post_id: _drawn(
            "evidence/_held_sources.html",
            uses=uses,
            domains=domains_to_look_at(use.source.address for use in uses),
        )
        for post_id, uses in found.items()
    }


def publisher_section(page: PublisherPage) -> Markup | None:
    """What sources and claims tell of a publisher."""
    about = {"reader": page.reader, "key": page.key}
    sources, claims = sources_of(**about), claims_said_by(**about)
    if sources is None and claims is None:
        return None
    return _drawn("evidence/_publisher.html", sources=sources, claims=claims)


def say_sources(count: int) -> str:
    """How the list of publishers says that pages are named."""
    return ngettext("%(count)s source", "%(count)s sources", count) % {"count": count}


def _action(template: str) -> Markup:
    # It is the same on all pages, and is asked for on each.
    return keep(("action", template), (), lambda: _drawn(template))


def _drawn(template: str, **context: object) -> Markup:
    return Markup(loader.get_template(template, using="jinja").render(context))
