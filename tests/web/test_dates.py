from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from rostra.web import dates
from rostra.web.language import speak

AT = datetime(2026, 3, 14, 6, 2, 11, tzinfo=UTC)


class TestTimes:
    def test_are_absolute_and_tell_machines_the_same_in_utc(self):
        assert dates.moment(AT) == (
            '<time datetime="2026-03-14T06:02Z">14 March 2026, 06:02</time>'
        )

    def test_are_told_in_the_time_zone_of_the_site(self, settings):
        settings.TIME_ZONE = "Asia/Tokyo"
        late = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)

        assert ">15 March 2026, 08:30<" in dates.moment(late)
        assert 'datetime="2026-03-14T23:30Z"' in dates.moment(late)

    def test_are_not_remembered_for_another_zone(self, settings):
        dates.day(AT)
        settings.TIME_ZONE = "Pacific/Kiritimati"

        assert timezone.get_default_timezone_name() == "Pacific/Kiritimati"
        assert ">14 March 2026<" in dates.day(AT)
        assert ">20:02<" in dates.clock(AT)

    @pytest.mark.parametrize(
        ("show", "words"),
        [
            (dates.day, "14 March 2026"),
            (dates.month, "March 2026"),
            (dates.brief, "14 Mar 2026, 06:02"),
            (dates.clock, "06:02"),
        ],
    )
    def test_come_in_several_lengths(self, show, words):
        assert f">{words}<" in show(AT)

    def test_are_marked_for_search_engines_where_something_was_published(self):
        assert dates.published(AT).startswith('<time itemprop="datePublished" ')

    def test_are_remembered_for_each_language(self):
        with translation.override("de"):
            german = dates.moment(AT)

        assert "14. März 2026" in german
        assert "March" in dates.moment(AT)

    def test_have_the_shapes_that_feeds_ask_for(self):
        assert dates.iso(AT) == "2026-03-14T06:02:11Z"
        assert dates.rfc822(AT) == "Sat, 14 Mar 2026 06:02:11 +0000"


class TestCounts:
    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (0, "0"),
            (999, "999"),
            (9_999, "9,999"),
            (10_000, "10.0k"),
            (18_402, "18.4k"),
            (76_049, "76.0k"),
            (999_999, "999k"),
            (1_284_907, "1.28m"),
            (12_849_070, "12.8m"),
            (3_100_000_000, "3.10bn"),
        ],
    )
    def test_are_exact_while_small_and_three_figures_when_large(self, number, words):
        assert dates.count(number) == words

    def test_can_be_exact_however_large(self):
        assert dates.exact(1_284_907) == "1,284,907"

    def test_have_the_marks_of_the_language(self):
        speak("de")
        assert dates.exact(1_284_907) == "1.284.907"
        assert dates.count(18_402) == "18,4 Tsd."
        speak("en")
        assert dates.count(18_402) == "18.4k"
