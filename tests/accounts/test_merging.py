"""Two accounts become one: everything of the one is the other's, and nothing is lost."""

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model

from rostra.accounts import merging as registry
from rostra.accounts.leaving import DOORS
from rostra.accounts.merging import DECIDED
from rostra.accounts.models import (
    Group,
    Membership,
    Merging,
    ProfileAnswer,
    ProfileField,
    Session,
    Tie,
    TieKind,
    User,
)
from rostra.accounts.new_names import check_name
from rostra.accounts.services.leaving import leave_site
from rostra.accounts.services.merging import finish_mergings, merge_members
from rostra.accounts.services.tying import tie
from rostra.accounts.steps import Step
from rostra.forum.models import (
    Draft,
    Follow,
    OldAddress,
    Poll,
    PollVote,
    Post,
    Reaction,
    ReadMark,
    Revision,
    Topic,
)
from rostra.forum.services import merging as forum_part
from rostra.forum.services.editing import edit_post
from rostra.forum.services.polling import NewPoll, cast_vote
from rostra.forum.services.reacting import react
from rostra.forum.services.replying import post_reply
from rostra.forum.services.starting import start_topic
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible
from rostra.transfer.models import ImportedRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(make_user):
    return make_user("Ada of old")


@pytest.fixture
def kept(make_user):
    return make_user("Ada Newname")


@pytest.fixture
def merge(owner, gone, kept):
    def merged():
        merge_members(owner=owner, gone_id=gone.pk, kept_id=kept.pk)
        assert finish_mergings() == 1
        gone.refresh_from_db()
        kept.refresh_from_db()

    return merged


class TestWhoMayBeMerged:
    def test_only_an_owner_does_it(self, site, gone, kept, moderator):
        for one in (gone, kept, moderator):
            with pytest.raises(PermissionDenied):
                merge_members(owner=one, gone_id=gone.pk, kept_id=kept.pk)

    def test_not_everybody_can_go(self, owner, kept, make_user, now):
        for one in (
            kept,
            owner,
            make_user(is_house=True),
            make_user(closed_at=now),
            make_user(awaits_approval=True),
        ):
            with pytest.raises(PermissionDenied):
                merge_members(owner=owner, gone_id=one.pk, kept_id=kept.pk)
        with pytest.raises(NotVisible):
            merge_members(owner=owner, gone_id=kept.pk, kept_id=kept.pk + 999)
        assert not Merging.objects.exists()

    def test_the_account_with_a_way_in_is_kept(self, owner, kept, make_user):
        imported = make_user(is_placeholder=True)
        with pytest.raises(PermissionDenied, match="nobody has claimed"):
            merge_members(owner=owner, gone_id=kept.pk, kept_id=imported.pk)
        merge_members(owner=owner, gone_id=imported.pk, kept_id=kept.pk)

    def test_one_thing_after_the_other(self, owner, gone, kept, make_user):
        merge_members(owner=owner, gone_id=gone.pk, kept_id=kept.pk)

        with pytest.raises(PermissionDenied, match="Wait some minutes"):
            merge_members(owner=owner, gone_id=kept.pk, kept_id=make_user().pk)
        with pytest.raises(PermissionDenied, match="Try again in some minutes"):
            leave_site(member=kept)
        finish_mergings()
        leave_site(member=kept)


