"""After a kill the words of a story are in no table, in no file and on no page.

Everything that members can make of them is made before, and looked at.
"""

from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from rostra.attachments.folder import put_file
from rostra.evidence.models import Claim, ErasedWords, PostSource, Source, SourceRequest
from rostra.evidence.services.checking import Read, _write
from rostra.evidence.services.claiming import (
    claim_from_post,
    record_claim,
    set_status,
)
from rostra.evidence.services.erasing_repeated import erase_repeated
from rostra.evidence.services.positioning import take_position
from rostra.evidence.services.requesting import ask_for_source
from rostra.evidence.services.sourcing import Named, add_source
from rostra.forum.models import Draft, LinkCard, Post, Quote, Scheduled, UntoldQuote
from rostra.forum.selectors.quoting import as_quote
from rostra.forum.services import telling_quoters
from rostra.forum.services.asking_pages import _keep
from rostra.forum.services.composing import show_again
from rostra.forum.services.drafting import save_draft
from rostra.forum.services.editing import edit_post
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.moderating import recommend_post
from rostra.forum.services.replying import post_reply
from rostra.forum.services.scheduling import schedule_reply
from rostra.foundation.page_heads import PageHead
from rostra.news.models import FeedEntry, LinkTopic, Story
from rostra.news.reading import EntryRead, FeedRead, PictureRead
from rostra.news.services.publishing import publish_story, withdraw_story
from rostra.news.services.taking_in import take_in
from rostra.news.services.writing import take_story_back
from rostra.web import mail

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOME = "https://wire.example/barrier"

SAID = "The pilot quicksilver ordered seven marigold lanterns for the quay."
FIRST = "A tamarind witness named the obsidian harbour clerk as the culprit."
NOTE = "Corrects in paragraph two the name of the xylophone clerk."
LEAD = "A zeppelin was seen above the barrier by four people at dawn."
UNSEEN = "Only subscribers read of the periwinkle ledger in the cellar."
TOKENS = (
    *("quicksilver", "marigold", "tamarind", "obsidian", "xylophone", "zeppelin"),
    *("periwinkle", "vermilion"),
)
OWN = f"My uncle says it himself: {SAID} I believe it."
"""Eight words in a row and more, by a member in words of their own."""

STAYS = {
    "forum.Post.source": "a member's own words stay theirs; the log names the post",
    "forum.Post.html": "the same, as it is shown",
    "evidence.Source.text": "what another publisher says on its page; shown to nobody",
}


def entry(**fields) -> EntryRead:
    told = {
        "id": "id-1",
        "address": HOME,
        "addresses": (HOME,),
        "headline": "Barrier closed late in the surge",
        "standfirst": LEAD,
        "body": f"<p>{SAID}</p><p>Nobody was hurt.</p>",
    }
    return EntryRead(**(told | fields))


def take(feed, told: EntryRead, now=NOON) -> None:
    take_in(feed_id=feed.pk, read=FeedRead("rss", entries=(told,)), now=now)


def has_token(text: str) -> list[str]:
    return [token for token in TOKENS if token in text.lower()]


def columns_with_tokens() -> dict[str, list[object]]:
    """Every column of every table in which one of the words stands, with the rows' keys."""
    found: dict[str, list[object]] = {}
    kinds = (models.CharField, models.TextField, models.JSONField)
    for model in apps.get_models():
        names = [f.name for f in model._meta.concrete_fields if isinstance(f, kinds)]
        for row in model._default_manager.values("pk", *names):
            for name in names:
                if has_token(str(row[name])):
                    found.setdefault(f"{model._meta.label}.{name}", []).append(
                        row["pk"]
                    )
    return found


def files_with_tokens(folder) -> list[str]:
    return [
        str(path)
        for path in folder.rglob("*")
        if path.is_file() and has_token(path.read_bytes().decode("latin-1"))
    ]


