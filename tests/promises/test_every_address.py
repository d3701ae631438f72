"""Every address is decided for guest, member and stranger; a new one must be too.

A stranger is a member who may not see the thing. What one may not see does not exist:
the answer is the one for a number that was never given to anything.
"""

from copy import deepcopy
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver

from rostra.accounts.models import User
from rostra.foundation.markup import quote_key

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Decided:
    """What an address answers, and to whom."""

    path: str
    guest: int
    member: int
    fields: dict[str, str] | None = None
    """What is sent by POST; without it the address is opened."""
    to: str = ""
    """Where a guest is led, if anywhere."""


SIGN_IN = "/sign-in/?next="
TEXT = {"source": "Some words."}


def owners(path, fields=None):
    """An owner's page: for others it does not exist."""
    return Decided(path, 302, 404, fields, to=SIGN_IN)


DECIDED = {
    "": Decided("/", 200, 200),
    "latest/": Decided("/latest/", 200, 200),
    "new/": Decided("/new/", 200, 200),
    "top/": Decided("/top/", 200, 200),
    "unread/": Decided("/unread/", 302, 200, to=SIGN_IN),
    "category/<id:category_id>-<words:slug>/": Decided(
        "/category/{category}-{category_slug}/", 200, 200
    ),
    "topic/<id:topic_id>-<words:slug>/": Decided(
        "/topic/{topic}-{topic_slug}/", 200, 200
    ),
    "topic/<id:topic_id>/go/": Decided("/topic/{topic}/go/?post=last", 302, 302),
    "topic/<id:topic_id>/replies/": Decided(
        "/topic/{topic}/replies/", 303, 303, TEXT, to="/sign-up/?next="
    ),
    "topic/<id:topic_id>/follow/": Decided(
        "/topic/{topic}/follow/", 302, 303, {}, to=SIGN_IN
    ),
    "topic/<id:topic_id>/read/": Decided(
        "/topic/{topic}/read/", 302, 303, {"number": "1"}, to=SIGN_IN
    ),
    "topic/<id:topic_id>/versions/": Decided("/topic/{topic}/versions/", 404, 404),
    "topic/<id:topic_id>/story/": Decided(
        "/topic/{topic}/story/", 302, 404, to=SIGN_IN
    ),
    "topic/<id:topic_id>/story/withdrawal/": Decided(
        "/topic/{topic}/story/withdrawal/", 302, 404, {}, to=SIGN_IN
    ),
    "topic/<id:topic_id>/story/place/": Decided(
        "/topic/{topic}/story/place/", 302, 404, {}, to=SIGN_IN
    ),
    "topic/<id:topic_id>/link/": Decided("/topic/{topic}/link/", 302, 404, to=SIGN_IN),
    "newsroom/": owners("/newsroom/"),
    "newsroom/stories/new/": owners("/newsroom/stories/new/"),
    "post/<id:post_id>/": Decided("/post/{post}/", 302, 302),
    "post/<id:post_id>/edit/": Decided("/post/{post}/edit/", 403, 403),
    "post/<id:post_id>/history/": Decided("/post/{post}/history/", 200, 200),
    "post/<id:post_id>/quoted/": Decided("/post/{post}/quoted/", 200, 200),
    "post/<id:post_id>/quoted/<key:key>/": Decided(
        f"/post/{{post}}/quoted/{quote_key('Quiet words.')}/", 200, 200
    ),
    "post/<id:post_id>/history/<id:number>/erase/": Decided(
        "/post/{post}/history/1/erase/", 302, 403, to=SIGN_IN
    ),
    "post/<id:post_id>/vote/": Decided(
        "/post/{opening}/vote/", 302, 303, {"choice": "0"}, to=SIGN_IN
    ),
    "post/<id:post_id>/votes/": Decided("/post/{opening}/votes/", 200, 200),
    "post/<id:post_id>/poll/close/": Decided(
        "/post/{opening}/poll/close/", 302, 403, {}, to=SIGN_IN
    ),
    "post/<id:post_id>/reaction/": Decided(
        "/post/{post}/reaction/", 302, 303, {"kind": "agree"}, to=SIGN_IN
    ),
    "post/<id:post_id>/reactions/": Decided("/post/{post}/reactions/", 200, 200),
    "post/<id:post_id>/sources/": Decided("/post/{post}/sources/", 200, 200),
    "post/<id:post_id>/sources/<id:use_id>/": Decided(
        "/post/{post}/sources/{use}/", 302, 200, to=SIGN_IN
    ),
    "post/<id:post_id>/ask-source/": Decided(
        "/post/{post}/ask-source/", 302, 303, {"words": ""}, to=SIGN_IN
    ),
    "source/<id:source_id>/": Decided("/source/{source}/", 200, 200),
    "source-request/<id:request_id>/": Decided("/source-request/{request}/", 200, 200),
    "post/<id:post_id>/claim/": Decided("/post/{post}/claim/", 302, 403, to=SIGN_IN),
    "claim/<id:claim_id>/": Decided("/claim/{claim}/", 200, 200),
    "publishers/": Decided("/publishers/", 200, 200),
    "publisher/<str:domain>/": Decided("/publisher/zebra.example/", 200, 200),
    "claims/": Decided("/claims/", 200, 200),
    "claim/<id:claim_id>/unlink/": Decided(
        "/claim/{claim}/unlink/", 302, 404, {"link": "1"}, to=SIGN_IN
    ),
    "claim/<id:claim_id>/positions/": Decided(
        "/claim/{claim}/positions/", 302, 403, {"position": "1"}, to=SIGN_IN
    ),
    "sources-wanted/": Decided("/sources-wanted/", 200, 200),
    "member/<id:member_id>-<words:slug>/": Decided(
        "/member/{member}-{member_slug}/", 200, 200
    ),
    "tag/<words:slug>/": Decided("/tag/{tag}/", 200, 200),
    "tag/<words:slug>/feed/<kind:kind>/": Decided("/tag/{tag}/feed/atom/", 200, 200),
    "tags/offers/": Decided("/tags/offers/?q=ze", 200, 200),
    "start/link/": Decided("/start/link/", 302, 200, to=SIGN_IN),
    "start/": Decided("/start/", 200, 200),
    "read/": Decided("/read/", 302, 303, {}, to=SIGN_IN),
    "preview/": Decided("/preview/", 200, 200, TEXT),
    "drafts/": Decided("/drafts/", 302, 200, to=SIGN_IN),
    "drafts/<id:draft_id>/": Decided(
        "/drafts/{draft}/", 302, 303, {"_method": "delete"}, to=SIGN_IN
    ),
    "scheduled/<id:scheduled_id>/": Decided(
        "/scheduled/1/", 302, 303, {"_method": "delete"}, to=SIGN_IN
    ),
    "files/": Decided("/files/", 302, 200, to=SIGN_IN),
    "files/<id:file_id>/": Decided(
        "/files/{file}/", 302, 404, {"_method": "delete"}, to=SIGN_IN
    ),
    "file/<id:file_id>/<words:name>": Decided("/file/{file}/velvet.txt", 200, 200),
    "file/<id:file_id>/sizes/<id:width>.<size:suffix>": Decided(
        "/file/{file}/sizes/480.webp", 404, 404
    ),
    "writing-help/<words:version>/": Decided("/writing-help/1/", 200, 200),
    "held/": Decided("/held/", 302, 404, to=SIGN_IN),
    "held/<id:post_id>/": Decided(
        "/held/{post}/", 302, 404, {"act": "show"}, to=SIGN_IN
    ),
    "formatting/": Decided("/formatting/", 200, 200),
    "feed/<kind:kind>/": Decided("/feed/atom/", 200, 200),
    "category/<id:category_id>/feed/<kind:kind>/": Decided(
        "/category/{category}/feed/rss/", 200, 200
    ),
    "topic/<id:topic_id>/feed/<kind:kind>/": Decided(
        "/topic/{topic}/feed/atom/", 200, 200
    ),
    "sitemap.xml": Decided("/sitemap.xml", 200, 200),
    "sitemap/topics-<int:number>.xml": Decided("/sitemap/topics-0.xml", 200, 200),
    "sitemap/categories-<int:number>.xml": Decided(
        "/sitemap/categories-0.xml", 200, 200
    ),
    "robots.txt": Decided("/robots.txt", 200, 200),
    "set-up/<str:token>/": Decided("/set-up/not-the-token/", 404, 404),
    "sign-up/": Decided("/sign-up/", 200, 200),
    "sign-in/": Decided("/sign-in/", 200, 200),
    "sign-out/": Decided("/sign-out/", 302, 302, {}),
    "control/": owners("/control/"),
    "control/site/": owners("/control/site/"),
    "control/seen-as/": owners("/control/seen-as/", {"group": "guest"}),
    "control/promotions/": owners("/control/promotions/"),
    "control/members/": owners("/control/members/"),
    "control/members/<id:member_id>/": owners("/control/members/{member}/"),
    "control/members/<id:member_id>/groups/": owners(
        "/control/members/{member}/groups/", {"group": "1"}
    ),
    "control/members/<id:member_id>/name/": owners(
        "/control/members/{member}/name/", {}
    ),
    "control/members/<id:member_id>/profile/": owners(
        "/control/members/{member}/profile/", {}
    ),
    "control/members/<id:member_id>/suspension/": owners(
        "/control/members/{member}/suspension/", {}
    ),
    "control/members/<id:member_id>/invitation/": owners(
        "/control/members/{member}/invitation/", {}
    ),
    "newsroom/feeds/": owners("/newsroom/feeds/"),
    "newsroom/feeds/new/": owners("/newsroom/feeds/new/"),
    "newsroom/feeds/list/": owners("/newsroom/feeds/list/"),
    "newsroom/feeds/held/": owners("/newsroom/feeds/held/"),
    "newsroom/feeds/held/<id:entry_id>/": owners("/newsroom/feeds/held/1/", {}),
    "newsroom/feeds/held/<id:entry_id>/beside/": owners(
        "/newsroom/feeds/held/1/beside/"
    ),
    "newsroom/withdrawals/": owners("/newsroom/withdrawals/"),
    "newsroom/feeds/joined/": owners("/newsroom/feeds/joined/"),
    "newsroom/feeds/joined/<id:outlet_id>/": owners("/newsroom/feeds/joined/1/", {}),
    "newsroom/feeds/headings/<id:story_id>/": owners("/newsroom/feeds/headings/1/", {}),
    "newsroom/feeds/<id:feed_id>/": owners("/newsroom/feeds/1/"),
    "newsroom/feeds/<id:feed_id>/pause/": owners("/newsroom/feeds/1/pause/", {}),
    "newsroom/feeds/<id:feed_id>/asking/": owners("/newsroom/feeds/1/asking/", {}),
    "newsroom/feeds/<id:feed_id>/entries/": owners("/newsroom/feeds/1/entries/"),
    "newsroom/feeds/<id:feed_id>/trial/": owners("/newsroom/feeds/1/trial/", {}),
    "control/uploads/": owners("/control/uploads/"),
    "control/reactions/": owners("/control/reactions/"),
    "control/reactions/<slug:key>/": owners("/control/reactions/agree/"),
    "control/terms/": owners("/control/terms/"),
    "control/looks/": owners("/control/looks/"),
    "control/invitations/": owners("/control/invitations/"),
    "control/invitations/<id:invitation_id>/": owners("/control/invitations/1/", {}),
    "control/waiting/": owners("/control/waiting/"),
    "control/waiting/<id:member_id>/": owners("/control/waiting/{member}/", {}),
    "control/groups/": owners("/control/groups/"),
    "control/groups/<id:group_id>/": owners("/control/groups/1/"),
    "control/groups/<id:group_id>/members/": owners("/control/groups/1/members/", {}),
    "control/categories/": owners("/control/categories/"),
    "control/categories/new/": owners("/control/categories/new/"),
    "control/categories/order/": owners("/control/categories/order/", {}),
    "control/tags/": owners("/control/tags/"),
    "control/tags/<id:tag_id>/": owners("/control/tags/1/"),
    "control/tags/<id:tag_id>/merge/": owners(
        "/control/tags/1/merge/", {"into": "other"}
    ),
    "control/tags/<id:tag_id>/synonyms/": owners(
        "/control/tags/1/synonyms/", {"synonym": "other"}
    ),
    "control/tags/<id:tag_id>/synonyms/<id:synonym_id>/": owners(
        "/control/tags/1/synonyms/2/", {}
    ),
    "control/categories/<id:category_id>/template/": owners(
        "/control/categories/1/template/"
    ),
    "control/categories/<id:category_id>/template/<id:field_id>/": owners(
        "/control/categories/1/template/1/"
    ),
    "control/categories/<id:category_id>/": owners("/control/categories/1/"),
    "control/categories/<id:category_id>/rights/": owners(
        "/control/categories/1/rights/"
    ),
    "control/rights/": owners("/control/rights/"),
    "sign-up/confirm/": Decided("/sign-up/confirm/", 302, 302, to="/sign-in/"),
    "claim/<str:token>/": Decided("/claim/no-token/", 404, 404),
    "sign-in/code/": Decided("/sign-in/code/", 200, 200),
    "sign-in/code/confirm/": Decided(
        "/sign-in/code/confirm/", 302, 302, to="/sign-in/"
    ),
    "sign-in/confirm/": Decided("/sign-in/confirm/", 302, 403, to=SIGN_IN),
    "sign-up/waiting/": Decided("/sign-up/waiting/", 200, 200),
    "sign-in/closed/": Decided("/sign-in/closed/", 200, 200),
    "account/": Decided("/account/", 302, 200, to=SIGN_IN),
    "terms/": Decided("/terms/", 404, 404),
    "account/terms/": Decided("/account/terms/", 302, 302, to=SIGN_IN),
    "account/close/": Decided("/account/close/", 302, 200, to=SIGN_IN),
    "account/closed/": Decided("/account/closed/", 200, 200),
    "account/data/": Decided("/account/data/", 302, 200, to=SIGN_IN),
    "members/": Decided("/members/", 302, 200, to=SIGN_IN),
    "members/offers/": Decided("/members/offers/?q=a&topic={topic}", 200, 200),
    "members/followed/": Decided("/members/followed/", 302, 200, to=SIGN_IN),
    "account/profile/answers/": Decided(
        "/account/profile/answers/", 302, 303, {}, to=SIGN_IN
    ),
    "control/members/<id:member_id>/merging/": owners("/control/members/1/merging/"),
    "control/words/": owners("/control/words/"),
    "control/words/<id:filter_id>/": owners("/control/words/1/", {"_method": "delete"}),
    "control/fields/": owners("/control/fields/"),
    "control/fields/<id:field_id>/": owners("/control/fields/1/"),
    "account/people/": Decided("/account/people/", 302, 200, to=SIGN_IN),
    "account/name/": Decided("/account/name/", 302, 200, to=SIGN_IN),
    "account/profile/": Decided("/account/profile/", 302, 200, to=SIGN_IN),
    "account/preferences/": Decided("/account/preferences/", 302, 200, to=SIGN_IN),
    "account/profile/banner/": Decided(
        "/account/profile/banner/", 302, 303, {"_method": "delete"}, to=SIGN_IN
    ),
    "account/profile/face/": Decided(
        "/account/profile/face/", 302, 303, {"_method": "delete"}, to=SIGN_IN
    ),
    "account/sessions/end/": Decided(
        "/account/sessions/end/", 302, 303, {"which": "others"}, to=SIGN_IN
    ),
    "sign-in/second/": Decided("/sign-in/second/", 302, 302, to="/sign-in/"),
    "sign-in/second/confirm/": Decided(
        "/sign-in/second/confirm/", 302, 403, to=SIGN_IN
    ),
    "sign-in/passkey/": Decided("/sign-in/passkey/", 200, 200),
    "sign-in/passkey/confirm/": Decided(
        "/sign-in/passkey/confirm/", 302, 403, to=SIGN_IN
    ),
    "sign-in/with/<slug:provider_id>/": Decided("/sign-in/with/nobody/", 404, 404),
    "sign-in/with/<slug:provider_id>/back/": Decided(
        "/sign-in/with/nobody/back/", 404, 404
    ),
    "sign-in/with-nobody/": Decided("/sign-in/with-nobody/", 200, 200),
    "sign-in/with-error/": Decided("/sign-in/with-error/", 200, 200),
    "sign-up/with/": Decided("/sign-up/with/", 302, 302, to="/sign-in/"),
    "account/other-sites/": Decided("/account/other-sites/", 302, 200, to=SIGN_IN),
    "account/totp/": Decided("/account/totp/", 302, 200, to=SIGN_IN),
    "account/totp/remove/": Decided("/account/totp/remove/", 302, 404, to=SIGN_IN),
    "account/recovery-codes/": Decided(
        "/account/recovery-codes/", 302, 404, to=SIGN_IN
    ),
    "account/recovery-codes/new/": Decided(
        "/account/recovery-codes/new/", 302, 200, to=SIGN_IN
    ),
    "account/recovery-codes/file/": Decided(
        "/account/recovery-codes/file/", 302, 404, to=SIGN_IN
    ),
    "account/passkeys/": Decided("/account/passkeys/", 302, 200, to=SIGN_IN),
    "account/passkeys/new/": Decided("/account/passkeys/new/", 302, 200, to=SIGN_IN),
    "^account/passkeys/(?P<pk>[1-9][0-9]{0,17})/remove/$": Decided(
        "/account/passkeys/1/remove/", 302, 404, to=SIGN_IN
    ),
    "^account/passkeys/(?P<pk>[1-9][0-9]{0,17})/name/$": Decided(
        "/account/passkeys/1/name/", 302, 404, to=SIGN_IN
    ),
    "account/email/": Decided("/account/email/", 302, 200, to=SIGN_IN),
    "account/password/": Decided("/account/password/", 302, 302, to=SIGN_IN),
    "account/password/set/": Decided("/account/password/set/", 302, 200, to=SIGN_IN),
    "account/password/reset/": Decided("/account/password/reset/", 200, 200),
    "account/password/reset/code/": Decided(
        "/account/password/reset/code/", 302, 302, to="/sign-in/"
    ),
    "account/password/reset/new/": Decided(
        "/account/password/reset/new/", 302, 302, to="/account/password/reset/"
    ),
    "account/password/reset/done/": Decided("/account/password/reset/done/", 200, 200),
    "look/": Decided("/look/", 303, 303, {"theme": "dark"}),
}

