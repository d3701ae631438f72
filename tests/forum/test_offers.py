"""Members to mention, and the emoji that the renderer knows."""

import json

import pytest
from django.core.cache import cache

from rostra.accounts.models import Guest
from rostra.forum.selectors.offers import members_offered, mention_of
from rostra.forum.services.replying import post_reply
from rostra.foundation import markup
from rostra.foundation.markup.emoji import emoji_named
from rostra.web.assets import assets

pytestmark = pytest.mark.usefixtures("site")


def names(reader, words, topic=None):
    found = members_offered(
        reader=reader, words=words, topic_id=topic.pk if topic else 0
    )
    return [one.shown for one in found]


class TestMembers:
    def test_whose_names_begin_so_are_offered_in_order(self, user, make_user):
        for name in ("Noor Haddadi", "norbert", "Nora", "Anna"):
            make_user(name)

        assert names(user, "NO") == ["@Noor Haddadi", "@Nora", "@norbert"]
        assert names(user, "anna") == ["@Anna"]

    def test_of_the_topic_come_first_and_by_any_word_of_their_names(
        self, user, make_user, topic, now
    ):
        make_user("Anna Alder")
        late, early = make_user("Zoe Almond"), make_user("Al")
        for writer in (early, late):
            post_reply(author=writer, topic_id=topic.pk, source="Here.", at=now)

        assert names(user, "al", topic) == ["@Zoe Almond", "@Al"]
        assert names(user, "", topic)[:2] == ["@Zoe Almond", "@Al"]
        assert names(user, "") == []

    def test_who_cannot_hear_it_are_left_out(self, user, make_user, now):
        make_user("Nora left", closed_at=now)
        make_user("Nora waits", awaits_approval=True)
        make_user("Nora suspended", suspended_at=now)
        ignored = make_user("Nora ignored")
        user.ignored_ids = str(ignored.pk)
        make_user("Nora")

        assert names(user, "nora") == ["@Nora"]
        assert names(Guest(), "nora") == []

    def test_a_topic_one_may_not_see_tells_nothing(self, user, make_topic):
        hidden = make_topic(audience="staff")

        assert names(user, "", hidden) == []

    def test_cost_four_queries_however_many_there_are(
        self, user, make_user, topic, django_assert_max_num_queries
    ):
        for number in range(30):
            make_user(f"Nora {number}")

        with django_assert_max_num_queries(4):
            assert len(names(user, "no", topic)) == 8

    @pytest.mark.parametrize(
        "name",
        [
            "scott",
            "Noor Haddadi",
            "_x_",
            "a_b",
            "O'Neil",
            "a*b*c",
            "x.y",
            "[t](u)",
            "ö",
        ],
    )
    def test_are_mentioned_so_that_the_renderer_knows_them(self, name):
        source = f"Well, {mention_of(name)} said so."

        rendered = markup.render(source, names={name: markup.Mention(7, "slug")})

        assert 'href="/member/7-slug/"' in rendered.html
        assert f">@{name}<" in rendered.html

    def test_are_told_as_json_and_not_too_often(self, client, user, make_user):
        make_user("Noor Haddadi")
        client.force_login(user)

        answer = client.get("/members/offers/?q=noor")

        assert json.loads(answer.content) == {
            "members": [{"shown": "@Noor Haddadi", "put": '@"Noor Haddadi" '}]
        }
        assert client.get(f"/members/offers/?q={'x' * 5000}&topic=x").status_code == 200
        cache.clear()
        answers = [client.get("/members/offers/?q=n").status_code for _ in range(122)]
        assert answers[:120] == [200] * 120
        assert 429 in answers


class TestEmoji:
    def test_of_the_list_are_known_to_the_renderer(self):
        found = assets()
        listed = json.loads(found.find(found.address("emoji.json")).body)

        assert len(listed) > 1500
        for sign, codes in listed.items():
            for code in codes.split():
                assert emoji_named(code) == sign, code
