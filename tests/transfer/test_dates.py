from datetime import UTC, datetime

import pytest

from rostra.transfer.dates import DateReader

SEEN = datetime(2024, 5, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2010-10-05T23:09:32+0100", "2010-10-05T22:09:32"),
        ("2013-05-14T18:41:31Z", "2013-05-14T18:41:31"),
        ("05 Avr 2015, 11:01", "2015-04-05T11:01:00"),
        ("08 Fév 2019, 19:29", "2019-02-08T19:29:00"),
        ("mar. 12 févr. 2019 10:00", "2019-02-12T10:00:00"),
        ("Tue Jul 02, 2024 3:19 am", "2024-07-02T03:19:00"),
        ("02 Sierpnia 2012, 00:08:23", "2012-08-02T00:08:23"),
        ("12 października 2024, 12:25", "2024-10-12T12:25:00"),
        ("12 října 2020, 10:00", "2020-10-12T10:00:00"),
        ("5. června 2019 14:22", "2019-06-05T14:22:00"),
        ("3 июля 2018 в 09:05", "2018-07-03T09:05:00"),
        ("May 10, 2023, 08:46:51 PM", "2023-05-10T20:46:51"),
        ("16 Jul 2008 at 12:19 AM", "2008-07-16T00:19:00"),
        ("07.09.2018, 12:19", "2018-09-07T12:19:00"),
        ("16.06.17 в 14:51", "2017-06-16T14:51:00"),
        (". Thu 6 Dec '12, 8:51am", "2012-12-06T08:51:00"),
        (
            "Ostatnia zmiana: 06 Sierpnia 2013, 23:23:35 wysłane przez a",
            "2013-08-06T23:23:35",
        ),
        ("Today at 5:00 PM", "2024-05-05T17:00:00"),
        ("Wczoraj o 10:11", "2024-05-04T10:11:00"),
        ("Вчера, 12:00", "2024-05-04T12:00:00"),
        ("5 minutes ago", "2024-05-05T11:55:00"),
        ("1748882833", "2025-06-02T16:47:13"),
    ],
)
def test_dates_are_read_in_the_languages_of_forums(text, expected):
    found = DateReader(seen_at=SEEN).read(text)

    assert found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") == expected


@pytest.mark.parametrize(
    "text", ["", "soon", "Mon 32 Foo 2020", "2020-13-45", "9" * 40]
)
def test_what_is_no_date_is_none(text):
    assert DateReader(seen_at=SEEN).read(text) is None


def test_other_dates_of_the_topic_tell_which_number_is_the_month():
    reader = DateReader()
    reader.learn(["9-10-2017 at 02:07 AM", "9-17-2017 at 02:07 AM"])

    assert reader.read("9-10-2017 at 02:07 AM") == datetime(
        2017, 9, 10, 2, 7, tzinfo=UTC
    )


def test_days_counted_from_when_the_file_was_saved_are_told():
    reader = DateReader(seen_at=SEEN)
    reader.read("Yesterday at 10:00")

    assert reader.relative == 1
