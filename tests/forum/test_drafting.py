"""Drafts that go on from one page to another, and never overwrite each other unseen."""

import pytest
from django.core.exceptions import ValidationError

from rostra.forum.models import Draft
from rostra.forum.selectors.drafts import drafts_of
from rostra.forum.services.drafting import NewerDraft, save_draft

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def save(user):
    def saved(source, page, seen, **more):
        return save_draft(
            owner=user, place="new", source=source, page=page, seen=seen, **more
        )

    return saved


class TestGoingOn:
    def test_from_the_text_that_one_has_seen_replaces_it(self, save):
        first = save("One.", "phone", "")

        second = save("One, two.", "desk", first.mark)
        save("One, two, three.", "desk", first.mark)

        assert second.pk == first.pk
        assert Draft.objects.get().source == "One, two, three."

    def test_from_an_older_text_overwrites_nothing(self, save):
        first = save("One.", "phone", "")
        save("One on the desk.", "desk", first.mark)

        for text in ("One on the phone.", ""):
            with pytest.raises(NewerDraft) as told:
                save(text, "phone", first.mark)
            assert told.value.draft.source == "One on the desk."
        assert Draft.objects.get().source == "One on the desk."

    def test_from_nothing_does_not_overwrite_what_came_meanwhile(self, save):
        save("From the desk.", "desk", "")

        with pytest.raises(NewerDraft):
            save("From the phone.", "phone", "")

    def test_with_the_same_text_is_no_conflict(self, save):
        save("Just the same.", "desk", "")

        save("Just the same.", "phone", "")
        save("Just the same, and more.", "phone", "")

        assert Draft.objects.get().source == "Just the same, and more."

    def test_without_saying_from_what_replaces_it_as_before(self, save):
        save("One.", "desk", "")

        save("Two.", "", None)

        assert Draft.objects.get().source == "Two."

    def test_takes_no_hostile_marks(self, save):
        save("One.", "", "")

        with pytest.raises(NewerDraft):
            save("Two.", "x" * 5000, "\0" * 5000)
        with pytest.raises(ValidationError):
            save_draft(owner=None, place="nowhere", source="x", seen="")


class TestThePage:
    @pytest.fixture
    def signed_in(self, client, user):
        client.force_login(user)
        return client

    def test_says_which_text_it_goes_on_from(self, signed_in, user, topic):
        place = f"topic:{topic.pk}"
        draft = save_draft(owner=user, place=place, source="Half a thought.")

        page = signed_in.get(topic.get_absolute_url()).text

        assert f'name="draft_seen" value="{draft.mark}"' in page

    def test_is_told_of_a_newer_text_with_both_beside_each_other(
        self, signed_in, user, topic
    ):
        place = f"topic:{topic.pk}"
        save_draft(owner=user, place=place, source="From the desk.", page="desk")
        sent = {"source": "From the phone.", "draft_seen": "", "draft_page": "phone"}
        path = f"/topic/{topic.pk}/replies/"

        answer = signed_in.post(path, sent | {"draft": "1"})

        assert answer.status_code == 409
        assert "From the desk.</textarea>" in answer.text
        assert "From the phone.</textarea>" in answer.text
        assert "There is a newer text of yours" in answer.text
        assert Draft.objects.get().source == "From the desk."
        seen = Draft.objects.get().mark
        again = signed_in.post(path, sent | {"draft": "1", "draft_seen": seen})
        assert again.status_code == 302
        assert Draft.objects.get().source == "From the phone."

    def test_does_not_discard_what_it_has_not_shown(self, signed_in, user, topic):
        place = f"topic:{topic.pk}"
        save_draft(owner=user, place=place, source="From the desk.", page="desk")
        sent = {"source": "Old.", "draft_seen": "", "draft_page": "phone"}

        answer = signed_in.post(f"/topic/{topic.pk}/replies/", sent | {"discard": "1"})

        assert answer.status_code == 409
        assert Draft.objects.get().source == "From the desk."

    def test_asks_with_the_same_words_in_the_background(self, signed_in, user):
        save_draft(owner=user, place="new", source="Desk.", title="T", page="desk")
        sent = {"place": "new", "source": "Phone.", "draft_seen": ""}

        answer = signed_in.post("/drafts/", sent | {"draft_page": "phone"})

        assert answer.status_code == 409
        told = answer.json()
        assert (told["source"], told["title"]) == ("Desk.", "T")
        saved = signed_in.post("/drafts/", sent | {"draft_seen": told["draft_seen"]})
        assert saved.json()["draft_seen"] == Draft.objects.get().mark


class TestTheList:
    def test_says_where_each_goes_on_and_keeps_what_has_no_place_left(
        self, client, user, topic, make_topic, django_assert_max_num_queries
    ):
        private = make_topic(audience="staff", title="Zebra crossing")
        post = topic.posts.get(number=1)
        for place in (
            f"topic:{topic.pk}",
            f"edit:{post.pk}",
            "new",
            f"new:{topic.category_id}",
            f"topic:{private.pk}",
            f"edit:{private.posts.get(number=1).pk}",
            f"new:{private.category_id}",
        ):
            save_draft(owner=user, place=place, source=f"For {place} " + "x" * 300)

        with django_assert_max_num_queries(4):
            items = {item.snippet.split()[1]: item for item in drafts_of(owner=user)}
        client.force_login(user)
        page = client.get("/drafts/").text

        assert items[f"edit:{post.pk}"].title == topic.title
        assert items[f"new:{topic.category_id}"].label.endswith(topic.category.name)
        lost = [item for item in items.values() if item.url == "/drafts/"]
        assert len(lost) == 3
        assert {item.label for item in lost} == {"For a place you can no longer see"}
        assert page.count("x" * 300) == 3
        assert "Zebra" not in page