class World:
    """A story, and all that was made of it."""

    def __init__(self, feed, people, category, other_topic, editor, moderator):
        self.feed, self.editor = feed, editor
        self.ada, self.ben, self.cid, self.dora = people
        first = FIRST + " " + SAID
        picture = PictureRead("https://wire.example/p.jpg", caption="A vermilion boat")
        take(feed, entry(body=f"<p>{first}</p>", pictures=(picture,)))
        self.story = Story.objects.get()
        self._hang_picture()
        body = f"<p>{SAID}</p><p>{NOTE}</p><p>{UNSEEN}</p>"
        take(feed, entry(body=body, pictures=(picture,)))
        self.story.refresh_from_db()
        self.topic = self.story.topic
        self.opening = self.story.post
        self._reply(other_topic)
        self._add_evidence(other_topic, moderator)
        self._begin_to_write(category)
        judge_waiting_quotes()

    def _hang_picture(self):
        self.story.image = put_file("stories", self.story.pk, "webp", b"vermilion")
        self.story.image_width = self.story.image_height = 10
        self.story.caption = "A vermilion boat"
        self.story.save()

    def _reply(self, other_topic):
        said = as_quote("Halvern Wire", self.opening.pk, SAID)

        def reply(author, source, topic=self.topic):
            return post_reply(author=author, topic_id=topic.pk, source=source)

        self.quoting = reply(self.ada, f"{said}Really, Mr. Mayor?")
        self.nested = reply(
            self.ben, as_quote("Ada", self.quoting.pk, SAID) + "So says Ada."
        )
        again = as_quote("member", self.nested.pk, SAID)
        self.twice = reply(self.cid, f"{again}And so says Ben.")
        self.pasted = reply(self.cid, f"Look:\n\n> {SAID}\n\nThere it stands.")
        self.own = reply(self.dora, OWN)
        self.edited = reply(self.ben, f"{said}First thought.")
        edit_post(
            editor=self.ben, post_id=self.edited.pk, source="Second.", reason="Calm"
        )
        self.elsewhere = reply(self.ada, f"{said}What of this?", other_topic)
        self.linking = reply(self.ben, f"See:\n\n{HOME}\n\nthere.", other_topic)
        card = LinkCard.objects.get(address=HOME)
        card.title, card.description = "Barrier closed late", SAID
        card.picture = put_file("cards", card.pk, "webp", b"vermilion")
        card.save()
        show_again(self.linking.pk)

        row = LinkTopic.objects.create(
            topic=other_topic, address=HOME, title="The page of the barrier"
        )
        row.image = put_file("links", row.topic_id, "webp", b"vermilion")
        row.save()

    def _add_evidence(self, other_topic, moderator):
        author = self.dora
        far = post_reply(author=author, topic_id=other_topic.pk, source="I read that.")
        named = Named(title="A paper", passage=SAID)
        paper = "https://paper.example/1"
        add_source(author=author, post_id=far.pk, address=paper, named=named)
        add_source(author=author, post_id=self.own.pk, address=paper, named=named)
        unseen = Named(passage=UNSEEN)
        add_source(author=author, post_id=far.pk, address=HOME, named=unseen)
        for source in Source.objects.all():
            _write(source, Read(f"{SAID} {UNSEEN}"), timezone.now())
        self.paper, self.far = Source.objects.get(address=paper), far
        self.request = ask_for_source(
            asker=self.ben, post_id=self.quoting.pk, words=SAID
        )
        claim = claim_from_post(
            curator=self.editor, post_id=self.opening.pk, words=SAID
        )
        source = {"source_title": SAID, "source_url": "https://paper.example/2"}
        take_position(
            curator=self.editor, claim_id=claim.pk, stance="says", who="x", **source
        )
        claim_from_post(curator=self.editor, post_id=self.elsewhere.pk, words=SAID)
        by_hand = record_claim(curator=self.editor, topic_id=other_topic.pk, words=LEAD)
        kept = record_claim(
            curator=self.editor, topic_id=other_topic.pk, words="Water is wet here."
        )
        set_status(
            curator=self.editor, claim_id=kept.pk, status="disputed", reason=SAID
        )
        self.claims = [claim, by_hand]
        recommend_post(moderator=moderator, post_id=self.own.pk, note=SAID)

    def _begin_to_write(self, category):
        said = as_quote("Halvern Wire", self.opening.pk, SAID)
        nested = as_quote("Ada", self.quoting.pk, SAID)
        place = f"topic:{self.topic.pk}"
        save_draft(owner=self.ada, place=place, source=f"{said}Half a thought")
        save_draft(owner=self.ben, place=place, source=f"{nested}Half another")
        save_draft(
            owner=self.cid, place="new", source="", answers={"field-1": f"{said}Mine."}
        )
        save_draft(owner=self.editor, place=f"edit:{self.opening.pk}", source=SAID)
        schedule_reply(
            author=self.editor,
            topic_id=self.topic.pk,
            source=f"{said}Tomorrow I shall know.",
            due_at=timezone.now() + timedelta(days=1),
            client_token="a",
        )
        Scheduled.objects.create(
            author=self.dora,
            category=category,
            title="A topic for later",
            source="All is in the field.",
            answers={"field-2": f"{said}Mine."},
            client_token="b",
            made_at=timezone.now(),
            due_at=timezone.now() + timedelta(days=1),
        )

    def paths(self) -> list[str]:
        posts = Post.objects.values_list("pk", flat=True)
        quoted = Quote.objects.values_list("quoted_post", "key")
        return [
            *("/", "/latest/", "/new/", "/top/", "/feed/rss/", "/feed/atom/"),
            *("/claims/", "/sources-wanted/", "/publishers/", "/drafts/"),
            *("/publisher/wire.example/", "/publisher/paper.example/"),
            *("/sitemap.xml", "/sitemap/topics-0.xml", "/newsroom/feeds/held/"),
            *("/newsroom/withdrawals/", f"/topic/{self.topic.pk}/story/"),
            self.topic.get_absolute_url(),
            Post.objects.get(pk=self.far.pk).topic.get_absolute_url(),
            f"/topic/{self.topic.pk}/versions/",
            f"/topic/{self.topic.pk}/feed/atom/",
            f"/category/{self.topic.category_id}/feed/rss/",
            *chain.from_iterable(
                (f"/post/{pk}/history/", f"/post/{pk}/quoted/", f"/post/{pk}/sources/")
                for pk in posts
            ),
            *(f"/post/{pk}/quoted/{key}/" for pk, key in quoted),
            *(f"/source/{pk}/" for pk in Source.objects.values_list("pk", flat=True)),
            *(f"/claim/{claim.pk}/" for claim in Claim.objects.all()),
            *(f"/claim/{claim.pk}/" for claim in self.claims),
            f"/source-request/{self.request.pk}/",
            *(f"/member/{p.pk}-{p.slug}/" for p in (self.ada, self.ben, self.cid)),
        ]


