"""Long blocks of a story are remarked upon, and never forbidden."""

import pytest

from rostra.forum.services.warning import warnings_about
from rostra.foundation.shared_words import longest_shared_run
from rostra.news.services.publishing import publish_story

pytestmark = pytest.mark.django_db

WORDS = [f"word{n}" for n in range(200)]
BODY = "".join(f"<p>{' '.join(WORDS[at : at + 50])}</p>" for at in range(0, 200, 50))


@pytest.fixture
def about(make_user, category, user):
    def warn(source, **parts):
        story = publish_story(
            house=make_user("Halvern Wire", is_house=True),
            category_id=category.pk,
            headline="Barrier closed two hours late",
            body=BODY,
            **parts,
        )
        return warnings_about(author=user, topic_id=story.topic_id, source=source)

    return warn


def test_a_long_block_is_told_with_whose_it_is(about):
    source = f"They say: *{' '.join(WORDS[:70]).upper()}* and so on"

    (said,) = about(source, copyright="© Halvern Wire")

    assert said.startswith("70 words in a row stand in the story (© Halvern Wire).")


def test_a_block_over_several_paragraphs_is_one(about):
    source = f"{' '.join(WORDS[20:50])}\n\n{' '.join(WORDS[50:90])}"

    assert about(source)[0].startswith("70 words in a row stand in the story.")


@pytest.mark.parametrize(
    "source",
    [
        " ".join(WORDS[:50]),
        " ".join(WORDS[::2]),
        "> " + " ".join(WORDS) + "\n\nSo they say.",
        " ".join(f"other{n}" for n in range(200)),
    ],
)
def test_a_short_block_a_quote_and_own_words_are_not(about, source):
    assert about(source) == []


def test_other_topics_are_not_compared(topic, user):
    said = warnings_about(author=user, topic_id=topic.pk, source=" ".join(WORDS))

    assert said == []


@pytest.mark.parametrize(
    ("text", "other", "count"),
    [
        ("", "", 0),
        ("a b c d e f g", "a b c d e f g", 0),
        ("a b c d e f g h", "x a b c d e f g h y", 8),
        ("“A b” c – d e f g h i", '"a b" c - d e f g h j', 8),
        ("ประตูที่สาม", "ปิดประตูที่สามแล้ว", 11),
        ("第三水門は午前二時に閉じ", "第三水門は午前二時に閉じた", 12),
        ("a " * 5000, "a " * 100, 5000),
    ],
)
def test_runs_are_counted_in_words(text, other, count):
    assert longest_shared_run(text, other) == count
