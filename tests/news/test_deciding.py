"""What an editor chooses for entries that wait: where they go, and for many at once."""

import pytest
from django.core.exceptions import PermissionDenied

from rostra.accounts.ranks import Rank
from rostra.forum.rights import RIGHTS
from rostra.forum.services.granting import Given, give_rights
from rostra.news.models import FeedEntry, Story
from rostra.news.services.approving import publish_entries, publish_entry
from rostra.news.services.placing import Chosen
from tests.news.test_resembling import MORE, WIRE
from tests.news.test_taking_in import entry, take

pytestmark = pytest.mark.django_db
PAGE = "/newsroom/feeds/held/"


@pytest.fixture
def feed(make_feed):
    return make_feed(arrival="hold", tags="sea, flood")


@pytest.fixture
def desk(client, editor, site, feed):
    client.force_login(editor)
    return client


def held(feed):
    return feed.entries.get(state="held")


class TestWhere:
    def test_it_goes_where_an_editor_wants_it_and_stays_there(
        self, desk, feed, make_category, category
    ):
        city = make_category("City hall")
        take(feed, entry())
        page = desk.get(PAGE).text
        assert "Publish it elsewhere, or with other tags" in page
        assert f'<option value="{category.pk}" selected>' in page
        assert 'value="sea, flood"' in page

        sent = {"category": city.pk, "tags": "mayor"}
        told = desk.post(f"{PAGE}{held(feed).pk}/", sent)["Location"]

        assert "Published:" in desk.get(told).text
        topic = Story.objects.get().topic
        assert (topic.category, topic.tag_names) == (city, ["mayor"])
        feed.arrival = "publish"
        feed.save()
        assert take(feed, entry(body="<p>Another text.</p>")).changed == 1
        topic = Story.objects.get().topic
        assert (topic.category, topic.tag_names) == (city, ["mayor"])

    def test_it_goes_nowhere_that_is_not_the_editors(
        self, desk, feed, make_category, make_user, editor
    ):
        closed = make_category("Closed")
        given = {
            key: Given(Rank.OWNER if key == "publish" else meaning.default)
            for key, meaning in RIGHTS.items()
            if not meaning.is_everywhere
        }
        owner = make_user(role="owner")
        give_rights(owner=owner, category_id=closed.pk, given=given)
        take(feed, entry())

        with pytest.raises(PermissionDenied):
            publish_entry(
                editor=editor,
                entry_id=held(feed).pk,
                chosen=Chosen(closed.pk, ()),
            )

        answer = desk.post(f"{PAGE}{held(feed).pk}/", {"category": closed.pk})
        assert answer.status_code == 403
        answer = desk.post(f"{PAGE}{held(feed).pk}/", {"category": "999"})
        assert answer.status_code == 404
        assert not Story.objects.exists()


class TestAll:
    def sent(self, feed, what, **more):
        ids = list(feed.entries.order_by("pk").values_list("pk", flat=True))
        return {"entry": ids, "all": what} | more

    def test_are_published_once_that_is_meant(self, desk, feed):
        take(feed, entry(1), entry(2), entry(3))
        assert "Publish all of these…" in desk.get(PAGE).text

        asked = desk.post(PAGE, self.sent(feed, "publish"))

        assert "Publish all of these?" in asked.text
        assert "Publish 3 entries" in asked.text
        assert not Story.objects.exists()
        told = desk.post(PAGE, self.sent(feed, "publish", sure="on"))["Location"]
        assert "3 entries were published." in desk.get(told).text
        assert Story.objects.count() == 3

    def test_are_dropped_once_that_is_meant(self, desk, feed):
        take(feed, entry(1), entry(2))

        asked = desk.post(PAGE, self.sent(feed, "drop"))

        assert "Drop 2 entries" in asked.text
        assert feed.entries.filter(state="held").count() == 2
        told = desk.post(PAGE, self.sent(feed, "drop", sure="on"))["Location"]
        assert "2 entries were dropped." in desk.get(told).text
        assert set(feed.entries.values_list("state", flat=True)) == {"dropped"}

    def test_that_tell_the_same_are_not_published_twice(
        self, desk, feed, make_feed, editor
    ):
        other = make_feed("http://other.example/", arrival="hold", joins="offer")
        told = {"headline": "Barrier closed late", "body": WIRE}
        take(feed, entry(1, **told))
        take(other, entry(2, **told | {"body": WIRE + MORE}))

        ids = FeedEntry.objects.order_by("pk").values_list("pk", flat=True)
        came = publish_entries(editor=editor, entry_ids=list(ids))

        assert (came.count, came.left) == (1, 1)
        assert held(other).resembles == Story.objects.get()
        page = desk.post(PAGE, {"entry": held(other).pk, "all": "publish"}).text
        assert "None of these is left." in page

    def test_of_others_are_passed_over(self, feed, user, client, site):
        take(feed, entry())

        came = publish_entries(editor=user, entry_ids=[held(feed).pk])

        assert came.count == 0
        client.force_login(user)
        assert client.post(PAGE, self.sent(feed, "drop")).status_code == 404
        assert held(feed)