@pytest.fixture
def world(
    make_feed,
    make_user,
    make_topic,
    category,
    editor,
    moderator,
    settings,
    tmp_path,
    site,
):
    settings.ROSTRA_DATA = tmp_path
    names = ("Ada", "Benjamin", "Cidney", "Dora")
    people = [make_user(name, email=f"{name}@example.org") for name in names]
    other = make_topic(author=moderator, category=category, title="Something else")
    feed = make_feed(has_pictures=True)
    return World(feed, people, category, other, editor, moderator)


@pytest.fixture(params=["the wire", "an editor"])
def kill(request, world, django_capture_on_commit_callbacks):
    def kill():
        with django_capture_on_commit_callbacks(execute=True):
            if request.param == "the wire":
                take(world.feed, entry(status="canceled", correction="Libel."))
            else:
                topic = world.topic.pk
                take_story_back(editor=world.editor, topic_id=topic, reason="Libel.")
        while erase_repeated():
            pass

    return kill


def pages_with_tokens(world, clients) -> dict[str, list[str]]:
    found = {}
    for client in clients:
        for path in world.paths():
            answer = client.get(path, follow=True)
            # What a member says in words of their own is theirs.
            text = answer.content.decode("utf-8", "replace").replace(SAID_ITSELF, "")
            if answer.status_code == 200 and (tokens := has_token(text)):
                found[path] = tokens
    return found


SAID_ITSELF = SAID + " I believe it."


