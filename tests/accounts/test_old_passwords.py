"""Passwords of old forums: each against hashes that were made elsewhere."""

import hashlib

import pytest
from django.contrib.auth.hashers import check_password
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from rostra.accounts.models import User
from rostra.accounts.old_passwords import LONGEST, Scheme, _spellings, old_password
from rostra.accounts.services.signing_in import find_member

# Of the schemes' own tests: Openwall's crypt_blowfish 1.3 (wrapper.c), phpass 0.5
# (test.php), Argon2's reference implementation (test.c, version 19).
KNOWN = [
    (
        Scheme.BCRYPT,
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U",
    ),
    (
        Scheme.BCRYPT,
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "U*U*",
    ),
    (Scheme.PHPASS, "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "test12345"),
    (
        Scheme.ARGON2,
        (
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
            "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        ),
        "password",
    ),
    (
        Scheme.ARGON2,
        (
            "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"
            "$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA"
        ),
        "password",
    ),
]


def hexed(*parts):
    """MD5 of the parts put together, in hexadecimal digits."""
    return hashlib.md5("".join(parts).encode()).hexdigest()


SPOONS = "four wooden spoons"
COMPUTED = [
    (Scheme.VBULLETIN, hexed(hexed(SPOONS), "a$b"), "a$b", ""),
    (Scheme.MYBB, hexed(hexed("xY9"), hexed(SPOONS)), "xY9", ""),
    (Scheme.INVISION3, hexed(hexed("q&1"), hexed(SPOONS)), "q&1", ""),
    (Scheme.SMF, hashlib.sha1(f"ИванИ{SPOONS}".encode()).hexdigest(), "", "ИванИ"),
    (
        Scheme.SMF,
        hashlib.sha1(f"ferry man{SPOONS}".encode()).hexdigest(),
        "",
        "Ferry Man",
    ),
]


@pytest.mark.parametrize(("scheme", "digest", "password"), KNOWN)
def test_hashes_from_the_schemes_own_tests_are_recognised(scheme, digest, password):
    kept = old_password(scheme, digest)

    assert check_password(password, kept)
    assert not check_password(f"{password}x", kept)
    assert not check_password("", kept)


@pytest.mark.parametrize(("scheme", "digest", "salt", "name"), COMPUTED)
def test_salted_digests_are_recognised(scheme, digest, salt, name):
    kept = old_password(scheme, digest, salt=salt, name=name)

    assert check_password(SPOONS, kept)
    assert not check_password(SPOONS.upper(), kept)


@pytest.mark.parametrize(
    ("scheme", "hashed", "name"),
    [
        (Scheme.VBULLETIN5, hexed(SPOONS).encode(), ""),
        (Scheme.SMF21, f"ferry man{SPOONS}".encode(), "Ferry Man"),
        (Scheme.BCRYPT, (SPOONS * 9).encode()[:72], ""),
    ],
)
def test_what_is_done_before_bcrypt_is_done(scheme, hashed, name):
    import bcrypt

    digest = bcrypt.hashpw(hashed, bcrypt.gensalt(4)).decode().replace("$2b$", "$2y$")
    password = SPOONS * 9 if scheme == Scheme.BCRYPT else SPOONS

    kept = old_password(scheme, digest, name=name)

    assert check_password(password, kept)
    assert not check_password("another", kept)


def test_wordpress_mixes_before_bcrypt():
    import base64
    import hmac

    import bcrypt

    mixed = hmac.new(b"wp-sha384", SPOONS.encode(), hashlib.sha384).digest()
    digest = bcrypt.hashpw(base64.b64encode(mixed), bcrypt.gensalt(4)).decode()

    kept = old_password(Scheme.WORDPRESS, "$wp" + digest.replace("$2b$", "$2y$"))

    assert check_password(f" {SPOONS} ", kept)


def test_what_phpbb_hashed_as_a_page_shows_it_is_recognised():
    escaped = "a&amp;b &lt;c&gt; &quot;d&quot; e'f"
    kept = old_password(Scheme.VBULLETIN, hexed(hexed(escaped), "s"), salt="s")

    assert check_password('a&b <c> "d" e\'f', kept)


@pytest.mark.django_db
def test_an_account_whose_hash_makes_no_sense_lets_nobody_in(make_user):
    for kept in ("", "nonsense", "argon2$argon2id$v=19$m=8,t=1,p=1$c29tZXNhb$abc"):
        user = make_user()
        user.password = kept
        user.save()
        assert find_member(login=user.name, password="anything") is None


def test_letters_of_an_old_charset_are_tried_too():
    digest = hashlib.md5(
        hashlib.md5("café".encode("cp1252")).hexdigest().encode() + b"s"
    )

    kept = old_password(Scheme.VBULLETIN, digest.hexdigest(), salt="s")

    assert check_password("café", kept)
    assert not check_password("cafe", kept)


@pytest.mark.parametrize(
    ("scheme", "digest"),
    [
        (Scheme.BCRYPT, "$2y$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        (Scheme.BCRYPT, "nonsense"),
        (Scheme.PHPASS, "$P$zIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"),
        (Scheme.PHPASS, "$P$"),
        (Scheme.VBULLETIN, "xyz"),
        (Scheme.SMF, "d41d8cd98f00b204e9800998ecf8427e"),
        (
            Scheme.ARGON2,
            "$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJ",
        ),
    ],
)
def test_what_is_no_hash_or_takes_too_long_is_refused_with_a_reason(scheme, digest):
    with pytest.raises(ValueError, match=r"This .* hash"):
        old_password(scheme, digest)


@given(st.text(max_size=300))
def test_no_password_breaks_a_check(password):
    for scheme, digest, salt, name in COMPUTED:
        kept = old_password(scheme, digest, salt=salt, name=name)
        assert check_password(password, kept) == (password == SPOONS)


def test_of_a_very_long_password_only_the_beginning_is_looked_at():
    assert [len(words) for words in _spellings("ü" * 10_000_000)] == [LONGEST, LONGEST]


@pytest.mark.django_db
class TestSigningIn:
    @pytest.fixture
    def placeholder(self, site, make_user):
        user = make_user("Old Ferryman", is_placeholder=True)
        user.password = old_password(Scheme.PHPASS, KNOWN[2][1].replace("$P$", "$H$"))
        user.save()
        return user

    def sign_in(self, password):
        browser = Client()
        browser.post("/sign-in/", {"login": "old ferryman", "password": password})
        return browser

    def test_claims_the_account_and_keeps_the_password_in_our_own_way(
        self, placeholder
    ):
        browser = self.sign_in("test12345")

        assert browser.get("/unread/").status_code == 200
        user = User.objects.get(pk=placeholder.pk)
        assert not user.is_placeholder
        assert user.password.startswith("argon2$argon2id$")
        assert user.joined_at == placeholder.joined_at
        assert self.sign_in("test12345").get("/unread/").status_code == 200

    def test_a_wrong_password_claims_nothing(self, placeholder):
        assert self.sign_in("test1234").get("/unread/").status_code == 302

        user = User.objects.get(pk=placeholder.pk)
        assert user.is_placeholder
        assert user.password == placeholder.password

    def test_an_account_without_any_password_is_claimed_by_none(self, site, make_user):
        make_user("Old Ferryman", is_placeholder=True)

        for password in ("", "test12345", "!"):
            assert self.sign_in(password).get("/unread/").status_code == 302
