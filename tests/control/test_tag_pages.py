"""The owner's pages about tags, and what a category says of them."""

import pytest

from rostra.forum.models import Category, Tag
from rostra.forum.services.tagging import tag_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def tag(client, site, make_user, topic):
    """A tag that is on a topic; the client is an owner's."""
    client.force_login(make_user("Olga", role="owner"))
    tag_topic(topic, ("flood", "mud"))
    return Tag.objects.get(name="flood")


def test_tags_are_found_by_how_they_begin(client, tag):
    page = client.get("/control/tags/?q=FL").content.decode()
    assert ">flood</a>" in page
    assert ">mud</a>" not in page
    assert "1 topic" in page


def test_many_are_on_several_pages(client, tag, topic):
    Tag.objects.bulk_create(Tag.named(f"zz {n:03}") for n in range(60))
    first = client.get("/control/tags/").content.decode()
    after = first.split("after=")[1].split('"')[0]
    second = client.get(f"/control/tags/?after={after}").content.decode()
    assert "zz 059" in second
    assert "zz 000" not in second


def test_a_tag_is_renamed_merged_and_has_other_words(client, tag, topic):
    page = f"/control/tags/{tag.pk}/"

    client.post(page, {"name": "Floods"})
    client.post(f"{page}synonyms/", {"synonym": "high water"})
    shown = client.get(page).content.decode()

    topic.refresh_from_db()
    assert topic.tag_names == ["Floods", "mud"]
    assert "high water" in shown
    other = Tag.objects.get(name="high water")
    client.post(f"{page}synonyms/{other.pk}/")
    assert not Tag.objects.filter(name="high water").exists()
    response = client.post(f"{page}merge/", {"into": "mud"})
    mud = Tag.objects.get(name="mud")
    assert response["Location"] == f"/control/tags/{mud.pk}/?saved"
    client.post(f"/control/tags/{mud.pk}/", {"_method": "delete"})
    topic.refresh_from_db()
    assert topic.tag_names == []


@pytest.mark.parametrize(
    ("path", "form", "field"),
    [
        ("", {"name": ""}, "name"),
        ("", {"name": "mud"}, "name"),
        ("merge/", {"into": "nothing"}, "into"),
        ("synonyms/", {"synonym": "mud"}, "synonym"),
        ("synonyms/", {"synonym": "x" * 60}, "synonym"),
    ],
)
def test_what_will_not_do_is_said_beside_the_field(client, tag, path, form, field):
    response = client.post(f"/control/tags/{tag.pk}/{path}", form)
    assert response.status_code == 422
    assert f'id="{field}-error"' in response.content.decode()


def test_a_category_is_given_rules(client, tag, topic):
    place = Category.objects.get(pk=topic.category_id)
    form = {
        "name": place.name,
        "posting_note": "Be *kind*.",
        "tag_rule": "one",
        "tag_choices": "wind, Rain,\nwind",
    }

    assert client.post(f"/control/categories/{place.pk}/", form).status_code == 303

    place.refresh_from_db()
    assert (place.tag_rule, place.tag_choices) == ("one", ["wind", "Rain"])
    page = client.get(f"/start/?category={place.pk}").content.decode()
    assert "Be <em>kind</em>." in page
    assert "At least one of these: wind, Rain." in page
    own = client.get(f"/control/categories/{place.pk}/").content.decode()
    assert "wind, Rain" in own


@pytest.mark.parametrize(
    ("choices", "words"), [("", "Write which tags"), ("🔥", "letters or digits")]
)
def test_a_rule_about_tags_names_them(client, tag, topic, choices, words):
    form = {"name": "Harbour", "tag_rule": "only", "tag_choices": choices}
    response = client.post(f"/control/categories/{topic.category_id}/", form)
    assert response.status_code == 422
    assert words in response.content.decode()
