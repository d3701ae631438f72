"""Which files of the corpus are not read, and what an editor is told of each."""

_CONCEPT = "explains names and codes: there is no news in it"
_EVENT = "about events, not news: there is nothing to post"
_PLAN = "about what its agency plans: there is no news yet"
_PACKAGE = "only names news items that lie elsewhere. Ask its agency"
_PIECE = "is XML of another kind"
_PAGE = "is a page, not a feed"
_EMPTY = "neither a headline nor a text"
_UNTOLD = "says nowhere in which encoding it is"
_NEITHER = "is not XML, and not JSON: it holds no feed"

REFUSED: dict[str, dict[str, str]] = {
    "feed_rs": {"xml_sample_1.xml": _PIECE, "xml_sample_2.xml": _PIECE},
    # Texts that are expected of the first entries of the feeds beside them.
    "feedjira": {
        "AmazonWebServicesBlogFirstEntryContent.xml": _PIECE,
        "HREFConsideredHarmfulFirstEntry.xml": _PIECE,
        "PaulDixExplainsNothingFirstEntryContent.xml": _PIECE,
        "TechCrunchFirstEntry.xml": _PIECE,
        "TechCrunchFirstEntryDescription.xml": _PIECE,
        "TenderLovemakingFirstEntry.xml": _PIECE,
    },
    "feedparser": {
        "rss_empty_document.xml": _NEITHER,
        "big5.xml": _UNTOLD,
        "eucjp.xml": _UNTOLD,
        "euckr.xml": _UNTOLD,
        "gb2312.xml": _UNTOLD,
        "koi8r.xml": _UNTOLD,
        "shiftjis.xml": _UNTOLD,
        "tis620.xml": _UNTOLD,
        "windows1255.xml": _UNTOLD,
    },
    "lemon24_reader": {"custom": _NEITHER, "sqlite_releases.html": _PAGE},
    "miniflux": {
        "iso-8859-1-meta-after-1024.html": _PAGE,
        "iso-8859-1.html": _PAGE,
        "utf8-meta-after-1024.html": _PAGE,
        "utf8.html": _PAGE,
        "iso88591.xml": _PIECE,
        "iso88591_utf8_mismatch.xml": _PIECE,
    },
    "newsml/iptc_g2": {
        "LISTING_10_Abstract_Concept_conveyed_in_a_NewsML-G2_Concept_Item.xml": _CONCEPT,
        "LISTING_11_Person_Concept_conveyed_in_a_NewsML-G2_Concept_Item.xml": _CONCEPT,
        "LISTING_12_Knowledge_Item_for_Access_Codes.xml": _CONCEPT,
        "LISTING_13_Complete_Catalog_Item.xml": "a catalogue of codes",
        "LISTING_14_Event_sent_as_a_Concept_Item.xml": _EVENT,
        "LISTING_15_Two_Related_Events_in_a_Knowledge_Item.xml": _EVENT,
        "LISTING_16_A_Set_of_Events_carried_in_a_News_Item.xml": _EVENT,
        "LISTING_17_Planning_Item_a_CCL.xml": _PLAN,
        "LISTING_18_Planning_Item_at_PCL.xml": _PLAN,
        "LISTING_19_Planning_Item_with_delivery_at_CCL.xml": _PLAN,
        "LISTING_20_Planning_Item_with_delivery_at_PCL.xml": _PLAN,
        "LISTING_23_SportsML-G2_Package.xml": _PACKAGE,
        # Its four items are dots.
        "LISTING_24_News_Message_conveying_a_complete_News_Package.xml": _EMPTY,
        "LISTING_28_Illustrating_Located_Subject_and_Dateline.xml": "(“contentMeta”)",
        "LISTING_29_Hop_History.xml": _EMPTY,
        "LISTING_6_Simple_NewsML-G2_Package.xml": _PACKAGE,
        "LISTING_7_Group_Set_example_showing_Hierarchical_Package_Structure.xml": _PACKAGE,
        "LISTING_8_Group_Set_example_showing_an_ALT_Package_Mode.xml": _PACKAGE,
        "LISTING_9_Group_Set_example_showing_a_SEQ_Package_Mode.xml": _PACKAGE,
        "ap_metadata_example.xml": _EMPTY,
        "facet-example-2.xml": _EMPTY,
        "facet-example.xml": _EMPTY,
    },
    "newsml/ninjs": {
        "20231004-UEFA-ChampionLeague.json": _EVENT,
        "20231005-65-addb-event.json": _EVENT,
        "20231016-event-timeline-sample.json": _EVENT,
        "extension-schema.json": "is a JSON Schema",
        "simpleEvent.json": _EVENT,
        "tt_event_pressconference_3.0.json": _EVENT,
    },
    "newsml/superdesk": {},
    "trafilatura": {},
}
