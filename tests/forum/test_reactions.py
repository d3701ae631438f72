"""The words that can be said about posts: which, whose, and how many."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.accounts.models import Guest
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.forum.models import Post, Reaction
from rostra.forum.own_parts import reactions
from rostra.forum.reaction_kinds import DEFAULT, offered_kinds, reaction_kinds
from rostra.forum.selectors.reacted import who_reacted
from rostra.forum.selectors.topic_page import topic_page
from rostra.forum.services.moderating import hide_post
from rostra.forum.services.reacting import react
from rostra.forum.services.reaction_kinds import (
    change_kind,
    make_kind,
    move_kind,
    switch_kind,
)
from rostra.forum.services.replying import post_reply
from rostra.foundation.visibility import NotVisible

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(make_user, site):
    return make_user("Olga", role="owner")


@pytest.fixture
def post(topic, make_user):
    return post_reply(author=make_user("Writer"), topic_id=topic.pk, source="Well.")


def said(reader, post):
    """The reactions under a post, as its page has them."""
    page = topic_page(reader=reader, topic_id=post.topic_id)
    (row,) = [one for one in page.posts if one.id == post.pk]
    return [(tally.kind, tally.label, tally.number) for tally in row.tallies]


class TestTheOwnersChoice:
    def test_begins_with_the_words_that_rostra_brings(self, site):
        assert [kind.label for kind in offered_kinds()] == [
            "Agree",
            "Informative",
            "Well sourced",
            "Thanks",
            "Disagree",
        ]

    def test_is_made_by_owners_only(self, site, moderator):
        for act in (
            lambda: make_kind(owner=moderator, name="Boo"),
            lambda: change_kind(owner=moderator, key="agree", name="Boo"),
            lambda: switch_kind(owner=moderator, key="agree", on=False),
            lambda: move_kind(owner=moderator, key="agree", up=False),
        ):
            with pytest.raises(PermissionDenied):
                act()

    def test_a_new_word_can_be_said_at_once(self, owner, user, post):
        key = make_kind(owner=owner, name="Made  me laugh", emoji="😄")

        react(user=user, post_id=post.pk, kind=key)

        assert key == "made-me-laugh"
        assert said(user, post) == [(key, "Made me laugh", 1)]
        assert reaction_kinds()[key].mark == '<span aria-hidden="true">😄</span> '

    @pytest.mark.parametrize(
        ("name", "emoji"),
        [
            ("", ""),
            ("x" * 31, ""),
            ("agree", ""),
            ("New", "abc"),
            ("New", "<b>"),
            ("New", "\u202e😄"),
            ("New", "😄" * 9),
        ],
    )
    def test_what_cannot_be_one_is_refused(self, owner, name, emoji):
        with pytest.raises(ValidationError):
            make_kind(owner=owner, name=name, emoji=emoji)

        assert tuple(reaction_kinds().values()) == DEFAULT

    @pytest.mark.parametrize("emoji", ["👍🏽", "❤️", "👨‍👩‍👧‍👦", "🇺🇦", "✔"])
    def test_emoji_of_every_make_are_taken(self, owner, emoji):
        key = make_kind(owner=owner, name="New", emoji=emoji)

        assert reaction_kinds()[key].emoji == emoji

    def test_there_is_an_end_to_them(self, owner):
        for number in range(15):
            make_kind(owner=owner, name=f"Word {number}")

        with pytest.raises(ValidationError):
            make_kind(owner=owner, name="One more")

    def test_names_in_any_script_have_keys_of_their_own(self, owner):
        keys = [make_kind(owner=owner, name=name) for name in ("شكرا", "ありがとう")]

        assert keys == ["word", "word-2"]

    def test_a_new_name_is_shown_for_what_was_said_before(self, owner, user, post):
        react(user=user, post_id=post.pk, kind="thanks")

        change_kind(owner=owner, key="thanks", name="Cheers", icon="sun")

        assert said(user, post) == [("thanks", "Cheers", 1)]

    def test_a_word_that_keeps_its_name_goes_on_being_translated(self, owner):
        change_kind(owner=owner, key="agree", name="Agree", emoji="👍")

        assert reaction_kinds()["agree"].name == ""

    def test_they_stand_in_the_owners_order(self, owner):
        move_kind(owner=owner, key="disagree", up=True)
        move_kind(owner=owner, key="agree", up=True)

        assert [kind.key for kind in offered_kinds()][3:] == ["disagree", "thanks"]


class TestAWordThatIsSwitchedOff:
    def test_is_neither_offered_nor_shown_but_kept(self, owner, user, make_user, post):
        react(user=user, post_id=post.pk, kind="disagree")
        react(user=make_user(), post_id=post.pk, kind="agree")

        switch_kind(owner=owner, key="disagree", on=False)

        assert said(user, post) == [("agree", "Agree", 1)]
        assert [row.kind for row in who_reacted(reader=user, post_id=post.pk).rows] == [
            "agree"
        ]
        with pytest.raises(ValidationError):
            react(user=make_user(), post_id=post.pk, kind="disagree")
        with pytest.raises(NotVisible):
            who_reacted(reader=user, post_id=post.pk, kind="disagree")

    def test_is_counted_right_when_it_is_switched_on_again(
        self, owner, user, make_user, post
    ):
        other, third = make_user(), make_user()
        for who in (user, other, third):
            react(user=who, post_id=post.pk, kind="disagree")
        switch_kind(owner=owner, key="disagree", on=False)
        react(user=other, post_id=post.pk, kind="agree")
        react(user=third, post_id=post.pk, kind="")

        switch_kind(owner=owner, key="disagree", on=True)

        assert sorted(said(user, post)) == [
            ("agree", "Agree", 1),
            ("disagree", "Disagree", 1),
        ]

    def test_all_may_be_off(self, owner, user, post, client, topic):
        for kind in offered_kinds():
            switch_kind(owner=owner, key=kind.key, on=False)
        client.force_login(user)

        page = client.get(topic.get_absolute_url())

        assert page.status_code == 200
        assert "/reaction/" not in page.text


class TestWhoReacted:
    def test_is_told_to_whoever_may_read_the_post(self, site, user, post):
        react(user=user, post_id=post.pk, kind="thanks")

        for reader in (Guest(), user):
            (row,) = who_reacted(reader=reader, post_id=post.pk).rows
            assert (row.member.name, row.words) == ("Ada", "Thanks")

    def test_leaves_out_who_left_and_who_is_ignored(self, site, user, make_user, post):
        gone, ignored = make_user("Gone"), make_user("Tiresome")
        for who in (gone, ignored, user):
            react(user=who, post_id=post.pk, kind="agree")
        leave_site(member=gone)
        finish_closings()
        user.ignored_ids = str(ignored.pk)
        user.save()

        rows = who_reacted(reader=user, post_id=post.pk).rows

        assert [row.member.name for row in rows] == ["Ada"]
        assert said(user, post) == [("agree", "Agree", 3)]

    def test_is_not_there_for_a_hidden_post(self, site, user, moderator, post):
        react(user=user, post_id=post.pk, kind="agree")
        hide_post(moderator=moderator, post_id=post.pk, reason="No")

        for reader in (user, Guest()):
            with pytest.raises(NotVisible):
                who_reacted(reader=reader, post_id=post.pk)
        assert who_reacted(reader=moderator, post_id=post.pk).rows

    def test_is_told_a_page_and_a_word_at_a_time(
        self, site, make_user, post, monkeypatch
    ):
        monkeypatch.setattr("rostra.forum.selectors.reacted.SHOWN", 2)
        for name, kind in (
            ("A", "agree"),
            ("B", "thanks"),
            ("C", "agree"),
            ("D", "agree"),
        ):
            react(user=make_user(name), post_id=post.pk, kind=kind)

        first = who_reacted(reader=Guest(), post_id=post.pk, kind="agree")
        rest = who_reacted(
            reader=Guest(), post_id=post.pk, kind="agree", before=first.before
        )

        assert [row.member.name for row in first.rows] == ["D", "C"]
        assert [row.member.name for row in rest.rows] == ["A"]


def test_the_copy_says_the_word(site, user, post):
    react(user=user, post_id=post.pk, kind="sourced")

    (row,) = reactions(user)

    assert row["word"] == "Well sourced"


class TestOnPages:
    def test_a_script_gets_the_part_that_changed(self, client, user, post, site):
        client.force_login(user)
        ask = {"headers": {"Part-Of-Page": "reactions"}}

        answer = client.post(f"/post/{post.pk}/reaction/", {"kind": "agree"}, **ask)
        part = answer.text.strip()

        assert answer["Part-Of-Page"] == "reactions"
        assert part.startswith('<form class="tally"')
        assert part in client.get(post.topic.get_absolute_url()).text
        gone = client.post(f"/post/{post.pk}/reaction/", {"kind": ""}, **ask)
        assert gone.text.strip() == ""

    def test_a_form_goes_back_to_the_post(self, client, user, post, site):
        client.force_login(user)

        answer = client.post(f"/post/{post.pk}/reaction/", {"kind": "agree"})

        assert answer.status_code == 303
        assert Reaction.objects.get().kind == "agree"

    def test_the_page_of_who_reacted(self, client, user, post, site):
        react(user=user, post_id=post.pk, kind="agree")
        Post.objects.filter(pk=post.pk).update(client_token="x")

        page = client.get(f"/post/{post.pk}/reactions/?kind=agree").text

        assert "Ada" in page
        assert 'aria-current="page">Agree <b class="number">1</b>' in page
        assert client.get(f"/post/{post.pk}/reactions/?kind=<b>").status_code == 404

    def test_an_owner_chooses_the_words(self, client, owner):
        client.force_login(owner)
        new = {"name": "Made me laugh", "emoji": "😄", "icon": ""}

        assert client.post("/control/reactions/", new).status_code == 303
        client.post("/control/reactions/disagree/", {"switch": "off"})
        client.post("/control/reactions/made-me-laugh/", {"to": "up"})
        client.post("/control/reactions/agree/", {"name": "Yes", "icon": "check"})

        page = client.get("/control/reactions/").text
        assert "Switched off" in page
        assert [kind.label for kind in offered_kinds()] == [
            "Yes",
            "Informative",
            "Well sourced",
            "Thanks",
            "Made me laugh",
        ]

    @pytest.mark.parametrize(
        "sent", [{"name": ""}, {"name": "Thanks"}, {"name": "x", "emoji": "no"}]
    )
    def test_what_is_wrong_is_said_and_given_back(self, client, owner, sent):
        client.force_login(owner)

        for path in ("/control/reactions/", "/control/reactions/agree/"):
            answer = client.post(path, sent)
            assert answer.status_code == 422
            assert 'role="alert"' in answer.text

    def test_a_word_that_is_none_has_no_page(self, client, owner):
        client.force_login(owner)

        assert client.get("/control/reactions/nothing/").status_code == 404
        assert (
            client.post("/control/reactions/nothing/", {"to": "up"}).status_code == 404
        )