class TestWhatGoesOver:
    def test_posts_topics_and_texts(self, merge, gone, kept, make_topic, moderator):
        topic = make_topic("A topic of mine", author=gone)
        post = post_reply(author=gone, topic_id=topic.pk, source="First words")
        edit_post(editor=gone, post_id=post.pk, source="Other words")
        Post.objects.filter(pk=post.pk).update(edited_by=gone)
        merge()

        assert set(Post.objects.values_list("author", flat=True)) == {kept.pk}
        assert not Post.objects.filter(edited_by=gone).exists()
        assert not Revision.objects.filter(written_by=gone).exists()
        topic.refresh_from_db()
        assert (topic.author_id, topic.last_author_id) == (kept.pk, kept.pk)
        assert (kept.post_count, gone.post_count) == (2, 0)

    def test_votes_in_polls_once_each(self, merge, gone, kept, make_user, category):
        polls = []
        for title in ("First poll of two", "Second poll of two"):
            topic = start_topic(
                author=make_user(),
                category_id=category.pk,
                title=title,
                source="Well?",
                poll=NewPoll("Should it?", ("Yes", "No")),
            )
            polls.append(topic.posts.get())
        for post in polls:
            cast_vote(voter=gone, post_id=post.pk, choices=[0])
        cast_vote(voter=kept, post_id=polls[0].pk, choices=[1])

        merge()

        both, moved = Poll.objects.order_by("pk")
        assert (both.voters, both.rounds) == (1, [[0, 1]])
        assert (moved.voters, moved.rounds) == (1, [[1, 0]])
        assert set(PollVote.objects.values_list("user", flat=True)) == {kept.pk}

    def test_reactions_once_each_and_none_to_oneself(
        self, merge, gone, kept, make_user, topic
    ):
        both = post_reply(author=make_user(), topic_id=topic.pk, source="Of a third")
        mine = post_reply(author=gone, topic_id=topic.pk, source="Of the old one")
        ours = post_reply(author=kept, topic_id=topic.pk, source="Of the new one")
        opening = topic.posts.get(number=1)
        for who, post, kind in (
            (gone, both, "thanks"),
            (kept, both, "agree"),
            (gone, opening, "agree"),
            (kept, mine, "agree"),
            (gone, ours, "thanks"),
        ):
            react(user=who, post_id=post.pk, kind=kind)
        merge()

        said = Reaction.objects.values_list("user", "post", "kind")
        assert sorted(said) == sorted(
            [(kept.pk, both.pk, "agree"), (kept.pk, opening.pk, "agree")]
        )
        tallies = dict(Post.objects.values_list("pk", "tally"))
        assert tallies[both.pk] == {"agree": 1}
        assert tallies[mine.pk] == tallies[ours.pk] == {}
        assert tallies[opening.pk] == {"agree": 1}

    def test_how_far_they_read_and_what_they_follow(
        self, merge, gone, kept, make_topic
    ):
        a, b, c = (make_topic(f"Topic number {n}") for n in range(3))
        for who, topic, number in (
            (gone, a, 9),
            (kept, a, 4),
            (gone, b, 2),
            (kept, c, 3),
        ):
            ReadMark.objects.create(user=who, topic=topic, number=number)
            Follow.objects.create(user=who, topic=topic)
        merge()

        both = [gone, kept]
        marks = ReadMark.objects.filter(user__in=both).values_list(
            "user", "topic", "number"
        )
        assert sorted(marks) == sorted(
            (kept.pk, topic.pk, n) for topic, n in ((a, 9), (b, 2), (c, 3))
        )
        follows = Follow.objects.filter(user__in=both).values_list("user", "topic")
        assert sorted(follows) == sorted((kept.pk, t.pk) for t in (a, b, c))

    def test_drafts_and_no_word_of_them_is_lost(self, merge, gone, kept, now):
        for who, place, text in (
            (gone, "topic:1", "Old words"),
            (kept, "topic:1", "New words"),
            (gone, "new", "Only there"),
        ):
            Draft.objects.create(owner=who, place=place, source=text, saved_at=now)
        merge()

        texts = dict(Draft.objects.filter(owner=kept).values_list("place", "source"))
        assert texts == {"topic:1": "New words\n\nOld words", "new": "Only there"}

    def test_ties_in_both_directions(self, merge, gone, kept, make_user):
        a, b, c = (make_user() for _ in range(3))
        for who, whom, kind in (
            (gone, a, TieKind.IGNORE),
            (kept, a, TieKind.FOLLOW),
            (gone, b, TieKind.IGNORE),
            (gone, kept, TieKind.IGNORE),
            (b, gone, TieKind.IGNORE),
            (c, gone, TieKind.IGNORE),
            (c, kept, TieKind.FOLLOW),
        ):
            tie(owner=who, member_id=whom.pk, kind=kind)
        merge()

        ties = Tie.objects.values_list("owner", "member", "kind")
        assert sorted(ties) == sorted(
            [
                (kept.pk, a.pk, "follow"),
                (kept.pk, b.pk, "ignore"),
                (b.pk, kept.pk, "ignore"),
                (c.pk, kept.pk, "follow"),
            ]
        )
        now = {user.pk: user.ignored for user in User.objects.all()}
        assert now[kept.pk] == {b.pk}
        assert now[b.pk] == {kept.pk}
        assert now[c.pk] == frozenset()

    def test_answers_addresses_and_what_an_import_remembers(self, merge, gone, kept):
        one = ProfileField.objects.create(label="Town")
        other = ProfileField.objects.create(label="Boat")
        for who, field, text in (
            (gone, one, "Ede"),
            (kept, one, "Ebb"),
            (gone, other, "Yes"),
        ):
            ProfileAnswer.objects.create(user=who, field=field, text=text)
        kind = ImportedRow.Kind.MEMBER
        ImportedRow.objects.create(source="x", kind=kind, key="7", our_id=gone.pk)
        ImportedRow.objects.create(source="x", kind="post", key="7", our_id=gone.pk)
        OldAddress.objects.create(address="/u7", kind="member", target_id=gone.pk)
        merge()

        said = ProfileAnswer.objects.values_list("user", "text")
        assert sorted(said) == [(kept.pk, "Ebb"), (kept.pk, "Yes")]
        ids = dict(ImportedRow.objects.values_list("kind", "our_id"))
        assert ids == {"member": kept.pk, "post": gone.pk}
        assert OldAddress.objects.get().target_id == kept.pk