def test_the_words_are_nowhere(world, kill, tmp_path, client, client_of):
    clients = [client, client_of(world.dora), client_of(world.editor)]
    before = columns_with_tokens()
    shown = pages_with_tokens(world, clients)
    assert len(before) >= 25
    assert len(shown) >= 20
    assert files_with_tokens(tmp_path)

    kill()

    left = columns_with_tokens()
    assert {name for name in left if name not in STAYS} == set()
    assert left["forum.Post.source"] == left["forum.Post.html"] == [world.own.pk]
    assert left.get("evidence.Source.text", []) == [world.paper.pk]
    assert files_with_tokens(tmp_path) == []
    assert pages_with_tokens(world, clients) == {}
    assert not ErasedWords.objects.exists()
    assert LinkTopic.objects.get().image == ""


def test_what_was_said_about_them_stays(world, kill):
    kill()

    def says(post):
        return Post.objects.get(pk=post.pk).html

    assert "Really, Mr. Mayor?" in says(world.quoting)
    assert "So says Ada." in says(world.nested)
    assert "And so says Ben." in says(world.twice)
    assert "There it stands." in says(world.pasted)
    assert "I believe it." in says(world.own)
    assert "This story has been withdrawn." in says(world.pasted)
    assert PostSource.objects.filter(post=world.far, source=world.paper).exists()
    assert Claim.objects.filter(words="Water is wet here.").exists()
    drafts = dict(Draft.objects.values_list("owner__name", "source"))
    assert drafts["Ada"].endswith("Half a thought")
    assert drafts["Benjamin"].endswith("Half another")
    assert Draft.objects.get(owner=world.cid).answers["field-1"].endswith("Mine.")
    assert Scheduled.objects.count() == 2
    assert not SourceRequest.objects.exists()


def test_the_log_says_how_much_went_and_who_still_says_it(world, kill, client_of):
    kill()

    page = client_of(world.editor).get("/newsroom/withdrawals/").text

    assert "Libel." in page
    assert f'href="/post/{world.own.pk}/"' in page
    assert "quotes" in page
    assert "texts not sent yet" in page
    assert not has_token(page)


def test_whoever_quoted_them_is_told_once_without_the_words(
    world, kill, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.HAS_MAIL = True
    kill()
    late = timezone.now() - telling_quoters.EVERY * 2
    UntoldQuote.objects.update(changed_at=late)

    with django_capture_on_commit_callbacks(execute=True):
        telling_quoters.tell_quoters()
        telling_quoters.tell_quoters()
    mail.settle()

    told = sorted(letter.to[0] for letter in mailoutbox)
    assert told == sorted({*told})
    assert {"Ada@example.org", "Benjamin@example.org"} <= set(told)
    for letter in mailoutbox:
        words = f"{letter.subject}\n{letter.body}\n{letter.alternatives}"
        assert "taken back" in letter.subject
        assert "did nothing wrong" in letter.body
        assert not has_token(words)


def test_an_entry_of_another_feed_keeps_its_own(world, make_feed, kill):
    other = make_feed("http://other.example/", arrival="hold")
    take_in(
        feed_id=other.pk,
        read=FeedRead("rss", entries=(entry(id="7", address="", addresses=()),)),
    )

    kill()

    assert has_token(str(FeedEntry.objects.get(feed=other).told))


def test_what_its_page_says_is_not_kept_where_it_was_on_the_way_to_us(
    house, category, user, topic
):
    words = {"headline": "Barrier closed", "body": f"<p>{SAID}</p>"}
    story = publish_story(
        house=house, category_id=category.pk, original_url=HOME, **words
    )
    post = post_reply(author=user, topic_id=topic.pk, source=HOME)
    add_source(author=user, post_id=post.pk, address=HOME)
    source, card = Source.objects.get(), LinkCard.objects.get()

    withdraw_story(house=house, topic_id=story.topic_id)
    _write(source, Read(SAID), timezone.now())
    _keep(card, PageHead("Barrier closed", SAID, ""), "")

    assert columns_with_tokens() == {}
    assert (Source.objects.get().due_at, LinkCard.objects.get().due_at) == (None, None)
