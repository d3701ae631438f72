"""What a topic shows of the page it was started from is put right."""

from datetime import date, timedelta
from urllib.parse import urljoin

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from rostra.accounts.ranks import Rank
from rostra.forum.models import Topic
from rostra.forum.rights import EDIT_LATE
from rostra.forum.services.granting import Given, give_rights
from rostra.foundation.limits import Limit
from rostra.foundation.visibility import NotVisible
from rostra.news.models import LinkTopic, TopicAddress
from rostra.news.services import changing_links
from rostra.news.services.asking_links import ask_link
from rostra.news.services.changing_links import change_link
from rostra.news.services.starting_links import Linked
from tests.news.links.river import PAGE, others_in

pytestmark = pytest.mark.django_db


class TestChanging:
    @pytest.fixture
    def topic(self, start, user, site_of):
        picture = ask_link(author=user, address=site_of).picture
        return start(site_of, outlet="The Rver Post", picture=picture)

    def change(self, by, topic, has_picture=True, **said):
        linked = Linked(topic.link.address, **({"title": "Gate shut"} | said))
        how = {"topic_id": topic.pk, "linked": linked, "has_picture": has_picture}
        return change_link(editor=by, **how)

    def test_puts_right_what_is_shown_and_leaves_the_topic(self, topic, user):
        before = (topic.title, topic.link.address, topic.link.image)

        link = self.change(
            user, topic, outlet=" The River  Post", published_on=date(2026, 11, 2)
        )

        topic = Topic.objects.get()
        assert (link.title, link.outlet) == ("Gate shut", "The River Post")
        assert link.published_on == date(2026, 11, 2)
        assert (topic.title, topic.link.address, topic.link.image) == before

    def test_is_for_moderators_too_and_for_nobody_else(
        self, topic, moderator, make_user
    ):
        assert self.change(moderator, topic).title == "Gate shut"
        with pytest.raises(PermissionDenied, match="only edit your own"):
            self.change(make_user(), topic)

    def test_ends_with_the_time_in_which_posts_are_changed(
        self, topic, user, site, client_of, make_user
    ):
        given = {EDIT_LATE: Given(Rank.TRUSTED)}
        owner = make_user(role="owner")
        give_rights(owner=owner, category_id=None, given=given)
        topic.posts.update(created_at=timezone.now() - timedelta(minutes=61))

        with pytest.raises(PermissionDenied, match="60 minutes"):
            self.change(user, topic)
        page = client_of(user).get(topic.get_absolute_url()).content.decode()
        assert "from-link" in page
        assert f"/topic/{topic.pk}/link/" not in page

    def test_takes_the_picture_away(
        self, topic, user, settings, django_capture_on_commit_callbacks
    ):
        file = settings.ROSTRA_DATA / "media" / topic.link.image
        assert file.exists()

        with django_capture_on_commit_callbacks(execute=True):
            link = self.change(user, topic, has_picture=False)

        assert (link.image, link.image_width) == ("", 0)
        assert not file.exists()

    def test_does_not_take_what_another_topic_is_about(
        self, topic, start, member, server, make_user
    ):
        there = start(urljoin(topic.link.address, "/news/gate"), by=make_user())
        where = f"/topic/{topic.pk}/link/"
        asked = member.post(where, {"again": "1"}).content.decode()
        sent = {"title": "Put right", "others": others_in(asked)}

        refused = member.post(where, sent)

        page = refused.content.decode()
        assert refused.status_code == 409
        assert there.get_absolute_url() in page
        assert LinkTopic.objects.get(topic=topic).title != "Put right"
        assert others_in(page) == ""
        assert member.post(where, sent | {"others": ""}).status_code == 303
        assert TopicAddress.objects.filter(topic=topic).count() == 1

    def test_brings_no_addresses_that_no_page_named(self, topic, member):
        before = set(TopicAddress.objects.values_list("digest", flat=True))
        sent = {"title": "Gate", "others": "https://sea.example/gate"}

        assert member.post(f"/topic/{topic.pk}/link/", sent).status_code == 303

        assert set(TopicAddress.objects.values_list("digest", flat=True)) == before

    def test_is_not_done_all_the_time(self, topic, user, member, monkeypatch):
        monkeypatch.setattr(changing_links, "CHANGED", Limit("link-once", 1, 9**12))
        self.change(user, topic)

        answer = member.post(f"/topic/{topic.pk}/link/", {"title": "Once more"})

        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
        assert 'value="Once more"' in answer.content.decode()

    def test_of_a_topic_without_a_link_is_not_there(self, make_topic, moderator):
        topic = make_topic()

        with pytest.raises(NotVisible):
            change_link(
                editor=moderator,
                topic_id=topic.pk,
                linked=Linked("https://x.example/", "Title"),
                has_picture=False,
            )

    def test_on_its_page_with_what_the_page_says_by_now(
        self, topic, member, server, user, settings
    ):
        where = f"/topic/{topic.pk}/link/"
        shown = member.get(topic.get_absolute_url()).content.decode()
        assert f'href="{where}"' in shown
        assert 'value="The Rver Post"' in member.get(where).content.decode()
        new = PAGE.replace("Gate shut two", "Gate shut three")
        server.says("/gate", new.encode(), Content_Type="text/html; charset=utf-8")

        asked = member.post(where, {"again": "1"}).content.decode()
        assert 'value="Gate shut three hours late"' in asked
        assert 'value="The River Post"' in asked
        picture = asked.partition('name="picture" value="')[2].partition('"')[0]
        others = asked.partition('name="others" value="')[2].partition('"')[0]
        sent = {
            "title": "Gate shut three hours late",
            "outlet": "The River Post",
            "picture": picture,
            "has_picture": "on",
            "others": others,
        }
        answer = member.post(where, sent)

        assert answer["Location"] == topic.get_absolute_url()
        link = LinkTopic.objects.get()
        assert link.title == "Gate shut three hours late"
        assert link.image not in ("", topic.link.image)
        assert link.image in member.get(answer["Location"]).content.decode()

    def test_tells_what_is_wrong_and_keeps_what_was_there(self, topic, member, server):
        where = f"/topic/{topic.pk}/link/"

        empty = member.post(where, {"title": "", "published_on": "soon"})
        assert empty.status_code == 422
        for words in ("Give the page’s title.", "Give a date"):
            assert words in empty.content.decode()
        server.says("/gate", b"", 500)
        gone = member.post(where, {"again": "1"})

        assert gone.status_code == 422
        assert "status 500" in gone.content.decode()
        assert 'value="The Rver Post"' in gone.content.decode()
