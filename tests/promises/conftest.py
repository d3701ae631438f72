"""A small community with things that not everybody may see."""

from dataclasses import dataclass

import pytest

from rostra.accounts.models import User
from rostra.evidence.services.claiming import claim_from_post
from rostra.evidence.services.requesting import ask_for_source
from rostra.evidence.services.sourcing import Named, add_source
from rostra.forum.models import Post, Topic
from rostra.forum.services.attaching import attach_file, tie_files
from rostra.forum.services.drafting import save_draft
from rostra.forum.services.moderating import hide_topic
from rostra.forum.services.polling import NewPoll, hang_poll
from rostra.forum.services.replying import post_reply
from rostra.forum.services.tagging import tag_topic
from tests.walking import people_of


@pytest.fixture(scope="session")
def people(rostra):
    """A guest, a member and a moderator of the sample community, signed in."""
    return people_of(rostra)


@dataclass(frozen=True)
class Things:
    """What the addresses of a site are about; one set anybody may read, one not."""

    topic: Topic
    post: Post
    author: User
    draft_id: int
    file_id: int
    use_id: int
    source_id: int
    request_id: int
    claim_id: int

    def path(self, pattern: str) -> str:
        """An address made from its pattern: `/topic/{topic}/go/`."""
        return pattern.format(
            topic=self.topic.pk,
            topic_slug=self.topic.slug,
            category=self.topic.category_id,
            category_slug=self.topic.category.slug,
            post=self.post.pk,
            opening=self.topic.posts.get(number=1).pk,
            member=self.author.pk,
            member_slug=self.author.slug,
            draft=self.draft_id,
            file=self.file_id,
            tag=self.topic.tag_names[-1],
            use=self.use_id,
            source=self.source_id,
            request=self.request_id,
            claim=self.claim_id,
        )


@pytest.fixture
def make_things(site, make_user, make_topic, settings, tmp_path):
    """Make a topic with a reply that shows a file, its author and their draft."""
    settings.ROSTRA_DATA = tmp_path

    def make(audience="everyone", hidden=False):
        author = make_user(f"Quietus Mole {audience} {hidden}", role="moderator")
        topic = make_topic(
            title=f"Zebra crossing {audience}", audience=audience, author=author
        )
        own = f"pelican-{audience}-{hidden}".lower()
        tag_topic(topic, ("zebra", own))
        asked = NewPoll("Zebra or not?", ("Zebra", "Not"), is_public=True)
        hang_poll(topic.posts.get(), asked)
        post = post_reply(
            author=author,
            topic_id=topic.pk,
            source=f"Velvet hammer {audience} {hidden}\n\nQuiet words.",
        )
        words = f"> @x [said](/post/{post.pk}/):\n>\n> Quiet words."
        post_reply(author=author, topic_id=topic.pk, source=words, at=post.created_at)
        draft = save_draft(owner=author, place=f"topic:{topic.pk}", source="Unsent")
        words = f"Velvet hammer {audience} {hidden}".encode()
        file = attach_file(owner=author, name="velvet.txt", data=words)
        tie_files(post, [file.pk])
        asker = make_user(f"Asker {audience} {hidden}", role="moderator")
        asked = ask_for_source(asker=asker, post_id=post.pk, words="Quiet words")
        use = add_source(
            author=author,
            post_id=post.pk,
            address=f"https://zebra.example/{audience}-{hidden}",
            named=Named(title=f"Zebra log {audience}"),
        )
        if hidden:
            hide_topic(moderator=author, topic_id=topic.pk)
        topic.refresh_from_db()
        claim = claim_from_post(curator=author, post_id=post.pk, words="Quiet words.")
        evidence = (use.pk, use.source_id, asked.pk, claim.pk)
        return Things(topic, post, author, draft.pk, file.pk, *evidence)

    return make
