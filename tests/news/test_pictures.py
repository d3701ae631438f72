"""Several pictures of a story: fetched, drawn anew, followed and taken away."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from rostra.forum.services.erasing import erase_words
from rostra.news.models import FeedEntry, Story, Withdrawal
from rostra.news.reading import PictureRead
from rostra.news.selectors.front_stories import front_stories
from rostra.news.selectors.story_card import story_card
from rostra.news.services import picturing_later, polling
from rostra.news.services.joining import join_stories, unjoin
from rostra.news.services.picturing import fetch_pictures
from rostra.news.services.publishing import withdraw_story
from rostra.news.services.taking_in import take_due_changes
from rostra.news.story_pictures import MOST, paths_of, pictures_of
from tests.news.test_taking_in import entry, take

pytestmark = pytest.mark.django_db
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def photo(server):
    """Let the server have a picture of this name; gives what an entry says of it."""

    def photo(name: str, **words) -> PictureRead:
        out = io.BytesIO()
        Image.new("RGB", (64, 36), "teal").save(out, "JPEG")
        return PictureRead(server.says(f"/{name}", out.getvalue()), **words)

    return photo


@pytest.fixture
def told(make_feed, django_capture_on_commit_callbacks):
    """Have a feed that may show pictures say an entry, as polling does; its story."""
    feed = make_feed(has_pictures=True)

    def told(*pictures, number=1, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            said = entry(number, pictures=tuple(pictures), **fields)
            taken = take(feed, said)
            fetch_pictures(taken.pictured, reach=polling.REACH)
        return Story.objects.order_by("pk")[number - 1]

    return told


def files(folder) -> set[str]:
    media = folder / "media"
    return {p.relative_to(media).as_posix() for p in media.rglob("*.webp")}


def test_a_story_shows_all_pictures_of_its_entry(photo, told, tmp_path, client, site):
    one = photo("a.jpg", alt="A gate", caption="The gate", credit="Ada", terms="CC BY")
    two = photo("b.jpg", caption="The quay", copyright="© Bea")

    story = told(one, two)

    first, second = pictures_of(story)
    assert (first.alt, first.caption, first.credit) == ("A gate", "The gate", "Ada")
    assert (second.caption, second.credit, first.terms) == (
        "The quay",
        "© Bea",
        "CC BY",
    )
    assert files(tmp_path) == {first.path, second.path}
    page = client.get(story.topic.get_absolute_url()).content.decode()
    assert page.index(f'src="/media/{first.path}"') < page.index("articleBody")
    assert page.index(f'src="/media/{second.path}"') > page.index("articleBody")
    assert "The quay" in page


def test_no_more_are_fetched_than_a_story_may_have(photo, told, server):
    story = told(*(photo(f"{n}.jpg") for n in range(MOST + 3)))

    assert len(pictures_of(story)) == MOST
    assert server.asked[f"/{MOST}.jpg"] == 0


def test_what_may_not_be_shown_is_not_asked_for(photo, told, server):
    story = told(photo("no.jpg", may_show=False), photo("yes.jpg"))

    assert len(pictures_of(story)) == 1
    assert (server.asked["/no.jpg"], server.asked["/yes.jpg"]) == (0, 1)


def test_one_that_is_not_there_leaves_the_others(photo, told, server):
    gone = PictureRead(server.says("/gone.jpg", b"no picture"))

    story = told(gone, photo("there.jpg", caption="There"))

    assert [p.caption for p in pictures_of(story)] == ["There"]


def test_pictures_that_come_with_an_update_are_fetched(photo, told, server):
    told(photo("a.jpg"))

    story = told(photo("a.jpg?size=9"), photo("b.jpg"), body="<p>There is more.</p>")

    assert len(pictures_of(story)) == 2
    # The first is the same, however large it is asked for.
    assert sum(server.asked[p] for p in server.asked if p.startswith("/a.jpg")) == 1


def test_pictures_alone_make_no_version_and_are_shown(photo, told, client, site):
    story = told()
    url = story.topic.get_absolute_url()
    client.get(url)

    story = told(photo("a.jpg"))

    assert story.version == 1
    assert story.image in client.get(url).content.decode()


def test_one_that_the_entry_no_longer_names_goes_with_its_file(photo, told, tmp_path):
    a, b = photo("a.jpg"), photo("b.jpg")
    before = told(a, b)

    story = told(b)

    assert paths_of(story) == [paths_of(before)[1]]
    assert files(tmp_path) == set(paths_of(story))
    assert not files(tmp_path) & {before.image}


def test_one_that_may_no_more_be_shown_goes(photo, told, tmp_path):
    told(photo("a.jpg"))

    story = told(photo("a.jpg", terms="Not for web use", may_show=False))

    assert (story.image, files(tmp_path)) == ("", set())


def test_other_words_and_another_order_are_taken_over(photo, told):
    a, b = photo("a.jpg", caption="Old"), photo("b.jpg")
    before = told(a, b)

    story = told(b, photo("a.jpg", caption="New"))

    assert paths_of(story) == paths_of(before)[::-1]
    assert [p.caption for p in pictures_of(story)] == ["", "New"]


def test_a_picture_from_before_its_origin_was_noted_is_the_first(photo, told, server):
    story = told(photo("a.jpg"))
    Story.objects.update(image_origin="")

    story = told(photo("a.jpg"), photo("b.jpg"))

    assert len(pictures_of(story)) == 2
    assert server.asked["/a.jpg"] == 1


def test_nothing_is_hung_on_what_an_editor_writes(photo, told, server):
    story = told()
    Story.objects.update(by_hand_at=story.published_at)

    told(photo("a.jpg"))
    fetch_pictures((story.pk,), reach=polling.REACH)

    assert pictures_of(Story.objects.get()) == ()
    assert server.asked["/a.jpg"] == 0


def test_a_kill_takes_all_of_them_away(photo, told, tmp_path, client, site):
    before = told(photo("a.jpg"), photo("b.jpg"))

    story = told(status="canceled")

    assert (paths_of(story), story.more_pictures, files(tmp_path)) == ([], [], set())
    page = client.get(story.topic.get_absolute_url()).content.decode()
    assert not any(path in page for path in paths_of(before))


def test_an_editors_withdrawal_takes_all_of_them_away(
    photo, told, house, tmp_path, django_capture_on_commit_callbacks
):
    story = told(photo("a.jpg"), photo("b.jpg"))

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_story(house=house, topic_id=story.topic_id)

    assert files(tmp_path) == set()


def test_erasing_the_words_of_its_post_takes_the_story_and_its_pictures(
    photo, told, house, tmp_path, client, site, django_capture_on_commit_callbacks
):
    story = told(photo("a.jpg"), photo("b.jpg"), byline="Ada Berg")
    with django_capture_on_commit_callbacks(execute=True):
        erase_words(editor=house, post_id=story.post_id, notice="Its words are erased.")

    story.refresh_from_db()
    page = client.get(story.topic.get_absolute_url()).content.decode()
    assert (story.status, paths_of(story), files(tmp_path)) == ("withdrawn", [], set())
    assert "Its words are erased." in page
    assert "4.2 metres" not in page + "".join(
        story.versions.values_list("text", flat=1)
    )
    assert FeedEntry.objects.get().told == {}
    log = Withdrawal.objects.get()
    assert (log.kind, log.editor, log.reason) == (
        "by_hand",
        house,
        "Its words are erased.",
    )


def test_pictures_of_a_change_under_embargo_come_when_it_is_shown(
    photo, told, server, django_capture_on_commit_callbacks
):
    told(photo("a.jpg"))
    story = told(photo("a.jpg"), photo("b.jpg"), embargoed_until=LATER)
    assert (len(pictures_of(story)), server.asked["/b.jpg"]) == (1, 0)

    with django_capture_on_commit_callbacks(execute=True):
        take_due_changes(LATER)
    fetch_pictures(picturing_later._changed(), reach=polling.REACH)

    assert len(pictures_of(Story.objects.get())) == 2
    assert picturing_later._changed() == ()


def test_files_go_if_the_story_was_withdrawn_while_they_were_fetched(
    photo, told, house, tmp_path, monkeypatch
):
    story = told()
    a, b = photo("a.jpg"), photo("b.jpg")
    row = FeedEntry.objects.get()
    row.told = row.told | {
        "pictures": [
            {"address": a.address, "alt": "", "caption": "", "credit": ""},
            {"address": b.address, "alt": "", "caption": "", "credit": ""},
        ]
    }
    row.save()
    from rostra.news.services import picturing

    drawn = picturing.picture_in_sizes

    def slow(data):
        if Story.objects.get().status != "withdrawn":
            Story.objects.update(status="withdrawn")
        return drawn(data)

    monkeypatch.setattr(picturing, "picture_in_sizes", slow)
    fetch_pictures((story.pk,), reach=polling.REACH)

    assert pictures_of(Story.objects.get()) == ()
    assert files(tmp_path) == set()


def test_joining_and_parting_keep_each_storys_own(photo, told, editor, tmp_path):
    first = told(photo("a.jpg"), photo("b.jpg"))
    second = told(photo("c.jpg"), photo("d.jpg"), number=2)

    stays = join_stories(
        editor=editor, topic_id=first.topic_id, other_id=second.topic_id
    )
    unjoin(editor=editor, outlet_id=stays.outlets.get().pk)

    assert paths_of(Story.objects.get(pk=first.pk)) == paths_of(first)
    assert paths_of(Story.objects.get(pk=second.pk)) == paths_of(second)
    assert len(files(tmp_path)) == 4


def test_a_kill_of_a_joined_story_takes_its_own_away(
    photo, told, editor, tmp_path, django_capture_on_commit_callbacks
):
    first = told(photo("a.jpg"), photo("b.jpg"))
    second = told(photo("c.jpg"), photo("d.jpg"), number=2)
    join_stories(editor=editor, topic_id=first.topic_id, other_id=second.topic_id)

    told(number=2, status="canceled")

    assert files(tmp_path) == set(paths_of(first))


def test_pages_cost_no_more_queries(photo, told, django_assert_num_queries, site):
    story = told(*(photo(f"{n}.jpg") for n in range(4)))
    front_stories(reader=story.topic.author)

    with django_assert_num_queries(1):
        card = story_card(topic_id=story.topic_id)
    with django_assert_num_queries(1):
        front_stories(reader=story.topic.author)

    assert [p.path for p in card.more_pictures] == paths_of(story)[1:]
