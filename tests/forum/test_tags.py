"""Tags: what they are compared by, who may use and make them, and where they lead."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.forum.models import Category, Post, Tag, Topic
from rostra.forum.selectors.tags import find_tags, tag_page, tags_offered
from rostra.forum.selectors.topic_list import Order
from rostra.forum.services.arranging_tags import (
    add_synonym,
    merge_tags,
    remove_synonym,
    remove_tag,
    rename_tag,
)
from rostra.forum.services.editing import edit_post
from rostra.forum.services.importing import (
    ImportedPost,
    ImportedTopic,
    allocate,
    write_topics,
)
from rostra.forum.services.moderating import hide_topic
from rostra.forum.services.moving import merge_topics
from rostra.forum.services.replying import post_reply
from rostra.forum.services.starting import start_topic
from rostra.forum.tag_words import split_tags, tag_key, tag_slug
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible

pytestmark = pytest.mark.django_db


@pytest.fixture
def start(make_user, category):
    """Start a topic with tags, as a trusted member."""
    author = make_user("Starter", role="trusted")

    def started(*tags, title="A topic with tags on it", place=None, by=None):
        return start_topic(
            author=by or author,
            category_id=(place or category).pk,
            title=title,
            source=f"About {title}.",
            tags=tags,
        )

    return started


@pytest.fixture
def owner(make_user):
    return make_user("Olga", role="owner")


def refusal(**asked):
    with pytest.raises(ValidationError) as refused:
        start_topic(**asked)
    return refused.value.message_dict["tags"][0]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("High Water", "high-water"),
        ("  #flood  ", "flood"),
        ("हिन्दी", "हिन्दी"),
        ("Überschwemmung", "überschwemmung"),
        ("ＦＬＯＯＤ", "flood"),
        ("🔥", ""),
    ],
)
def test_the_address_of_a_tag_keeps_letters_of_every_script(name, slug):
    assert tag_slug(name) == slug


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("Flood", "flood", True),
        ("high water", "High-Water", True),
        ("сор", "cop", True),
        ("mail", "mall", False),
        ("modern", "modem", False),
        ("day", "clay", False),
    ],
)
def test_tags_are_the_same_where_only_their_script_differs(one, other, are_same):
    assert (tag_key(one) == tag_key(other)) is are_same


def test_commas_of_any_script_part_tags():
    assert split_tags("#One, two、 三，ONE ;; أربعة، ") == ("One", "two", "三", "أربعة")


def test_a_topic_takes_the_tag_that_is_there_however_it_is_typed(start):
    start("Flooding")

    topic = start("flooding", "new one", title="Another one with tags")

    assert topic.tag_names == ["Flooding", "new one"]
    assert Tag.objects.count() == 2


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        (("x" * 41,), "at most 40"),
        (("🔥",), "letters or digits"),
        (("сору",) * 1 + ("cоpy",), "mixes letters"),
        (tuple("abcdef"), "at most 5"),
    ],
)
def test_a_tag_that_will_not_do_is_refused_by_name(user, category, tags, words):
    asked = {"title": "A topic with tags on it", "source": "Words.", "tags": tags}
    said = refusal(author=user, category_id=category.pk, **asked)
    assert words in said
    assert not Topic.objects.exists()


def test_new_members_use_tags_and_make_none(start, make_user, category):
    new = make_user("Newcomer", role="new")
    start("flood")

    topic = start("FLOOD", title="By somebody new here", by=new)
    asked = {"title": "Another by somebody new", "source": "Words.", "tags": ("mud",)}
    said = refusal(author=new, category_id=category.pk, **asked)

    assert topic.tag_names == ["flood"]
    assert said == (
        "There is no tag “mud” yet. Members and above can make new tags here."
    )


def test_a_tag_of_hidden_places_is_no_tag_for_others(start, make_category, make_user):
    staff = make_category(audience="staff")
    moderator = make_user(role="moderator")
    start("secret plan", place=staff, by=moderator)
    new = make_user("Newcomer", role="new")
    open_place = make_category()

    said = refusal(
        author=new,
        category_id=open_place.pk,
        title="Do I guess what they plan",
        source="Words.",
        tags=("secret plan",),
    )

    assert "There is no tag “secret plan” yet." in said
    assert tags_offered(reader=new, words="sec") == []
    assert tags_offered(reader=moderator, words="sec") == ["secret plan"]
    with pytest.raises(NotVisible):
        tag_page(reader=new, slug="secret-plan")
    for order in Order:
        with pytest.raises(NotVisible):
            tag_page(reader=new, slug="secret-plan", order=order)


def test_offers_cost_two_queries(start, user, category, django_assert_num_queries):
    for count in range(12):
        start(f"tag {count}", title=f"Topic number {count} with a tag")
    with django_assert_num_queries(2):
        found = tags_offered(reader=user, words="TAG", category_id=category.pk)
    assert found == [f"tag {n}" for n in (0, 1, 10, 11, 2, 3, 4, 5)]


def test_hidden_topics_show_no_tag(start, user, moderator):
    topic = start("odd")
    hide_topic(moderator=moderator, topic_id=topic.pk)

    assert tags_offered(reader=user, words="odd") == []
    with pytest.raises(NotVisible):
        tag_page(reader=user, slug="odd")


def test_the_page_of_a_tag_goes_on_by_activity(start, user):
    topics = [start("mud", title=f"Topic number {n} of mud") for n in range(5)]
    start("silt", title="A topic of silt and only that")
    post_reply(author=user, topic_id=topics[0].pk, source="A reply.")

    first = tag_page(reader=user, slug="mud", size=3).topics
    second = tag_page(reader=user, slug="mud", size=3, cursor=first.before).topics
    back = tag_page(
        reader=user, slug="mud", size=3, cursor=replace(second.after, is_backwards=True)
    ).topics

    ids = [t.pk for t in topics]
    assert [t.id for t in first.topics] == [ids[0], ids[4], ids[3]]
    assert [t.id for t in second.topics] == [ids[2], ids[1]]
    assert back.topics == first.topics
    for order in (Order.NEW, Order.UNREAD):
        page = tag_page(reader=user, slug="mud", order=order).topics
        assert {t.id for t in page.topics} <= set(ids)
    top = tag_page(reader=user, slug="mud", order=Order.TOP, period="day").topics
    assert [t.id for t in top.topics] == [ids[0]]
    every = tag_page(reader=user, slug="mud", order=Order.TOP, period="all").topics
    assert every.topics[0].id == ids[0]
    assert len(every.topics) == 5


def test_its_author_tags_a_topic_anew_with_its_opening_post(start):
    topic = start("mud", "silt")
    opening = topic.posts.get(number=1)

    edit_post(
        editor=topic.author,
        post_id=opening.pk,
        source=opening.source,
        tags=("silt", "sand"),
    )

    topic.refresh_from_db()
    assert topic.tag_names == ["silt", "sand"]
    assert {t.name for t in topic.tags.all()} == {"silt", "sand"}


def test_nobody_else_tags_it(start, user):
    topic = start("mud")
    opening = topic.posts.get(number=1)

    with pytest.raises(PermissionDenied):
        edit_post(editor=user, post_id=opening.pk, source="Mine.", tags=("sand",))


def test_a_reply_has_no_tags_to_change(start, user):
    topic = start("mud")
    reply = post_reply(author=user, topic_id=topic.pk, source="A reply.")

    edit_post(editor=user, post_id=reply.pk, source="Another.", tags=("sand",))

    topic.refresh_from_db()
    assert topic.tag_names == ["mud"]


def test_a_refused_tag_leaves_text_and_tags(start):
    topic = start("mud")
    opening = topic.posts.get(number=1)

    with pytest.raises(ValidationError):
        edit_post(
            editor=topic.author, post_id=opening.pk, source="Other.", tags=("🔥",)
        )

    opening.refresh_from_db()
    assert opening.source != "Other."


@pytest.mark.parametrize(
    ("rule", "tags", "words"),
    [
        ("none", ("mud",), "have no tags"),
        ("none", (), ""),
        ("one", (), "at least one of these tags: wind, rain"),
        ("one", ("mud",), "at least one of these tags"),
        ("one", ("mud", "RAIN"), ""),
        ("only", (), ""),
        ("only", ("mud",), "“mud” is not used here. Choose among"),
        ("only", ("Wind",), ""),
        ("must", (), "at least one"),
        ("must", ("wind", "mud"), "“mud” is not used here"),
        ("must", ("drizzle",), ""),
    ],
)
def test_a_category_says_which_tags(start, owner, make_category, rule, tags, words):
    place = make_category(tag_rule=rule, tag_choices=["wind", "rain"])
    start("rain", title="There was rain before that")
    rain = Tag.objects.get(name="rain")
    add_synonym(owner=owner, tag_id=rain.pk, name="drizzle")
    author = start(title="Somebody starts a topic").author

    if words:
        said = refusal(
            author=author,
            category_id=place.pk,
            title="A topic in a place of rules",
            source="Words.",
            tags=tags,
        )
        assert words in said
    else:
        topic = start(*tags, title="A topic in a place of rules", place=place)
        assert len(topic.tag_names) == len(tags)


def test_whoever_makes_no_tags_uses_those_that_a_category_lists(
    start, make_user, make_category
):
    place = make_category(tag_rule="only", tag_choices=["Wind"])
    new = make_user("Newcomer", role="new")

    topic = start("wind", place=place, by=new)

    assert topic.tag_names == ["Wind"]


def test_another_word_gives_the_tag_itself(start, owner):
    topic = start("Netherlands")
    tag = topic.tags.get()

    other = add_synonym(owner=owner, tag_id=tag.pk, name="Holland")

    assert start("holland", title="Another one on dykes").tag_names == ["Netherlands"]
    assert tags_offered(reader=owner, words="hol") == ["Netherlands"]
    assert tag_page(reader=owner, slug="holland").tag == tag
    remove_synonym(owner=owner, synonym_id=other.pk)
    assert not Tag.objects.filter(name="Holland").exists()


def test_a_renamed_tag_is_found_by_both_names(start, owner, make_category):
    place = make_category(tag_rule="only", tag_choices=["flods"])
    topics = [start("flods", "mud", title=f"Topic number {n} is wet") for n in range(3)]
    tag = Tag.objects.get(name="flods")

    rename_tag(owner=owner, tag_id=tag.pk, name="Floods")

    for topic in topics:
        topic.refresh_from_db()
        assert topic.tag_names == ["Floods", "mud"]
    assert tag_page(reader=owner, slug="flods").tag.name == "Floods"
    assert Category.objects.get(pk=place.pk).tag_choices == ["Floods"]
    rename_tag(owner=owner, tag_id=tag.pk, name="flods")
    assert set(Tag.objects.values_list("name", flat=True)) == {"flods", "Floods", "mud"}


def test_capitals_alone_can_be_changed(start, owner):
    topic = start("floods")

    rename_tag(owner=owner, tag_id=topic.tags.get().pk, name="Floods")

    topic.refresh_from_db()
    assert topic.tag_names == ["Floods"]
    assert Tag.objects.count() == 1


def test_a_name_that_is_taken_is_refused(start, owner):
    topic = start("floods", "mud")
    tag = topic.tags.get(name="mud")

    for act in (rename_tag, add_synonym):
        with pytest.raises(ValidationError, match="You can merge the two"):
            act(owner=owner, tag_id=tag.pk, name="FLOODS")


def test_merged_tags_are_one_on_every_topic(start, owner):
    both = start("flood", "floods")
    one = start("floods", title="One with the other word")
    tag, into = Tag.objects.get(name="floods"), Tag.objects.get(name="flood")

    merge_tags(owner=owner, tag_id=tag.pk, into="Flood")

    for topic in (both, one):
        topic.refresh_from_db()
        assert topic.tag_names == ["flood"]
        assert list(topic.tags.all()) == [into]
    assert Tag.objects.get(name="floods").stands_for == into


@pytest.mark.parametrize("into", ["floods", "nothing", ""])
def test_a_tag_is_merged_into_another_only(start, owner, into):
    tag = start("floods").tags.get()

    with pytest.raises(ValidationError):
        merge_tags(owner=owner, tag_id=tag.pk, into=into)


def test_a_removed_tag_is_on_no_topic(start, owner):
    topic = start("floods", "mud")

    remove_tag(owner=owner, tag_id=Tag.objects.get(name="floods").pk)

    topic.refresh_from_db()
    assert topic.tag_names == ["mud"]
    assert [t.name for t in find_tags().tags] == ["mud"]


def test_only_owners_arrange_tags(start, moderator):
    tag = start("floods").tags.get()

    for act in (
        lambda: rename_tag(owner=moderator, tag_id=tag.pk, name="mud"),
        lambda: merge_tags(owner=moderator, tag_id=tag.pk, into="mud"),
        lambda: add_synonym(owner=moderator, tag_id=tag.pk, name="mud"),
        lambda: remove_synonym(owner=moderator, synonym_id=tag.pk),
        lambda: remove_tag(owner=moderator, tag_id=tag.pk),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_owners_see_tags_with_their_topics(start, owner, django_assert_num_queries):
    start("floods", "mud")
    start("floods", title="Another one about floods")

    with django_assert_num_queries(1):
        found = find_tags(words="FL").tags

    assert [(t.name, t.topic_count) for t in found] == [("floods", 2)]


def test_a_merged_topic_is_on_no_page_of_a_tag(start, moderator):
    source, target = start("mud"), start("silt", title="Where the posts go to")
    post_reply(author=moderator, topic_id=target.pk, source="A reply.")

    merge_topics(moderator=moderator, topic_id=source.pk, into_id=target.pk)

    with pytest.raises(NotVisible):
        tag_page(reader=moderator, slug="mud")
    page = tag_page(reader=moderator, slug="silt").topics
    assert [t.id for t in page.topics] == [target.pk]


def test_a_tag_page_leads_to_its_one_address(client, site, start, owner):
    topic = start("High Water")
    add_synonym(owner=owner, tag_id=topic.tags.get().pk, name="flood tide")

    page = client.get("/tag/high-water/")
    assert page.status_code == 200
    assert topic.title in page.content.decode()
    for other in ("High-Water", "flood-tide", "high%20water"):
        response = client.get(f"/tag/{other}/?filter=new")
        assert response.status_code == 301
        assert response["Location"] == "/tag/high-water/?filter=new"
    assert client.get("/tag/low-water/").status_code == 404
    for kind in ("rss", "atom"):
        feed = client.get(f"/tag/high-water/feed/{kind}/")
        assert topic.title in feed.content.decode()
        assert client.get(f"/tag/low-water/feed/{kind}/").status_code == 404


def test_what_guests_are_kept_of_a_tag_is_old_after_a_post(client, site, start, user):
    topic = start("High Water")
    response = client.get("/tag/high-water/")
    assert "tag:high-water" in response["Rostra-Depends"]

    before = current_versions(("tag:high-water",))
    post_reply(author=user, topic_id=topic.pk, source="A reply.")
    assert current_versions(("tag:high-water",)) != before


def test_the_form_that_edits_an_opening_post_has_its_tags(client, site, start):
    topic = start("mud", "silt")
    opening = topic.posts.get(number=1)
    client.force_login(topic.author)
    page = f"/post/{opening.pk}/edit/"
    form = {"source": opening.source, "seen_revision": opening.revision}

    assert 'value="mud, silt"' in client.get(page).content.decode()
    refused = client.post(page, {**form, "tags": "mud, 🔥"})
    done = client.post(page, {**form, "tags": "mud, Sand"})

    assert refused.status_code == 422
    assert 'id="tags-error"' in refused.content.decode()
    assert 'value="mud, 🔥"' in refused.content.decode()
    assert done.status_code == 303
    topic.refresh_from_db()
    assert topic.tag_names == ["mud", "Sand"]
    client.post(page, {**form, "tags": ""})
    topic.refresh_from_db()
    assert topic.tag_names == []


def test_a_form_without_the_field_leaves_the_tags(client, site, start):
    topic = start("mud")
    opening = topic.posts.get(number=1)
    client.force_login(topic.author)

    client.post(f"/post/{opening.pk}/edit/", {"source": "Another text."})

    topic.refresh_from_db()
    assert topic.tag_names == ["mud"]


def test_imported_topics_keep_their_tags_under_one_name(
    start, make_user, category, now, owner
):
    tag = start("Floods").tags.get()
    add_synonym(owner=owner, tag_id=tag.pk, name="Inundation")
    author = make_user("Imported")
    (topic_id,), (post_id,) = allocate(Topic, 1), allocate(Post, 1)
    post = ImportedPost(post_id, author.pk, now, "Words.", "<p>Words.</p>")

    write_topics(
        [
            ImportedTopic(
                id=topic_id,
                category_id=category.pk,
                title="An imported topic",
                posts=(post,),
                tags=("FLOODS", "inundation", "#new tag", "🔥"),
            )
        ]
    )

    topic = Topic.objects.get(pk=topic_id)
    assert topic.tag_names == ["Floods", "new tag"]
    page = tag_page(reader=author, slug="new-tag").topics
    assert [t.id for t in page.topics] == [topic_id]
