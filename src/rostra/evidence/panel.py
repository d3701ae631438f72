"""What evidence puts on the forum's pages."""

from django.template import loader
from markupsafe import Markup

from rostra.evidence.selectors.claims import claims_of
from rostra.forum.selectors.topic_page import TopicPage


def claims_panel(page: TopicPage) -> Markup | None:
    """The claims of a topic, between its opening post and the replies."""
    claims = claims_of(topic_id=page.topic.id) if page.is_first else ()
    if not claims:
        return None
    template = loader.get_template("evidence/_claims.html", using="jinja")
    return Markup(template.render({"page": page, "claims": claims}))
