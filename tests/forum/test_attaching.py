"""Files in posts: who may have them, what shows them, and when they go."""

import json
import re
import zipfile
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from rostra.accounts.models import Group, Guest
from rostra.accounts.services.copying import make_copy
from rostra.accounts.services.leaving import finish_closings, leave_site
from rostra.accounts.services.merging import finish_mergings, merge_members
from rostra.attachments.models import Attachment
from rostra.attachments.storage import path_of
from rostra.forum import allowances
from rostra.forum.models import Attached, Draft, Quote
from rostra.forum.policies import PostPolicy
from rostra.forum.selectors.attached import own_files, sent_file
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services import attaching
from rostra.forum.services.allowing import set_allowances
from rostra.forum.services.attaching import (
    attach_file,
    markdown_of,
    remove_orphans,
    remove_own_file,
)
from rostra.forum.services.drafting import save_draft
from rostra.forum.services.editing import edit_post
from rostra.forum.services.erasing import erase_words
from rostra.forum.services.erasing_revisions import erase_revision
from rostra.forum.services.moderating import hide_post, hide_topic
from rostra.forum.services.replying import post_reply
from rostra.foundation.limits import TooSoon
from rostra.foundation.versions import current_versions
from rostra.foundation.visibility import NotVisible
from rostra.web.models import Site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(site, settings, tmp_path) -> Path:
    settings.ROSTRA_DATA = str(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """What is done after a commit is done now: a test's writes are never committed."""
    monkeypatch.setattr(attaching.transaction, "on_commit", lambda act, **_: act())


def a_picture(size=(600, 400), colour="red") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def attach(owner, name="gate.png", data=None):
    return attach_file(owner=owner, name=name, data=data or a_picture())


def files_under(data: Path) -> list[str]:
    return sorted(file.name for file in data.rglob("*") if file.is_file())


def may_have(reader, attachment) -> bool:
    try:
        return bool(sent_file(reader=reader, file_id=attachment.pk))
    except NotVisible:
        return False


@pytest.fixture
def pictured(user, topic):
    """A picture of the member's, and the reply that shows it."""
    picture = attach(user)
    post = post_reply(
        author=user, topic_id=topic.pk, source=markdown_of(picture, "The gate")
    )
    return picture, post


class TestKeeping:
    def test_a_picture_is_kept_in_sizes_under_a_name_that_nobody_guesses(
        self, user, data
    ):
        picture = attach(user, "Gate 3 (east).PNG")

        assert picture.name == "Gate 3 (east).webp"
        assert picture.url == f"/file/{picture.pk}/Gate%203%20%28east%29.webp"
        assert (picture.width, picture.height) == (600, 400)
        assert files_under(data) == ["480.avif", "480.webp", "full.webp"]
        assert len(picture.folder) > 32
        assert not list(data.glob("media/**/*"))

    def test_a_file_is_kept_as_it_is(self, user):
        sent = b"a,b\n1,2\n"

        kept = attach(user, "../../rain<script>.csv", sent)

        assert kept.name == "rainscript.csv"
        assert path_of(kept.folder, "file").read_bytes() == sent

    def test_the_same_again_is_kept_once(self, user, data):
        first = attach(user)

        assert attach(user, "again.png") == first
        assert len(files_under(data)) == 3

    @pytest.mark.parametrize(
        ("name", "sent", "why"),
        [
            ("page.html", b"<p>", "not taken"),
            ("drawing.svg", b"<svg/>", "not taken"),
            ("noname", b"x", "not taken"),
            ("drawing.png", b"<svg/>", "not a picture"),
            ("paper.pdf", b"MZ\x90", "not a file of the kind"),
            ("words.txt", b"a\x00b", "not a file of the kind"),
            ("empty.txt", b"", "empty"),
            ("large.txt", b"a" * 12_000_001, "at most 12 MB"),
        ],
    )
    def test_others_are_refused_with_what_is_wrong(self, user, name, sent, why):
        with pytest.raises(ValidationError, match=why):
            attach_file(owner=user, name=name, data=sent)

        assert not Attachment.objects.exists()

    def test_there_is_room_for_so_much(self, user, make_user):
        owner = make_user("Olga", role="owner")
        set_allowances(owner=owner, ranks={"member": 1, "new": 0}, groups={})
        newcomer = make_user("Nils", role="new")

        attach(user, "a.txt", b"a" * 700_000)

        with pytest.raises(ValidationError, match="no room"):
            attach(user, "b.txt", b"b" * 700_000)
        with pytest.raises(PermissionDenied):
            attach(newcomer, "c.txt", b"c")
        assert own_files(owner=user).used == 700_000

    def test_nobody_sends_files_without_end(self, user, monkeypatch):
        few = attaching.Limit("file", count=2, seconds=3600)
        monkeypatch.setattr(attaching, "FILES_AN_HOUR", few)
        for number in (1, 2):
            attach(user, "a.txt", b"%d" % number)

        with pytest.raises(TooSoon):
            attach(user, "a.txt", b"3")

    def test_where_nothing_can_be_written_nothing_is_said_to_be_kept(
        self, user, monkeypatch
    ):
        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("rostra.attachments.services.keeping.write_files", full)

        with pytest.raises(OSError, match="No space"):
            attach(user)
        assert not Attachment.objects.exists()


class TestShowing:
    def test_ones_own_picture_is_shown_in_the_post(self, pictured):
        picture, post = pictured

        assert f'<a href="{picture.url}" class="shown">' in post.html
        assert (
            f'src="{picture.url}" alt="The gate" width="600" height="400"' in post.html
        )
        assert f"/file/{picture.pk}/sizes/480.avif 480w" in post.html

    def test_another_file_is_a_card_with_its_kind_and_size(self, user, topic):
        table = attach(user, "rain.csv", b"a,b\n" * 1000)

        post = post_reply(author=user, topic_id=topic.pk, source=markdown_of(table))

        card = f'<a href="{table.url}" class="file" data-about="CSV, 4 KB">'
        assert card in post.html
        assert "<b>rain.csv</b>" in post.html

    def test_somebody_elses_is_a_link_and_gives_nobody_the_right_to_it(
        self, user, topic, moderator
    ):
        secret = attach(moderator)

        post = post_reply(author=user, topic_id=topic.pk, source=markdown_of(secret))

        assert "<img" not in post.html
        assert 'class="picture"' in post.html
        assert not may_have(user, secret)

    def test_a_moderator_who_edits_a_post_leaves_its_picture_there(
        self, pictured, moderator
    ):
        picture, post = pictured

        edited = edit_post(
            editor=moderator, post_id=post.pk, source=f"{post.source}\n\nMended."
        )

        assert f'src="{picture.url}"' in edited.html
        assert not edited.html.count('class="picture"')

    @pytest.mark.parametrize("words", ["The gate", ""])
    def test_a_quote_of_a_picture_is_exact_and_shows_none(
        self, user, moderator, topic, words
    ):
        mine, theirs = attach(user), attach(moderator, data=a_picture(colour="blue"))
        for shown in (mine, theirs):
            source = f"Before.\n\n{markdown_of(shown, words)}\n\nAfter."
            post = post_reply(author=user, topic_id=topic.pk, source=source)

            # What it says was seen is compared; that it is the same picture cannot be.
            reply = post_reply(
                author=moderator,
                topic_id=topic.pk,
                source=as_quote("Ada", post.pk, source.replace(mine.url, theirs.url)),
            )

            assert Quote.objects.get(post=reply).state == Quote.State.EXACT
            assert "<img" not in reply.html

    def test_a_quote_with_a_picture_that_was_not_there_is_altered(
        self, user, moderator, topic
    ):
        post = post_reply(author=user, topic_id=topic.pk, source="Before. After.")
        said = f"Before. {markdown_of(attach(moderator), 'Proof')} After."

        reply = post_reply(
            author=moderator, topic_id=topic.pk, source=as_quote("Ada", post.pk, said)
        )

        assert Quote.objects.get(post=reply).state == Quote.State.ALTERED

    def test_a_quote_of_a_card_is_exact(self, user, moderator, topic):
        table = attach(user, "rain.csv", b"a,b\n")
        source = f"See {markdown_of(table)} for all of it."
        post = post_reply(author=user, topic_id=topic.pk, source=source)

        words = f"> @Ada [said](/post/{post.pk}/):\n>\n> {source}"
        reply = post_reply(author=moderator, topic_id=topic.pk, source=words)

        assert Quote.objects.get(post=reply).state == Quote.State.EXACT

    def test_words_for_a_picture_cannot_become_markup(self, user, topic):
        picture = attach(user)
        source = markdown_of(picture, '](/x) <b>"onerror=`\n\n# head')

        post = post_reply(author=user, topic_id=topic.pk, source=source)

        assert post.html.count("<img") == 1
        assert "<b>" not in post.html
        assert "<h" not in post.html


class TestWhoMayHaveIt:
    def test_until_it_is_posted_only_its_owner(self, user, moderator):
        picture = attach(user)

        assert may_have(user, picture)
        assert not may_have(moderator, picture)
        assert not may_have(Guest(), picture)

    @pytest.mark.parametrize("audience", ["everyone", "members", "staff"])
    @pytest.mark.parametrize("hides", ["nothing", "post", "topic"])
    def test_then_whoever_may_read_the_words_of_the_post(
        self, audience, hides, make_topic, make_user, moderator
    ):
        author = make_user("Author", role="moderator")
        topic = make_topic(audience=audience)
        picture = attach(author)
        post = post_reply(author=author, topic_id=topic.pk, source=markdown_of(picture))
        if hides == "post":
            hide_post(moderator=moderator, post_id=post.pk, reason="off topic")
        if hides == "topic":
            hide_topic(moderator=moderator, topic_id=topic.pk)
        post.refresh_from_db()
        post.topic.refresh_from_db()

        for reader in (Guest(), make_user("New", role="new"), make_user(), moderator):
            policy = PostPolicy(reader, post, post.topic)
            assert may_have(reader, picture) == bool(policy.read_words())
            listed = Attached.objects.visible_to(reader).filter(post=post)
            assert listed.exists() == bool(policy.read_words())

    def test_it_costs_one_query(self, pictured, moderator, django_assert_num_queries):
        picture, _post = pictured
        sent_file(reader=moderator, file_id=picture.pk)

        with django_assert_num_queries(1):
            sent_file(reader=moderator, file_id=picture.pk, width=480, suffix="avif")

    def test_a_size_that_was_never_made_is_not_there(self, pictured, user):
        picture, _post = pictured

        with pytest.raises(NotVisible):
            sent_file(reader=user, file_id=picture.pk, width=999, suffix="webp")


class TestRemoving:
    def test_what_is_in_no_post_and_no_draft_goes_after_a_day(
        self, user, pictured, data
    ):
        forgotten = attach(user, "a.txt", b"forgotten")
        waiting = attach(user, "b.txt", b"waiting")
        save_draft(owner=user, place="new", source=f"See {markdown_of(waiting)}")
        soon = timezone.now() + timedelta(hours=23)
        later = timezone.now() + timedelta(hours=25)

        assert remove_orphans(soon) == 0
        assert remove_orphans(later) == 1

        assert set(Attachment.objects.values_list("pk", flat=True)) == {
            waiting.pk,
            pictured[0].pk,
        }
        assert not path_of(forgotten.folder).exists()
        Draft.objects.all().delete()
        assert remove_orphans(later) == 1
        assert remove_orphans(later) == 0

    def test_erased_words_take_the_files_with_them_that_only_they_used(
        self, pictured, user, moderator, topic
    ):
        picture, post = pictured
        other = attach(user, "b.txt", b"both")
        edit_post(editor=user, post_id=post.pk, source=markdown_of(other))
        post_reply(author=user, topic_id=topic.pk, source=markdown_of(other, "Again"))

        erase_words(editor=moderator, post_id=post.pk, notice="*Erased.*")

        assert list(Attachment.objects.all()) == [other]
        assert not path_of(picture.folder).exists()
        assert may_have(Guest(), other)

    def test_what_an_earlier_text_shows_stays_until_that_is_erased(
        self, pictured, user, moderator
    ):
        picture, post = pictured
        edit_post(editor=user, post_id=post.pk, source="Without.", reason="private")
        assert may_have(moderator, picture)

        erase_revision(moderator=moderator, post_id=post.pk, number=1, reason="private")

        assert not Attachment.objects.exists()

    def test_its_owner_removes_it_from_wherever_it_is_shown(self, pictured, user):
        picture, post = pictured
        edit_post(editor=user, post_id=post.pk, source=f"{post.source}\n\nMore.")
        before = current_versions((f"topic:{post.topic_id}",))

        remove_own_file(owner=user, file_id=picture.pk)

        post.refresh_from_db()
        assert "<img" not in post.html + post.revisions.get().html
        assert "Picture: The gate" in post.html
        assert not path_of(picture.folder).exists()
        assert current_versions((f"topic:{post.topic_id}",)) != before

    def test_nobody_removes_somebody_elses(self, pictured, moderator):
        with pytest.raises(NotVisible):
            remove_own_file(owner=moderator, file_id=pictured[0].pk)

        assert Attachment.objects.exists()

    def test_a_text_that_comes_after_its_file_went_is_posted_all_the_same(
        self, user, topic, monkeypatch
    ):
        from rostra.forum.services import replying

        picture = attach(user)
        composed = replying.compose

        def late(*args, **named):
            words = composed(*args, **named)
            Attachment.objects.all().delete()
            return words

        monkeypatch.setattr(replying, "compose", late)

        post = post_reply(author=user, topic_id=topic.pk, source=markdown_of(picture))

        assert not Attached.objects.filter(post=post).exists()


def sent(name="gate.png", data=None):
    return SimpleUploadedFile(name, data or a_picture())


class TestSending:
    def test_a_script_is_told_the_markdown(self, user, client_of):
        answer = client_of(user).post(
            "/files/", {"file": sent()}, headers={"Accept": "application/json"}
        )

        picture = Attachment.objects.get()
        assert answer.status_code == 201
        assert answer.json() == {
            "markdown": f"![]({picture.url})",
            "url": picture.url,
            "name": "gate.webp",
            "is_picture": True,
        }

    def test_a_script_is_told_why_not(self, user, client_of, client):
        as_script = {"Accept": "application/json"}
        page = client_of(user)

        refused = page.post("/files/", {"file": sent("a.svg")}, headers=as_script)
        nothing = page.post("/files/", headers=as_script)
        guest = client.post("/files/", {"file": sent()}, headers=as_script)

        assert refused.status_code == nothing.status_code == 422
        assert "not taken" in refused.json()["error"]
        assert guest.status_code == 403
        assert not Attachment.objects.exists()

    def test_the_whole_form_comes_back_with_the_markdown_in_its_text(
        self, user, topic, client_of
    ):
        form = {"source": "Look:", "place": f"topic:{topic.pk}", "client_token": "t"}
        form |= {
            "attach": "1",
            "alt": "A gate",
            "file": [sent(), sent("a.csv", b"a,b")],
        }

        answer = client_of(user).post("/files/", form)

        picture, table = Attachment.objects.order_by("pk")
        text = f"Look:\n\n![A gate]({picture.url})\n\n[a.csv]({table.url})"
        assert answer.status_code == 200
        assert text in unescape(answer.text)
        assert Draft.objects.get(owner=user).source == text
        assert f'action="/topic/{topic.pk}/replies/#reply"' in answer.text

    @pytest.mark.parametrize("place", ["new", "new:{category}", "edit:{post}"])
    def test_so_it_does_wherever_one_can_write(
        self, user, make_topic, client_of, place
    ):
        topic = make_topic(author=user)
        place = place.format(category=topic.category_id, post=topic.last_post_id)
        form = {"source": "Look:", "title": "About gates", "place": place}
        form |= {"reason": "a picture", "attach": "1", "file": sent()}

        answer = client_of(user).post("/files/", form)

        assert answer.status_code == 200
        assert f"![]({Attachment.objects.get().url})" in unescape(answer.text)
        kept = "a picture" if place.startswith("edit") else "About gates"
        assert f'value="{kept}"' in answer.text

    @pytest.mark.parametrize(
        "place", ["", "edit:999", "topic:999", "drafts", "topic:x"]
    )
    def test_where_nobody_can_write_there_is_nothing(self, user, client_of, place):
        form = {"source": "Look:", "place": place, "attach": "1", "file": sent()}

        assert client_of(user).post("/files/", form).status_code == 404
        assert not Attachment.objects.exists()

    def test_a_refusal_stands_beside_the_file_and_the_text_is_there(
        self, user, topic, client_of
    ):
        form = {"source": "My words.", "place": f"topic:{topic.pk}", "attach": "1"}

        answer = client_of(user).post("/files/", {**form, "file": sent("a.svg")})

        assert answer.status_code == 422
        assert 'id="file-error"' in answer.text
        assert "My words." in answer.text

    def test_a_guests_words_are_kept_and_their_file_is_not(self, topic, client):
        form = {"source": "My words.", "place": f"topic:{topic.pk}", "attach": "1"}

        answer = client.post("/files/", {**form, "file": sent()})

        assert answer.status_code == 303
        assert answer["Location"].startswith("/sign-up/")
        assert Draft.objects.get().source == "My words."
        assert not Attachment.objects.exists()


class TestHandingOut:
    def test_a_picture_is_kept_by_browsers_and_by_nobody_between(
        self, pictured, client
    ):
        picture, _post = pictured

        answer = client.get(picture.url)

        assert answer["Content-Type"] == "image/webp"
        assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["Rostra-File"] == str(picture.path)
        assert answer["Content-Security-Policy"].endswith("; sandbox")
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert b"".join(answer.streaming_content) == picture.path.read_bytes()

    def test_another_file_is_saved_and_never_opened_in_the_page(
        self, user, topic, client
    ):
        words = attach(user, "notes.txt", b"<script>alert(1)</script>")
        post_reply(author=user, topic_id=topic.pk, source=markdown_of(words))

        answer = client.get(words.url)

        assert answer["Content-Disposition"] == 'attachment; filename="notes.txt"'
        assert answer["Content-Type"] == "text/plain; charset=utf-8"

    def test_what_is_gone_from_the_disk_is_not_there(self, pictured, client):
        picture, _post = pictured
        picture.path.unlink()

        assert client.get(picture.url).status_code == 404

    def test_feeds_show_guests_only_what_they_may_have(
        self, pictured, client, moderator
    ):
        picture, post = pictured
        feed = f"/topic/{post.topic_id}/feed/atom/"
        assert f"/file/{picture.pk}/" in client.get(feed).text

        hide_post(moderator=moderator, post_id=post.pk, reason="private")

        assert f"/file/{picture.pk}/" not in client.get(feed).text
        assert client.get(picture.url).status_code == 404


class TestOnesOwnFiles:
    def test_are_listed_with_where_they_are_and_can_be_removed(
        self, pictured, user, client_of, make_user
    ):
        picture, post = pictured
        attach(user, "later.txt", b"later")
        page = client_of(user)

        shown = page.get("/files/").text
        assert shown.index("later.txt") < shown.index("gate.webp")
        assert f'href="/post/{post.pk}/"' in shown
        assert "gate.webp" not in client_of(make_user()).get("/files/").text

        answer = page.post(f"/files/{picture.pk}/", {"_method": "delete"})
        assert answer.status_code == 303
        assert "gate.webp" not in page.get("/files/").text

    def test_a_long_list_goes_on_on_another_page(self, user, client_of, monkeypatch):
        monkeypatch.setattr("rostra.forum.selectors.attached.ON_A_PAGE", 2)
        for number in range(3):
            attach(user, f"{number}.txt", b"%d" % number)
        page = client_of(user)

        first = page.get("/files/").text
        (older,) = re.findall(r"/files/\?before=\d+", first)

        assert "0.txt" not in first
        assert "0.txt" in page.get(older).text

    def test_go_into_the_copy_of_everything(self, pictured, user):
        picture, _post = pictured

        with zipfile.ZipFile(make_copy(member=user)) as archive:
            rows = json.loads(archive.read("files.json"))
            name = f"files/{picture.pk}-gate.webp"
            assert archive.read(name) == picture.path.read_bytes()
            assert rows[0]["file"] == name

    def test_stay_in_posts_and_go_from_elsewhere_when_their_owner_leaves(
        self, pictured, user
    ):
        picture, _post = pictured
        attach(user, "unused.txt", b"unused")

        leave_site(member=user, erases_words=False)
        finish_closings()

        assert list(Attachment.objects.all()) == [picture]

    def test_go_with_the_words_if_these_are_erased(self, pictured, user):
        Site.objects.update(may_erase_words=True)

        leave_site(member=user, erases_words=True)
        finish_closings()

        assert not Attachment.objects.exists()

    def test_become_the_others_when_accounts_are_merged(
        self, pictured, user, make_user
    ):
        picture, _post = pictured
        owner, other = make_user("Olga", role="owner"), make_user("Ada Two")

        merge_members(owner=owner, gone_id=user.pk, kept_id=other.pk)
        finish_mergings()

        picture.refresh_from_db()
        assert picture.owner_id == other.pk


class TestAllowances:
    def test_an_owner_gives_them_to_ranks_and_groups(self, make_user, client_of, user):
        owner, group = make_user("Olga", role="owner"), Group.objects.create(name="G")
        page = client_of(owner)
        ranks = dict.fromkeys(allowances.DEFAULTS, 5)

        answer = page.post("/control/uploads/", {**ranks, f"group-{group.pk}": "7"})

        assert answer.status_code == 303
        assert allowances.allowance_of(user) == 5_000_000
        user.group_ids = str(group.pk)
        del user.__dict__["groups"]
        assert allowances.allowance_of(user) == 7_000_000
        assert 'value="7"' in page.get("/control/uploads/").text
        page.post("/control/uploads/", {**ranks, f"group-{group.pk}": ""})
        assert allowances.allowance_of(user) == 5_000_000

    def test_what_is_no_number_is_refused(self, make_user, client_of):
        page = client_of(make_user("Olga", role="owner"))
        ranks = dict.fromkeys(allowances.DEFAULTS, 5)

        answer = page.post("/control/uploads/", {**ranks, "member": "much"})

        assert answer.status_code == 422
        assert "Give a whole number." in answer.text

    def test_each_rank_has_what_those_below_have(self, make_user):
        owner = make_user("Olga", role="owner")
        set_allowances(owner=owner, ranks={"member": 900, "trusted": 1}, groups={})

        trusted = make_user(role="trusted")

        assert allowances.allowance_of(trusted) == 900_000_000
        assert allowances.allowance_of(Guest()) == 0

    def test_nobody_else_gives_them(self, moderator):
        with pytest.raises(PermissionDenied):
            set_allowances(owner=moderator, ranks={"new": 9}, groups={})
