from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "rostra.news"
    label = "news"

    def ready(self) -> None:
        from rostra.accounts.ranks import Rank
        from rostra.forum import slots
        from rostra.forum.erasures import ALSO_ERASED
        from rostra.forum.rights import RightMeaning, add_right
        from rostra.forum.selectors.publishers import (
            TOPICS_OF,
            Counter,
            add_counter,
        )
        from rostra.forum.services.warning import add_check
        from rostra.forum.topic_marks import add_marker
        from rostra.news import cards, own_parts, receivers, streaming
        from rostra.news.copying import pasted_story
        from rostra.news.models.story import KEY
        from rostra.news.policies import LINK, PUBLISH
        from rostra.news.selectors.publishers import count_stories, topics_from
        from rostra.news.services.erasing_stories import erase_story
        from rostra.news.services.starting_links import erase_link, erase_link_pictures
        from rostra.web.slots import CONTROL_ENTRIES, MEMBER_MENU

        assert receivers
        meaning = _("Publish, correct and withdraw stories, and look after feeds.")
        add_right(RightMeaning(PUBLISH, _("Publish stories"), meaning, Rank.EDITOR))
        meaning = _("Start topics from pages of other sites; whoever may start topics.")
        add_right(RightMeaning(LINK, _("Start from links"), meaning, Rank.NEW))
        ALSO_ERASED.extend((erase_link, erase_link_pictures, erase_story))
        add_check(pasted_story)
        own_parts.add_parts()
        add_marker(KEY, cards.story_marks)
        slots.PUBLISHER.add("stories", cards.publisher_section)
        add_counter(Counter(count_stories, cards.say_stories))
        TOPICS_OF.append(topics_from)
        MEMBER_MENU.add("newsroom", cards.newsroom_item)
        CONTROL_ENTRIES.add("withdrawals", cards.withdrawals_item)
        slots.TOPIC_HEAD.add("story", cards.story_head)
        slots.TOPIC_META.add("story", cards.story_meta)
        slots.TOPIC_BELOW_TITLE.add("link", cards.link_below_title)
        slots.POST_WORDS.add("link", cards.without_link)
        slots.START_TOP.add("link", cards.way_from_link)
        slots.FRONT_TOP.add("stories", cards.stories_on_front)
        slots.POST_ABOVE.add("story", streaming.turns_above)
        slots.POST_ABOVE.add("joined", streaming.joined_above)
        slots.POST_ATTRIBUTES.add("story", streaming.answered_attribute)
        slots.POST_STAMP.add("story", streaming.answered_words)
        slots.POSTS_END.add("story", streaming.turns_at_end)
