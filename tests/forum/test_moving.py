from datetime import timedelta

import pytest

from rostra.forum.models import Quote, ReadMark
from rostra.forum.selectors.post_place import post_url
from rostra.forum.services.editing import edit_post
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.moving import merge_topics, move_topic, split_topic
from rostra.forum.services.reading import write_marks
from rostra.forum.services.replying import post_reply


@pytest.fixture
def filled(make_topic, make_user, now):
    """Two topics of three posts each; their replies alternate in time."""
    topics = [
        make_topic("The first of the topics"),
        make_topic("The second one of them"),
    ]
    for turn in range(2):
        for place, topic in enumerate(topics):
            post_reply(
                author=make_user(),
                topic_id=topic.pk,
                source=f"Reply {turn} in {place}",
                at=now + timedelta(minutes=10 * turn + place + 1),
            )
    return topics


def numbers(topic):
    return list(topic.posts.order_by("number").values_list("number", flat=True))


def sources(topic):
    return list(topic.posts.order_by("number").values_list("source", flat=True))


class TestMerge:
    def test_posts_stand_by_time_with_dense_numbers(self, filled, moderator):
        one, two = filled

        merge_topics(moderator=moderator, topic_id=one.pk, into_id=two.pk)

        two.refresh_from_db()
        assert numbers(two) == [1, 2, 3, 4, 5, 6]
        assert sources(two)[2:] == [
            "Reply 0 in 0",
            "Reply 0 in 1",
            "Reply 1 in 0",
            "Reply 1 in 1",
        ]
        assert (two.last_number, two.category.post_count) == (6, 6)

    def test_every_permanent_address_goes_on_working(self, filled, moderator):
        one, two = filled
        posts = list(one.posts.values_list("pk", flat=True))

        merge_topics(moderator=moderator, topic_id=one.pk, into_id=two.pk)

        addresses = [post_url(reader=moderator, post_id=pk) for pk in posts]
        assert all(a.startswith(f"/topic/{two.pk}-") for a in addresses)
        one.refresh_from_db()
        assert one.merged_into == two

    def test_read_marks_stop_before_the_first_unread_post(
        self, filled, moderator, user
    ):
        one, two = filled
        write_marks({(user.pk, one.pk): 3, (user.pk, two.pk): 1})

        merge_topics(moderator=moderator, topic_id=one.pk, into_id=two.pk)

        # Openings and the first reply of one are read; the first of two is not.
        assert ReadMark.objects.get(user=user, topic=two).number == 3


class TestSplit:
    def test_renumbers_both_and_keeps_addresses(self, filled, moderator):
        topic = filled[0]
        moved = topic.posts.get(number=2)

        new = split_topic(
            moderator=moderator,
            topic_id=topic.pk,
            post_ids=[moved.pk],
            title="A topic of its own",
        )

        topic.refresh_from_db()
        assert (numbers(topic), numbers(new)) == ([1, 2], [1])
        assert (topic.last_number, new.last_number) == (2, 1)
        assert f"/topic/{new.pk}-" in post_url(reader=moderator, post_id=moved.pk)

    def test_counts_add_up(self, filled, moderator):
        topic = filled[0]
        moved = topic.posts.get(number=3)

        split_topic(
            moderator=moderator,
            topic_id=topic.pk,
            post_ids=[moved.pk],
            title="A topic of its own",
        )

        topic.category.refresh_from_db()
        assert (topic.category.topic_count, topic.category.post_count) == (3, 6)


class TestMove:
    def test_authors_are_counted_only_what_everybody_may_read(
        self, filled, moderator, make_category
    ):
        topic, staff = filled[0], make_category("Staff", audience="staff")
        author = topic.posts.get(number=2).author

        counts = []
        for place in (staff, filled[1].category):
            move_topic(moderator=moderator, topic_id=topic.pk, category_id=place.pk)
            author.refresh_from_db()
            counts.append(author.post_count)

        assert counts == [0, 1]

    def test_counts_go_along(self, filled, moderator, make_category):
        topic, elsewhere = filled[0], make_category("Elsewhere")

        move_topic(moderator=moderator, topic_id=topic.pk, category_id=elsewhere.pk)

        elsewhere.refresh_from_db()
        old = filled[1].category
        old.refresh_from_db()
        assert (elsewhere.topic_count, elsewhere.post_count) == (1, 3)
        assert (old.topic_count, old.post_count) == (1, 3)


def test_what_packages_add_to_posts_goes_along_with_them(moderator, make_topic, user):
    one, other = make_topic(additions="evidence"), make_topic(additions="x")
    reply = post_reply(author=user, topic_id=one.pk, source="Along.")

    new = split_topic(
        moderator=moderator, topic_id=one.pk, post_ids=[reply.pk], title="Another topic"
    )
    merged = merge_topics(moderator=moderator, topic_id=new.pk, into_id=other.pk)

    assert new.additions == "evidence"
    assert merged.additions == "evidence x"
    new.refresh_from_db()
    assert new.additions is None


class TestQuotes:
    @pytest.fixture
    def quoting(self, filled, make_user, now):
        """A post in the first topic that quotes one of the second."""
        one, two = filled
        said = two.posts.get(number=2)
        source = f"> @x [said](/post/{said.pk}/):\n>\n> {said.source}\n\nSo it is."
        at = now + timedelta(hours=1)
        return post_reply(author=make_user(), topic_id=one.pk, source=source, at=at)

    def test_lead_to_the_same_words_after_every_move(
        self, filled, quoting, moderator, make_category
    ):
        one, two = filled
        elsewhere = make_category()

        merge_topics(moderator=moderator, topic_id=two.pk, into_id=one.pk)
        split_topic(
            moderator=moderator,
            topic_id=one.pk,
            post_ids=[quoting.pk],
            title="What was said about it",
        )
        move_topic(moderator=moderator, topic_id=one.pk, category_id=elsewhere.pk)
        edit_post(
            editor=moderator, post_id=quoting.quotes.get().quoted_post_id, source="No."
        )
        judge_waiting_quotes()

        quote = quoting.quotes.get()
        assert quote.words == "Reply 0 in 1"
        assert quote.state == Quote.State.EDITED
        assert quote.quoted_post.topic == one
        quoting.refresh_from_db()
        assert 'data-quote-state="edited"' in quoting.html
        assert post_url(reader=moderator, post_id=quote.quoted_post_id)
