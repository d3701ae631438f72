"""What whoever wants to ask for a source is shown first."""

from dataclasses import dataclass

from django.db.models import Count

from rostra.accounts.models import Reader
from rostra.evidence.models import SourceRequest
from rostra.evidence.policies import RequestPolicy
from rostra.evidence.selectors.sources import person_of, readable_post
from rostra.forum.models import Post
from rostra.forum.selectors.rows import Person, snippet_of
from rostra.foundation.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class AskPage:
    """A post, and what is asked for there already."""

    post: Post
    author: Person
    snippet: str
    requests: tuple[SourceRequest, ...]
    """The open ones, each with `asked`."""
    ask: Verdict


def ask_page(*, reader: Reader, post_id: int) -> AskPage:
    """Two queries. Raises NotVisible."""
    post = readable_post(reader, post_id)
    is_open = post.source_requests.filter(state=SourceRequest.State.OPEN)
    return AskPage(
        post=post,
        author=person_of(post),
        snippet=snippet_of(post.html, 300),
        requests=tuple(is_open.annotate(asked=Count("askings"))),
        ask=RequestPolicy(reader, post, post.topic).ask(),
    )