class TestWhatGoes:
    def test_ways_in_and_rights(self, owner, gone, kept, client_of):
        browser = client_of(gone)
        EmailAddress.objects.create(user=gone, email="ada@example.com")
        group = Group.objects.create(name="Crew", name_key="crew")
        Membership.objects.create(user=gone, group=group)
        User.objects.filter(pk=gone.pk).update(
            role="moderator", group_ids=str(group.pk)
        )
        merge_members(owner=owner, gone_id=gone.pk, kept_id=kept.pk)

        assert browser.get("/drafts/").status_code == 302
        assert not Session.objects.filter(user=gone).exists()
        assert not EmailAddress.objects.exists()
        assert not Membership.objects.exists()
        kept.refresh_from_db()
        assert (kept.role, kept.group_ids) == ("member", "")

    def test_the_name_is_nobody_elses(self, merge):
        merge()
        with pytest.raises(ValidationError, match="is taken"):
            check_name("ADA of OLD")

    def test_the_page_leads_to_the_other(self, owner, gone, kept, merge, client):
        before = client.get(gone.url)
        versions = current_versions(tuple(before["Rostra-Depends"].split()))
        merge()

        names = tuple(before["Rostra-Depends"].split())
        assert current_versions(names) != versions
        answer = client.get(before.request["PATH_INFO"])
        assert answer.status_code == 301
        assert client.get(answer["Location"])["Location"] == kept.url

    def test_the_earlier_day_of_joining_holds(self, merge, gone, kept, now):
        User.objects.filter(pk=gone.pk).update(joined_at=now.replace(year=2004))
        merge()
        assert kept.joined_at.year == 2004
        assert kept.name == "Ada Newname"


def test_it_can_be_stopped_anywhere_and_gone_on_with(
    owner, gone, kept, topic, monkeypatch
):
    monkeypatch.setattr(registry, "AT_ONCE", 2)
    monkeypatch.setattr(forum_part, "AT_ONCE", 2)
    for n in range(5):
        post_reply(author=gone, topic_id=topic.pk, source=f"Number {n}")
        react(user=kept, post_id=topic.posts.last().pk, kind="agree")
    merge_members(owner=owner, gone_id=gone.pk, kept_id=kept.pk)

    rounds = 0
    while not finish_mergings(seconds=-1):
        rounds += 1
    assert rounds > len(registry.STEPS)
    assert Post.objects.filter(author=kept).count() == 5
    assert not Reaction.objects.exists()
    assert finish_mergings() == 0


def test_a_piece_that_fails_is_not_half_done(owner, gone, kept, topic, monkeypatch):
    post_reply(author=gone, topic_id=topic.pk, source="Words")

    def broken(merging):
        Post.objects.filter(author=gone).update(author=kept)
        raise OSError("the disk is full")

    steps = [Step("broken", broken)]
    monkeypatch.setattr("rostra.accounts.services.merging.STEPS", steps)
    merge_members(owner=owner, gone_id=gone.pk, kept_id=kept.pk)
    with pytest.raises(OSError, match="full"):
        finish_mergings()

    assert Post.objects.filter(author=gone).exists()
    assert Merging.objects.get().finished_at is None


def test_of_every_key_to_a_member_it_is_decided_what_becomes_of_it():
    pointing: set[tuple[type[Model], str]] = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User
    }

    ways_in = {key for key in pointing if key[0] in DOORS}
    undecided = pointing - DECIDED.keys() - ways_in
    assert sorted(f"{model.__name__}.{name}" for model, name in undecided) == []


def test_a_session_that_outlived_the_merging_cannot_close_the_account(gone, merge):
    merge()
    with pytest.raises(PermissionDenied, match="closed"):
        leave_site(member=gone)


class TestTheOwnersPage:
    def test_shows_no_address_whose_look_would_be_noted(
        self, owner, gone, make_user, client_of
    ):
        make_user("Ada Second", email="second@example.com")
        page = client_of(owner).get(
            f"/control/members/{gone.pk}/merging/", {"into": "Ada Second"}
        )
        assert "Ada Second" in page.text
        assert "second@example.com" not in page.text

    def test_shows_both_asks_and_does_it(self, owner, gone, kept, client_of, topic):
        post_reply(author=gone, topic_id=topic.pk, source="Words")
        browser = client_of(owner)
        path = f"/control/members/{gone.pk}/merging/"
        assert path in browser.get(f"/control/members/{gone.pk}/").text

        assert browser.get(path, {"into": "Nobody at all"}).status_code == 422
        nameless = browser.post(path, {"into": " ", "sure": "on"})
        assert nameless.status_code == 422
        assert "Give the name of the account that is kept." in nameless.text
        same = browser.get(path, {"into": gone.name})
        assert "This is the same account" in same.text
        page = browser.get(path, {"into": " ADA  newname "})
        assert page.status_code == 200
        assert "1 post" in page.text
        unsure = browser.post(path, {"into": kept.name})
        assert unsure.status_code == 422
        assert "Tick this if you mean it." in unsure.text

        done = browser.post(path, {"into": kept.name, "sure": "on"})
        assert done["Location"] == f"/control/members/{kept.pk}/?saved"
        finish_mergings()
        assert Post.objects.filter(author=kept).count() == 1
        assert not Topic.objects.filter(last_author=gone).exists()

    def test_a_merged_account_offers_it_no_more(self, owner, gone, merge, client_of):
        merge()
        page = client_of(owner).get(f"/control/members/{gone.pk}/").text
        assert "/merging/" not in page
