"""Kind, haste, language and several pictures on the form of a story."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rostra.news.models import Story
from rostra.news.services.writing import Told, Written, rewrite_story, write_story
from rostra.news.story_pictures import MOST, Picture, hang_pictures, pictures_of

pytestmark = pytest.mark.django_db
NEW = "/newsroom/stories/new/"
TEXT = "The barrier closed at two.\n\nNobody was hurt."


def png(colour="teal"):
    file = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(file, "PNG")
    return SimpleUploadedFile("a.png", file.getvalue(), "image/png")


@pytest.fixture
def at_desk(site, client, editor, settings, tmp_path):
    settings.ROSTRA_DATA = tmp_path
    client.force_login(editor)
    return client


@pytest.fixture
def story(at_desk, editor, house, category):
    written = Written(headline="The barrier closed at two", body=TEXT, image_alt="Gate")
    return write_story(
        editor=editor,
        house_id=house.pk,
        category_id=category.pk,
        written=written,
        picture=png().read(),
    )


def sent(story, **more):
    told = {"headline": story.headline, "body": TEXT, "image_alt": "Gate"}
    return told | {"seen": str(story.version), "kind": "updated"} | more


def path_of(story):
    return f"/topic/{story.topic_id}/story/"


def media(folder):
    return {p.name for p in (folder / "media" / "stories").rglob("*.webp")}


def test_kind_haste_and_language_are_chosen(at_desk, house, category):
    fields = {"headline": "The barrier closed at two", "body": TEXT}
    fields |= {"house": str(house.pk), "category": str(category.pk)}
    form = at_desk.get(NEW).content.decode()
    assert '<option value="zh-Hant">' in form
    assert '<option value="opinion">Opinion</option>' in form

    chosen = {"genre": "opinion", "urgency": "2", "language": "fr"}
    answer = at_desk.post(NEW, fields | chosen)

    story = Story.objects.get()
    assert (story.genre, story.urgency, story.topic.language) == ("opinion", 2, "fr")
    page = at_desk.get(answer["Location"]).content.decode()
    assert 'itemprop="articleBody" dir="auto" lang="fr"' in page
    assert '<meta itemprop="inLanguage" content="fr">' in page
    assert ">Opinion</span>" in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"language": "no language"}, "Choose one of the languages."),
        ({"urgency": "12"}, "Choose an urgency from 1 to 9."),
    ],
)
def test_what_is_no_language_or_urgency_is_told(at_desk, story, wrong, told):
    answer = at_desk.post(path_of(story), sent(story, **wrong))

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_the_form_shows_what_a_feed_said_in_its_own_words(at_desk, story):
    Story.objects.update(genre="Glosse", urgency=4, terms="Editorial use only")
    story.topic.language = "en-GB"
    story.topic.save()

    form = at_desk.get(path_of(story)).content.decode()

    assert '<option value="Glosse" selected>Glosse</option>' in form
    assert '<option value="4" selected>4</option>' in form
    assert '<option value="en-GB" selected>English (en-GB)</option>' in form
    assert "Editorial use only" in form


def test_another_language_alone_is_a_change(at_desk, story, editor):
    at_desk.post(path_of(story), sent(story, language="nl"))

    story.topic.refresh_from_db()
    assert story.topic.language == "nl"


def test_pictures_are_added_one_by_one(at_desk, story, tmp_path):
    more = {"next_alt": "The quay", "next_caption": "Dry again"}

    answer = at_desk.post(path_of(story), sent(story, next_picture=png("red"), **more))

    assert answer.status_code == 303
    story.refresh_from_db()
    first, second = pictures_of(story)
    assert (first.alt, second.alt, second.caption) == ("Gate", "The quay", "Dry again")
    page = at_desk.get(answer["Location"]).content.decode()
    assert 'class="gallery"' in page
    form = at_desk.get(path_of(story)).content.decode()
    assert f'name="more-0-path" value="{second.path}"' in form
    assert 'name="more-0-caption" type="text" value="Dry again"' in form


def test_a_further_picture_needs_words(at_desk, story, tmp_path):
    answer = at_desk.post(path_of(story), sent(story, next_picture=png()))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say what the picture shows" in page
    assert "choose it again" in page
    assert len(media(tmp_path)) == 1


@pytest.fixture
def three(story, at_desk):
    """The story with two pictures beside the first."""
    for alt in ("The quay", "The mole"):
        story.refresh_from_db()
        kept = {
            f"more-{n}-{name}": getattr(one, name)
            for n, one in enumerate(pictures_of(story)[1:])
            for name in ("path", "alt", "caption", "credit")
        }
        more = {"next_picture": png("red"), "next_alt": alt}
        at_desk.post(path_of(story), sent(story, **more, **kept))
    story.refresh_from_db()
    return story


def test_further_pictures_are_taken_away_and_get_other_words(at_desk, three, tmp_path):
    _first, second, third = pictures_of(three)
    kept = {"more-0-path": second.path, "more-0-gone": "on"}
    kept |= {"more-1-path": third.path, "more-1-alt": "The north mole"}

    at_desk.post(path_of(three), sent(three, **kept))

    three.refresh_from_db()
    assert [p.alt for p in pictures_of(three)] == ["Gate", "The north mole"]


def test_the_file_of_one_that_is_taken_away_is_removed(
    three, editor, tmp_path, django_capture_on_commit_callbacks
):
    from rostra.news.services.hand_pictures import Further

    words = Written(headline=three.headline, body=TEXT, image_alt="Gate")
    assert len(media(tmp_path)) == 3

    with django_capture_on_commit_callbacks(execute=True):
        rewrite_story(
            editor=editor,
            topic_id=three.topic_id,
            written=words,
            told=Told("updated", seen=three.version),
            further=Further(kept={}),
        )

    assert len(media(tmp_path)) == 1


def test_without_its_first_picture_the_next_stands_above(at_desk, three):
    second = pictures_of(three)[1]

    at_desk.post(path_of(three), sent(three, has_no_picture="on"))

    three.refresh_from_db()
    assert (three.image, three.image_alt) == (second.path, "The quay")


def test_pictures_that_the_form_says_nothing_of_stay(at_desk, three):
    at_desk.post(path_of(three), sent(three, body="The barrier closed at three."))

    three.refresh_from_db()
    assert len(pictures_of(three)) == 3


def test_words_typed_for_a_picture_are_back_when_somebody_was_quicker(at_desk, three):
    _first, second, third = pictures_of(three)
    hang_pictures(three, (_first, third, second))
    three.version += 1
    three.save()
    typed = {"more-0-path": second.path, "more-0-alt": "My words"}

    late = at_desk.post(path_of(three), sent(three, **typed) | {"seen": "1"})

    page = late.content.decode()
    assert late.status_code == 409
    assert f'name="more-1-path" value="{second.path}"' in page
    assert 'name="more-1-alt" type="text" value="My words"' in page
    assert 'name="more-0-alt" type="text" value="The mole"' in page


def test_there_are_at_most_ten(at_desk, story, tmp_path):
    first = pictures_of(story)[0]
    others = [Picture(f"stories/{n}.webp", 1, 1) for n in range(1, MOST)]
    hang_pictures(story, [first, *others])
    story.save()

    more = {"next_picture": png(), "next_alt": "The quay"}
    answer = at_desk.post(path_of(story), sent(story, **more))

    assert "at most 10 pictures" in answer.content.decode()
    assert len(media(tmp_path)) == 1
