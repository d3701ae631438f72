from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from rostra.forum.models import Topic
from rostra.forum.services.replying import post_reply


@pytest.mark.django_db(transaction=True)
def test_numbers_stay_dense_when_many_people_reply_at_once(make_user, make_topic):
    authors = [make_user() for _ in range(8)]
    topic = make_topic()

    def reply_often(author):
        try:
            for turn in range(10):
                post_reply(author=author, topic_id=topic.pk, source=f"Me too, {turn}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(reply_often, authors))

    numbers = list(topic.posts.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 82))
    assert Topic.objects.get(pk=topic.pk).last_number == 81


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_by_two_threads_at_once_makes_one_post(make_user, make_topic):
    author, topic = make_user(), make_topic()

    def send(_):
        try:
            return post_reply(
                author=author, topic_id=topic.pk, source="Once", client_token="abc"
            ).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        made = set(pool.map(send, range(6)))

    assert len(made) == 1
    assert topic.posts.count() == 2
