"""A story with all that belongs to one: versions, sources, requests and claims.

It is made by the services that members and editors use, so it is what they would make.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

REPLIES = 59
SAID = "The inspectors closed the northern gate at ten past two and did not log it."
CLAIMED = (
    "The gate was tested twice in January and passed both times",
    "No boat was turned away before four in the morning",
    "The ministry was told of the fault three weeks earlier",
)


def write_news_topic(end: datetime, editor: Any, members: list[Any]) -> Any:
    """The topic: a story corrected after eight replies and updated after fourteen; its
    first page holds three claims, four sources and a request for one."""
    from rostra.accounts.models import User
    from rostra.forum.services.replying import post_reply
    from rostra.news.services.publishing import (
        correct_story,
        publish_story,
        update_story,
    )

    house = User.objects.build("The Wire", is_house=True, role=User.Role.EDITOR)
    house.set_unusable_password()
    house.save()
    at = end - timedelta(days=2)
    topic = publish_story(
        house=house,
        category_id=1,
        headline="Inspectors say nobody logged the closing of the northern gate",
        body=_body(3),
        standfirst="Three claims, four sources and two new versions later.",
        byline="Lena Korvald",
        agency="The Wire",
        original_url="https://wire.example/gate",
        at=at,
    ).topic
    posts = []
    for number in range(REPLIES):
        at += timedelta(minutes=7)
        words = _reply(number)
        author = members[number % len(members)]
        posts.append(post_reply(author=author, topic_id=topic.pk, source=words, at=at))
        if number == 8:
            told = "The gate was closed at ten past two, not at four."
            correct_story(
                house=house, topic_id=topic.pk, correction=told, body=_body(2), at=at
            )
        if number == 14:
            update_story(house=house, topic_id=topic.pk, body=_body(4), at=at)
    _write_evidence(topic, posts, editor, members)
    return topic


def _write_evidence(
    topic: Any, posts: list[Any], editor: Any, members: list[Any]
) -> None:
    from rostra.evidence.services.claiming import claim_from_post
    from rostra.evidence.services.positioning import take_position
    from rostra.evidence.services.requesting import ask_for_source
    from rostra.evidence.services.sourcing import Named, add_source

    for number, words in enumerate(CLAIMED):
        post = posts[2 + 3 * number]
        claim = claim_from_post(curator=editor, post_id=post.pk, words=words)
        for stance in ("says", "disputes")[: 1 + number % 2]:
            take_position(
                curator=editor,
                claim_id=claim.pk,
                stance=stance,
                who=f"Ministry {stance}",
                source_title="The log of the barrier",
                source_url="https://barrier.example/log",
            )
    for number in range(4):
        post = posts[1 + 4 * number]
        add_source(
            author=post.author,
            post_id=post.pk,
            address=f"https://archive.example/{number}",
            named=Named(title=f"Archive, folder {number}", passage=SAID),
        )
    ask_for_source(asker=members[-1], post_id=posts[4].pk)


def _reply(number: int) -> str:
    claim = {2: 0, 5: 1, 8: 2}.get(number)
    said = _paragraph(Random(f"news {number}"))
    return f"{said} {CLAIMED[claim]}." if claim is not None else said


def _body(paragraphs: int) -> str:
    chance = Random(f"story {paragraphs}")
    return "".join(f"<p>{_paragraph(chance)} {SAID}</p>" for _ in range(paragraphs))


def _paragraph(chance: Random) -> str:
    from benchmarks.words import sentence

    return " ".join(sentence(chance) for _ in range(6))
