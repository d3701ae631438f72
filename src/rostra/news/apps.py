from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "rostra.news"
    label = "news"

    def ready(self) -> None:
        from rostra.accounts.ranks import Rank
        from rostra.forum import slots
        from rostra.forum.rights import RightMeaning, add_right
        from rostra.forum.selectors.publishers import (
            TOPICS_OF,
            Counter,
            add_counter,
        )
        from rostra.forum.services.warning import add_check
        from rostra.news import own_parts, streaming
        from rostra.news.cards import (
            newsroom_item,
            publisher_section,
            say_stories,
            stories_on_front,
            story_head,
            story_meta,
        )
        from rostra.news.copying import pasted_story
        from rostra.news.policies import PUBLISH
        from rostra.news.selectors.publishers import count_stories, topics_from
        from rostra.web.slots import MEMBER_MENU

        meaning = _("Publish, correct and withdraw stories, and look after feeds.")
        add_right(RightMeaning(PUBLISH, _("Publish stories"), meaning, Rank.EDITOR))
        add_check(pasted_story)
        own_parts.add_parts()
        slots.PUBLISHER.add("stories", publisher_section)
        add_counter(Counter(count_stories, say_stories))
        TOPICS_OF.append(topics_from)
        MEMBER_MENU.add("newsroom", newsroom_item)
        slots.TOPIC_HEAD.add("story", story_head)
        slots.TOPIC_META.add("story", story_meta)
        slots.FRONT_TOP.add("stories", stories_on_front)
        slots.POST_ABOVE.add("story", streaming.turns_above)
        slots.POST_ATTRIBUTES.add("story", streaming.answered_attribute)
        slots.POST_STAMP.add("story", streaming.answered_words)
        slots.POSTS_END.add("story", streaming.turns_at_end)
