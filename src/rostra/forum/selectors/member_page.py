"""A member's page: who they are and what they wrote."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from rostra.accounts.models import Merging, Reader, Tie, User
from rostra.accounts.selectors.fields import Answer, answers_of
from rostra.accounts.selectors.former_names import former_names
from rostra.forum.selectors.cursors import Cursor
from rostra.forum.selectors.member_posts import Tab, WrittenPosts, posts_of
from rostra.forum.selectors.rows import Person
from rostra.foundation.visibility import NotVisible


@dataclass(frozen=True, slots=True)
class MemberPage:
    """A member, as one reader sees them."""

    reader: Reader
    person: Person
    banner: str
    """A broad picture: a path below the media folder, or nothing."""
    about: str
    """Plain text."""
    answers: tuple[Answer, ...]
    """What they say in the owner's fields."""
    former_name: str
    """What they were called a short time ago, if the reader may know; or nothing."""
    is_placeholder: bool
    has_left: bool
    merged_into: int
    """The id of the account that theirs went into, or 0."""
    tie: str
    """What the reader makes of them: follow, ignore or nothing."""
    tab: Tab
    written: WrittenPosts

    @property
    def is_me(self) -> bool:
        return self.reader.pk == self.person.id

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """Whom one reacted to is one's own to look at: posts show numbers, not names."""
        shown = (Tab.POSTS, Tab.TOPICS, Tab.RECOMMENDED)
        return (*shown, Tab.REACTIONS) if self.is_me else shown


def member_page(
    *,
    reader: Reader,
    member_id: int,
    tab: Tab = Tab.POSTS,
    cursor: Cursor | None = None,
) -> MemberPage:
    """A member and one page of one of their lists: three queries, however much they wrote.

    Only posts that the reader may see are among them. Raises NotVisible if there is
    no such member, or the list is not for this reader.
    """
    ties = Tie.objects.filter(owner=reader.pk or 0, member=OuterRef("pk"))
    merged = Merging.objects.filter(gone=OuterRef("pk"))
    former = former_names(reader=reader, member_id=member_id).values("name")[:1]
    members = User.objects.annotate(
        tie=Subquery(ties.values("kind")),
        merged_into=Subquery(merged.values("kept")),
        former_name=Subquery(former),
    )
    member = members.filter(pk=member_id, awaits_approval=False).first()
    if member is None or (tab == Tab.REACTIONS and reader.pk != member_id):
        raise NotVisible("member")
    return MemberPage(
        reader=reader,
        person=_person(member),
        banner=member.banner,
        about=member.about,
        answers=answers_of(reader=reader, member_id=member_id),
        former_name="" if member.closed_at else member.former_name or "",
        is_placeholder=member.is_placeholder,
        has_left=member.closed_at is not None,
        merged_into=member.merged_into or 0,
        tie=member.tie or "",
        tab=tab,
        written=posts_of(reader, member_id, tab, cursor),
    )


def _person(member: User) -> Person:
    return Person(
        id=member.pk,
        name=member.name,
        slug=member.slug,
        role=member.role,
        is_house=member.is_house,
        face=member.face,
        title=member.title,
        location=member.location,
        joined_at=member.joined_at,
        post_count=member.post_count,
    )
