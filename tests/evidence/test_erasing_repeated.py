"""What repeats words that were taken back goes from all posts, a piece at a time."""

import itertools

import pytest

from rostra.evidence.models import Claim, ErasedWords, PostSource
from rostra.evidence.services import erasing_repeated
from rostra.evidence.services.claiming import claim_from_post, record_claim
from rostra.evidence.services.erasing_repeated import erase_repeated
from rostra.evidence.services.sourcing import Named, add_source
from rostra.forum.erasures import Erasure
from rostra.forum.models import Post
from rostra.forum.services.replying import post_reply

pytestmark = pytest.mark.django_db
GONE = "The pilot ordered seven lanterns for the quay at dawn."


@pytest.fixture
def erased(db):
    runs = Erasure(post=Post(), gone=(GONE,)).runs
    return ErasedWords.objects.create(runs=sorted(runs))


@pytest.fixture
def name(author, topic):
    number = itertools.count(1)

    def name(passage):
        said = f"I have read {next(number)} papers."
        post = post_reply(author=author, topic_id=topic.pk, source=said)
        return add_source(
            author=author,
            post_id=post.pk,
            address="https://paper.example/1",
            named=Named(passage=passage),
        )

    return name


def test_goes_wherever_it_stands_and_nothing_else_does(name, erased, monkeypatch):
    monkeypatch.setattr(erasing_repeated, "AT_ONCE", 2)
    uses = [name(f"Something else, number {n}, says this.") for n in range(3)]
    lost = name(f"It says: {GONE}")

    assert erase_repeated() == 4

    lost.refresh_from_db()
    assert (lost.passage, lost.excerpt, lost.found) == ("", "", "")
    assert all(PostSource.objects.get(pk=use.pk).passage for use in uses)
    assert not ErasedWords.objects.exists()


def test_goes_on_where_it_stopped(name, erased, monkeypatch):
    monkeypatch.setattr(erasing_repeated, "AT_ONCE", 1)
    for _time in range(3):
        name(GONE)

    while erase_repeated(seconds=0.0):
        pass
    assert ErasedWords.objects.exists()  # It had no time at all.
    erase_repeated()

    assert not PostSource.objects.exclude(passage="").exists()
    assert not ErasedWords.objects.exists()


def test_costs_one_query_where_nothing_was_erased(django_assert_num_queries, db):
    with django_assert_num_queries(1):
        assert erase_repeated() == 0


def test_a_claim_of_what_a_post_says_itself_stays(author, topic, erased, make_user):
    editor = make_user(role="editor")
    post = post_reply(author=author, topic_id=topic.pk, source=GONE)
    own = claim_from_post(curator=editor, post_id=post.pk, words=GONE)
    by_hand = record_claim(curator=editor, topic_id=topic.pk, words=f"{GONE} Maybe.")

    erase_repeated()

    assert Claim.objects.filter(pk=own.pk).exists()
    assert not Claim.objects.filter(pk=by_hand.pk).exists()


def test_a_topics_page_is_made_anew(name, erased, topic, client, site):
    use = name(GONE)
    path = f"/post/{use.post_id}/sources/"
    assert "seven lanterns" in client.get(path).text

    erase_repeated()

    assert "seven lanterns" not in client.get(path).text
