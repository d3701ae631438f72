"""What of an address only says how somebody came by it."""

from urllib.parse import parse_qsl

import pytest

from rostra.foundation.trackers import is_tracker


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x&utm_medium=y&UTM_Campaign=z",
        "fbclid=a&gclid=b&dclid=c&msclkid=d&yclid=e&twclid=f&mc_cid=g&igshid=h",
        "at_medium=RSS&at_campaign=KARANGA",
        "ns_mchannel=rss&ns_campaign=1490&ito=1490",
        "partner=rss&emc=rss&smid=tw-share",
        "CMP=Share_iOSApp_Other",
        "traffic_source=rss",
        "feedType=RSS&feedName=topNews",
        "ref=rss&source=RSS&mod=rss",
        "wt_mc=feed&wt.mc_id=x",
    ],
)
def test_what_says_how_one_came_by_it(query):
    assert [pair for pair in parse_qsl(query) if not is_tracker(*pair)] == []


@pytest.mark.parametrize(
    "query",
    ["id=17", "p=123", "page=2", "at=noon", "q=rss+feeds", "ref=17", "cid=4", "feed=x"],
)
def test_what_leads_somewhere_stays(query):
    (pair,) = parse_qsl(query)
    assert not is_tracker(*pair)
