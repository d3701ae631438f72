"""Who comes into the newsroom, and what of it is theirs."""

import pytest
from django.core.exceptions import PermissionDenied

from rostra.accounts.models import Group
from rostra.accounts.ranks import Rank
from rostra.accounts.services.grouping import add_to_group
from rostra.forum.rights import RIGHTS
from rostra.forum.services.granting import Given, give_rights
from rostra.news.models import Feed, FeedEntry
from rostra.news.policies import FeedPolicy, StoryPolicy
from rostra.news.reading import EntryRead, FeedRead
from rostra.news.services.feeding import Handling, add_feed
from rostra.news.services.taking_in import take_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(make_user):
    return make_user("Olga", role="owner")


@pytest.fixture
def desk(make_category, owner):
    """A category that a group of members publishes in, and nobody else but owners."""
    place, group = make_category("Sport"), Group.objects.create(name="Sport desk")
    given = {
        key: Given(Rank.OWNER if key == "publish" else meaning.default)
        for key, meaning in RIGHTS.items()
        if not meaning.is_everywhere
    }
    given["publish"] = Given(None, frozenset({group.pk}))
    give_rights(owner=owner, category_id=place.pk, given=given)
    return place, group


@pytest.fixture
def sporty(owner, desk, make_user):
    member = make_user("Sib")
    add_to_group(owner=owner, group_id=desk[1].pk, member_ids=[member.pk])
    member.refresh_from_db()
    return member


@pytest.fixture
def feeds(owner, house, desk, category):
    """One in each category, with an entry of each that waits."""
    made = []
    for place in (category, desk[0]):
        feed = add_feed(
            editor=owner,
            address=f"http://{place.slug}.example/",
            title=f"Wire of {place.name}",
            handling=Handling(house.pk, place.pk),
        )
        entry = EntryRead(id="1", headline=f"News of {place.name}")
        take_in(feed_id=feed.pk, read=FeedRead(format="RSS", entries=(entry,)))
        made.append(feed)
    return made


def test_a_right_in_one_category_opens_the_feeds_of_that_category_alone(
    site, client, sporty, feeds, desk
):
    of_others, theirs = feeds
    client.force_login(sporty)

    listed = client.get("/newsroom/feeds/").content.decode()
    held = client.get("/newsroom/feeds/held/").content.decode()

    assert "Wire of Sport" in listed
    assert "Wire of Harbour" not in listed
    assert "Entries that wait" in listed
    assert "News of Sport" in held
    assert "News of Harbour" not in held
    assert client.get(f"/newsroom/feeds/{theirs.pk}/").status_code == 200
    for path in (f"{of_others.pk}/", f"{of_others.pk}/trial/"):
        assert client.get(f"/newsroom/feeds/{path}").status_code == 404
    entry = FeedEntry.objects.get(feed=of_others)
    assert client.post(f"/newsroom/feeds/held/{entry.pk}/").status_code == 404
    form = client.get("/newsroom/feeds/new/").content.decode()
    choices = form.partition('name="category"')[2].partition("</select>")[0]
    assert f'value="{desk[0].pk}"' in choices
    assert f'value="{of_others.category_id}"' not in choices


def test_the_menu_leads_those_who_publish_somewhere(site, client, sporty, user):
    client.force_login(sporty)
    assert 'href="/newsroom/"' in client.get("/").content.decode()

    client.force_login(user)
    assert "/newsroom/" not in client.get("/").content.decode()


def test_a_feed_is_not_moved_to_where_its_editor_may_not_publish(
    sporty, house, category, feeds
):
    handling = Handling(house.pk, category.pk)
    with pytest.raises(PermissionDenied):
        add_feed(editor=sporty, address="http://x.example/", handling=handling)

    assert Feed.objects.count() == 2


def test_the_right_is_asked_where_the_story_stands(sporty, desk, category, make_user):
    editor = make_user(role="editor")

    assert StoryPolicy(sporty).publish(desk[0].pk)
    assert not StoryPolicy(sporty).publish(category.pk)
    assert StoryPolicy(editor).publish(category.pk)
    assert not StoryPolicy(editor).publish(desk[0].pk)
    assert FeedPolicy(sporty).places == (desk[0].pk,)


def test_an_owner_comes_in_where_no_category_is_yet(site, client, owner):
    client.force_login(owner)

    assert client.get("/newsroom/feeds/").status_code == 200
