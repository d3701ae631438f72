"""Who is here: for fifteen minutes, and without remembering too much."""

import pytest

from rostra.web.presence import Here, MemberHere, Presence, ValkeyPresence
from tests.servers import start_valkey

ADA = MemberHere(1, "Ada", "/member/1-ada/")
MINUTE = 60.0


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="module")
def valkey(tmp_path_factory):
    with start_valkey(tmp_path_factory.mktemp("valkey")) as url:
        yield url


@pytest.fixture(params=["local", "valkey"])
def presence(request, clock):
    if request.param == "local":
        return Presence(clock)
    kept = ValkeyPresence(request.getfixturevalue("valkey"), clock)
    kept._server.flushall()
    return kept


class TestPresence:
    def test_names_members_and_counts_guests(self, presence):
        presence.seen_member("topic:7", ADA)
        presence.seen_guest("topic:7", "one")
        presence.seen_guest("topic:7", "two")
        presence.seen_guest("topic:7", "one")
        presence.flush()

        assert presence.at("topic:7") == Here((ADA,), 0, 2)
        assert presence.at("topic:8") == Here()

    def test_only_counts_members_who_hide(self, presence):
        presence.seen_member("topic:7", MemberHere(2, "Ben", "/member/2-ben/", True))
        presence.seen_member("topic:7", ADA)
        presence.flush()

        assert presence.at("topic:7") == Here((ADA,), 1, 0)

    def test_the_site_is_every_place_together(self, presence):
        presence.seen_member("topic:7", ADA)
        presence.seen_member("topic:8", ADA)
        presence.seen_guest("front", "one")
        presence.flush()

        assert presence.here() == Here((ADA,), 0, 1)

    def test_forgets_who_left(self, presence, clock):
        presence.seen_guest("topic:7", "one")
        presence.flush()
        clock.now += 10 * MINUTE
        presence.seen_member("topic:7", ADA)
        presence.flush()
        clock.now += 6 * MINUTE
        presence.flush()

        assert presence.at("topic:7") == Here((ADA,), 0, 0)
        assert presence.here() == Here((ADA,), 0, 0)

    def test_a_changed_name_takes_the_place_of_the_old(self, presence, clock):
        presence.seen_member("topic:7", ADA)
        presence.flush()
        clock.now += MINUTE
        renamed = MemberHere(1, "Ada L", "/member/1-ada-l/")
        presence.seen_member("topic:7", renamed)
        presence.flush()

        assert presence.at("topic:7") == Here((renamed,), 0, 0)

    def test_a_guest_has_one_key_and_it_tells_nothing(self, presence):
        key = presence.guest_key("192.0.2.1", "Mozilla/5.0")

        assert key == presence.guest_key("192.0.2.1", "Mozilla/5.0")
        assert key != presence.guest_key("192.0.2.2", "Mozilla/5.0")
        assert "192" not in key


class TestBounds:
    def test_places_are_bounded(self, clock):
        presence = Presence(clock)

        for number in range(presence.MOST_PLACES * 2):
            presence.seen_guest(f"topic:{number}", "one")

        assert len(presence._places) <= presence.MOST_PLACES
        assert presence.at(f"topic:{presence.MOST_PLACES * 2 - 1}").guests == 1

    def test_a_crowd_is_bounded(self, clock):
        presence = Presence(clock)

        for number in range(presence.MOST_AT_A_PLACE + 100):
            presence.seen_guest("topic:7", f"guest {number}")

        assert presence.at("topic:7").guests == presence.MOST_AT_A_PLACE

    def test_places_nobody_is_at_are_forgotten(self, clock):
        presence = Presence(clock)
        presence.seen_guest("topic:7", "one")
        clock.now += 16 * MINUTE

        presence.flush()

        assert not presence._places

    def test_without_the_server_nobody_is_here_and_nothing_fails(self, tmp_path, clock):
        with start_valkey(tmp_path) as url:
            presence = ValkeyPresence(url, clock)

        presence.seen_guest("topic:7", "one")

        assert presence.at("topic:7") == Here()

    def test_two_processes_tell_each_other(self, valkey, clock):
        one, two = ValkeyPresence(valkey, clock), ValkeyPresence(valkey, clock)
        key = one.guest_key("192.0.2.1", "Mozilla/5.0")

        one.seen_guest("topic:99", key)
        one.flush()

        assert two.at("topic:99").guests == 1
        assert two.guest_key("192.0.2.1", "Mozilla/5.0") == key
