"""What evidence puts on the forum's pages."""

from django.template import loader
from markupsafe import Markup

from rostra.evidence.selectors.claims import claims_of
from rostra.forum.selectors.topic_page import TopicPage
from rostra.web.fragments import keep


def claims_panel(page: TopicPage) -> Markup | None:
    """The claims of a topic, between its opening post and the replies."""
    if not page.is_first:
        return None
    key = ("claims", page.topic.id)
    return keep(key, page.versions, lambda: _panel(page))


def _panel(page: TopicPage) -> Markup:
    claims = claims_of(topic_id=page.topic.id)
    if not claims:
        return Markup()
    template = loader.get_template("evidence/_claims.html", using="jinja")
    return Markup(template.render({"page": page, "claims": claims}))
