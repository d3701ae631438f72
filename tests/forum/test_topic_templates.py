"""What a category asks for before a topic is started, and what becomes of the answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from rostra.forum.models import Draft, Post, Scheduled, TemplateField, Topic
from rostra.forum.selectors.templates import template_of
from rostra.forum.services.arranging_templates import (
    MOST_FIELDS,
    change_template_field,
    make_template_field,
    move_template_field,
    remove_template_field,
)
from rostra.forum.services.scheduling import publish_due, take_back
from rostra.forum.topic_template import opening_text, wrong_answers
from rostra.foundation.visibility import NotVisible

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(make_user):
    return make_user("Olga", role="owner")


@pytest.fixture
def fields(category):
    """A template with a field of each kind: Where, What, Happened and Source."""
    told = (
        ("Where", "line", "", True),
        ("What", "choice", "A train\nA bus", True),
        ("Happened?", "text", "", False),
        ("Source", "link", "", False),
    )
    return [
        TemplateField.objects.create(
            category=category,
            label=label,
            kind=kind,
            options=options,
            is_required=required,
            position=position,
        )
        for position, (label, kind, options, required) in enumerate(told)
    ]


def typed(fields, *answers):
    return {field.name: a for field, a in zip(fields, answers, strict=True)}


def test_answers_stand_after_their_names(fields):
    answers = typed(
        fields,
        " on  the\nquay ",
        "A train",
        "It\r\nstopped.\n",
        "https://example.com/a<b",
    )

    text = opening_text(fields, answers, "And more.")

    assert text == (
        "**Where:** on the quay\n\n**What:** A train\n\n**Happened?**\n\nIt\nstopped."
        "\n\n**Source:** <https://example.com/a%3Cb>\n\nAnd more."
    )


def test_what_is_left_empty_is_left_out(fields):
    assert opening_text(fields, typed(fields, "Here", "", " \n ", ""), " ") == (
        "**Where:** Here"
    )


@pytest.mark.parametrize(
    ("answer", "end"),
    [
        ("```\nlog", "```"),
        ("~~~~ text\n~~~\nlog", "~~~~"),
        ("```\nlog\n```", ""),
        ("``` a ` b", ""),
        ("```\n``` not the end\n````", ""),
    ],
)
def test_code_that_is_not_closed_ends_with_its_field(fields, answer, end):
    text = opening_text(fields, typed(fields, "Here", "A bus", answer, ""), "Rest.")
    assert text.endswith(f"{answer}{end and chr(10) + end}\n\nRest.")


def test_a_name_is_no_markdown(fields):
    fields[0].label = "Where *exactly* [sic]"
    text = opening_text(fields[:1], {fields[0].name: "Here"}, "")
    assert text == r"**Where \*exactly\* \[sic\]** Here"


@pytest.mark.parametrize(
    ("place", "answer", "words"),
    [
        (0, " ", "Please fill in “Where”."),
        (0, "x" * 301, "At most 300"),
        (1, "A plane", "Choose one"),
        (3, "javascript:alert(1)", "whole address"),
        (3, "example.com", "whole address"),
    ],
)
def test_a_wrong_answer_is_told_by_its_field(fields, place, answer, words):
    answers = typed(fields, "Here", "A bus", "", "")
    answers[fields[place].name] = answer

    wrong = wrong_answers(fields, answers)

    assert list(wrong) == [fields[place].name]
    assert words in wrong[fields[place].name]


class TestForm:
    """The page on which a topic is started."""

    @pytest.fixture
    def send(self, client, site, make_user, category):
        user = make_user("Filler", role="trusted")
        client.force_login(user)

        def sent(**more):
            form = {
                "category": category.pk,
                "title": "The train does not stop",
                "source": "",
                **more,
            }
            return client.post("/start/", form)

        sent.user = user
        return sent

    def test_its_answers_become_an_opening_post(self, send, fields):
        response = send(**typed(fields, "Hask Moor", "A train", "It went on.", ""))

        assert response.status_code == 303
        post = Post.objects.get()
        assert post.source.startswith("**Where:** Hask Moor\n\n**What:** A train")
        assert "<strong>Where:</strong> Hask Moor" in post.html

    def test_a_missing_answer_is_said_beside_it_and_nothing_is_lost(self, send, fields):
        response = send(
            **typed(fields, "", "A train", "It <went> on.", ""),
            tags="night trains, snow",
            source="More words.",
        )

        page = response.content.decode()
        assert response.status_code == 422
        assert f'id="{fields[0].name}-error"' in page
        assert "Write something first" not in page
        for words in ("It &lt;went&gt; on.", "night trains, snow", "More words."):
            assert words in page
        assert "<option selected>A train</option>" in page
        assert not Topic.objects.exists()

    def test_a_draft_keeps_them(self, send, fields, client, category):
        answers = typed(fields, "Hask Moor", "", "It went", "")

        send(draft="1", **answers, tags="snow")

        draft = Draft.objects.get()
        assert draft.answers["tags"] == "snow"
        page = client.get(f"/start/?category={category.pk}").content.decode()
        for words in ("Hask Moor", "It went", 'value="snow"'):
            assert words in page
        assert "It went" in client.get("/drafts/").content.decode()

    def test_a_guests_answers_wait_for_them(
        self, fields, client, site, category, make_user
    ):
        answers = typed(fields, "Hask Moor", "A bus", "", "")
        form = {"category": category.pk, "title": "From a guest", "tags": "snow"}

        response = client.post("/start/", {**form, **answers, "source": ""})

        assert response.status_code == 303
        page = client.get(f"/start/?category={category.pk}").content.decode()
        assert "Hask Moor" in page
        assert 'value="snow"' in page

    def test_another_category_is_shown_without_a_script(
        self, send, fields, make_category
    ):
        other = make_category("Elsewhere", posting_note="Be *kind*.", tag_rule="none")

        with_fields = send(choose="1").content.decode()
        without = send(choose="1", category=other.pk, tags="").content.decode()

        assert fields[0].name in with_fields
        assert fields[0].name not in without
        assert "The train does not stop" in without
        assert "Be <em>kind</em>." in without
        assert 'name="tags"' not in without
        assert not Topic.objects.exists()

    def test_a_preview_shows_the_whole(self, send, fields):
        answers = typed(fields, "Hask Moor", "A bus", "", "")
        page = send(view="preview", **answers, source="Rest.").content.decode()
        assert "<strong>Where:</strong> Hask Moor" in page

    def test_answers_for_later_are_taken_back_as_answers(
        self, send, fields, make_user, now, client
    ):
        client.force_login(make_user("Edith", role="editor"))
        due = (now + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
        answers = typed(fields, "Hask Moor", "A bus", "", "")

        response = send(due_at=due, later="1", tags="snow", source="Rest.", **answers)

        assert response.status_code == 303
        row = Scheduled.objects.get()
        assert row.source == "**Where:** Hask Moor\n\n**What:** A bus\n\nRest."
        take_back(author=row.author, scheduled_id=row.pk)
        draft = Draft.objects.get()
        assert draft.source == "Rest."
        assert draft.answers[fields[0].name] == "Hask Moor"
        assert draft.answers["tags"] == "snow"

    def test_a_topic_for_later_has_its_tags(self, send, make_user, now, client):
        client.force_login(make_user("Edith", role="editor"))
        due = (now + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
        send(due_at=due, later="1", tags="snow", source="Words.")
        Scheduled.objects.update(due_at=now)

        assert publish_due() == 1

        assert Topic.objects.get().tag_names == ["snow"]

    def test_a_poll_for_later_is_refused_and_kept(self, send, make_user, now, client):
        client.force_login(make_user("Edith", role="editor"))
        due = (now + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
        poll = {"poll_question": "Is it so?", "poll_options": "Yes\nNo"}

        response = send(due_at=due, later="1", source="Words.", **poll)

        assert response.status_code == 422
        assert "Is it so?" in response.content.decode()


class TestOwners:
    """What an owner does with a template."""

    @pytest.fixture
    def made(self, owner, category):
        return [
            make_template_field(
                owner=owner, category_id=category.pk, label=label, kind="line"
            )
            for label in ("One", "Two", "Three")
        ]

    def labels(self, owner, category):
        fields = template_of(reader=owner, category_id=category.pk)
        return [field.label for field in fields]

    def test_fields_are_made_moved_changed_and_removed(self, owner, category, made):
        asked = {"owner": owner, "category_id": category.pk}

        move_template_field(**asked, field_id=made[2].pk, up=True)
        move_template_field(**asked, field_id=made[0].pk, up=True)
        change_template_field(**asked, field_id=made[1].pk, label="Zwei")
        remove_template_field(**asked, field_id=made[0].pk)

        assert self.labels(owner, category) == ["Three", "Zwei"]

    def test_there_are_not_too_many(self, owner, category):
        asked = {"owner": owner, "category_id": category.pk, "kind": "line"}
        for number in range(MOST_FIELDS):
            make_template_field(label=str(number), **asked)
        with pytest.raises(ValidationError):
            make_template_field(label="more", **asked)

    def test_only_owners_do(self, moderator, category, made):
        asked = {"owner": moderator, "category_id": category.pk}
        with pytest.raises(PermissionDenied):
            make_template_field(label="x", kind="line", **asked)
        for act in (move_template_field, change_template_field, remove_template_field):
            more = {"up": True} if act is move_template_field else {}
            with pytest.raises(PermissionDenied):
                act(field_id=made[0].pk, **asked, **more)

    def test_a_field_of_another_category_is_none_of_this(
        self, owner, make_category, made
    ):
        other = make_category()
        with pytest.raises(NotVisible):
            remove_template_field(
                owner=owner, category_id=other.pk, field_id=made[0].pk
            )

    def test_pages_do_it(self, client, site, owner, category):
        client.force_login(owner)
        base = f"/control/categories/{category.pk}/template/"
        form = {"label": "Where", "kind": "choice", "options": "A\n A \nB"}

        assert client.post(base, {**form, "options": "A"}).status_code == 422
        assert client.post(base, {**form, "is_required": "on"}).status_code == 303
        field = TemplateField.objects.get()
        assert (field.choices, field.is_required) == (["A", "B"], True)
        assert "must be filled in" in client.get(base).content.decode()
        one = f"{base}{field.pk}/"
        assert 'value="Where"' in client.get(one).content.decode()
        client.post(one, {**form, "label": "Whereabouts"})
        field.refresh_from_db()
        assert (field.label, field.is_required) == ("Whereabouts", False)
        assert client.post(one, {"to": "up"}).status_code == 303
        assert client.post(one, {"_method": "delete"}).status_code == 303
        assert client.get(one).status_code == 404

    def test_a_template_of_a_hidden_category_shows_to_nobody_else(
        self, user, make_category, owner
    ):
        staff = make_category(audience="staff")
        make_template_field(
            owner=owner, category_id=staff.pk, label="Secret", kind="line"
        )
        assert template_of(reader=user, category_id=staff.pk) == ()