ABOUT_ONE_THING = [
    route
    for route, decided in DECIDED.items()
    if any(
        part in decided.path
        for part in ("{topic}", "{category}", "{post}", "{opening}", "{file}")
    )
    and route
    != "members/offers/"  # It is about members, and answers without the topic.
]


def routes(patterns=None, before=""):
    """Every pattern of the resolver, as it is written."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        written = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield written
        else:
            yield from routes(one.url_patterns, written)


def ask(client, decided, path):
    """What is answered; what it changes is undone, so that each address is the first."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        if decided.fields is None:
            answer = client.get(path)
        else:
            answer = client.post(path, decided.fields)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


def test_every_address_is_decided_and_none_is_left_over():
    assert sorted(routes()) == sorted(DECIDED)


def test_a_guest_gets_what_was_decided(client, make_things):
    things, wrong = make_things(), []
    for route, decided in DECIDED.items():
        answer = ask(client, decided, things.path(decided.path))
        led = answer.headers.get("Location", "").startswith(decided.to)
        if answer.status_code != decided.guest or not led:
            wrong.append((route, answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("rank", ["new", "trusted", "editor", "moderator", "owner"])
def test_every_rank_gets_an_answer_that_is_meant_for_it(
    rank, client, make_user, make_things
):
    things, wrong = make_things(), []
    for route, decided in DECIDED.items():
        client.force_login(make_user(role=rank))
        status = ask(client, decided, things.path(decided.path)).status_code
        is_theirs = rank == "owner" or not route.startswith("control/")
        # Those two have the rights of members, but that newcomers ask nobody for sources.
        is_asking = rank == "new" and "ask-source" in route
        as_member = rank not in ("new", "trusted") or is_asking
        as_member = as_member or status == decided.member
        if status >= 500 or not as_member or not (is_theirs or status == 404):
            wrong.append((route, status))

    assert wrong == []


def test_whoever_is_suspended_gets_what_guests_get(client, make_user, make_things, now):
    things, wrong = make_things(), []
    member = make_user()
    client.force_login(member)
    User.objects.filter(pk=member.pk).update(suspended_at=now)
    for route, decided in DECIDED.items():
        status = ask(client, decided, things.path(decided.path)).status_code
        if status != decided.guest:
            wrong.append((route, status))

    assert wrong == []


def test_a_member_gets_what_was_decided(client, user, make_things):
    things, wrong = make_things(), []
    client.force_login(user)
    for route, decided in DECIDED.items():
        status = ask(client, decided, things.path(decided.path)).status_code
        if status != decided.member:
            wrong.append((route, status))

    assert wrong == []


@pytest.mark.parametrize(("audience", "hidden"), [("staff", False), ("everyone", True)])
def test_what_a_stranger_may_not_see_is_not_there(
    audience, hidden, client, user, make_things
):
    things, wrong = make_things(audience, hidden), []
    client.force_login(user)
    for route in ABOUT_ONE_THING:
        if hidden and "category" in route:
            continue  # A hidden topic does not hide its category.
        answer = ask(client, DECIDED[route], things.path(DECIDED[route].path))
        if answer.status_code != 404 or "Zebra" in answer.content.decode():
            wrong.append((route, answer.status_code))

    assert wrong == []


NEVER = ("topic", "category", "post", "opening", "file", "use", "source", "request")


@pytest.mark.parametrize("audience", ["staff", "members"])
def test_a_guest_is_told_the_same_as_of_what_never_was(audience, client, make_things):
    things, wrong = make_things(audience), []
    never = dict.fromkeys((*NEVER, "claim"), 10**9)
    never |= {"topic_slug": "x", "category_slug": "x"}
    for route in ABOUT_ONE_THING:
        decided = DECIDED[route]
        answer = ask(client, decided, things.path(decided.path))
        nothing = ask(client, decided, decided.path.format(**never)).status_code
        is_same = answer.status_code == nothing and nothing in (404, 302)
        if not is_same or "Zebra" in answer.content.decode():
            wrong.append((route, answer.status_code, nothing))

    assert wrong == []


def test_even_moderators_find_no_owners_page(client, moderator, make_things):
    client.force_login(moderator)
    things = make_things()
    control = [route for route in DECIDED if route.startswith("control/")]
    found = {
        route: ask(client, DECIDED[route], things.path(DECIDED[route].path)).status_code
        for route in control
    }

    assert set(found.values()) == {404}, found


def test_nobody_discards_somebody_elses_draft(client, user, make_things):
    things = make_things()
    client.force_login(user)

    client.post(things.path("/drafts/{draft}/"), {"_method": "delete"})

    assert things.author.drafts.filter(pk=things.draft_id).exists()


@pytest.mark.parametrize("route", ["topic/<id:topic_id>-<words:slug>/"])
def test_a_moderator_sees_it(route, client, moderator, make_things):
    client.force_login(moderator)

    answer = client.get(make_things("staff").path(DECIDED[route].path))

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "pattern", ["/topic/{topic}-wrong/", "/category/{category}-wrong/"]
)
def test_a_wrong_slug_of_something_private_tells_nothing(pattern, client, make_things):
    assert client.get(make_things("staff").path(pattern)).status_code == 404


def test_another_sites_page_can_make_nobody_do_anything(client, user, make_things):
    things, wrong = make_things(), []
    client.force_login(user)
    for route, decided in DECIDED.items():
        path, headers = things.path(decided.path), {"Sec-Fetch-Site": "cross-site"}
        status = client.post(path, TEXT, headers=headers).status_code
        if status not in (403, 405):
            wrong.append((route, status))

    assert wrong == []


def test_every_answer_carries_the_strict_policy(client, make_things):
    things, begins = make_things(), "default-src 'none'; script-src 'self'; style-src"
    for decided in DECIDED.values():
        path = things.path(decided.path)
        answer = ask(client, decided, path)

        policy = answer["Content-Security-Policy"]
        assert policy.startswith(f"{begins} 'self'"), path
        assert "unsafe" not in policy, path
        assert "*" not in policy, path
        assert answer["X-Content-Type-Options"] == "nosniff", path
