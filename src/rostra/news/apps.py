from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "rostra.news"
    label = "news"

    def ready(self) -> None:
        from rostra.accounts.ranks import Rank
        from rostra.forum.rights import RightMeaning, add_right
        from rostra.forum.selectors.publishers import (
            TOPICS_OF,
            Counter,
            add_counter,
        )
        from rostra.forum.services.warning import add_check
        from rostra.forum.slots import FRONT_TOP, PUBLISHER, TOPIC_HEAD
        from rostra.news import own_parts
        from rostra.news.cards import (
            publisher_section,
            say_stories,
            stories_on_front,
            story_head,
        )
        from rostra.news.copying import pasted_story
        from rostra.news.policies import PUBLISH
        from rostra.news.selectors.publishers import count_stories, topics_from

        meaning = _("Publish, correct and withdraw stories.")
        add_right(
            RightMeaning(PUBLISH, _("Publish stories"), meaning, Rank.EDITOR, True)
        )
        add_check(pasted_story)
        own_parts.add_parts()
        PUBLISHER.add("stories", publisher_section)
        add_counter(Counter(count_stories, say_stories))
        TOPICS_OF.append(topics_from)
        TOPIC_HEAD.add("story", story_head)
        FRONT_TOP.add("stories", stories_on_front)
