from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "rostra.news"
    label = "news"

    def ready(self) -> None:
        from rostra.forum.slots import FRONT_TOP, TOPIC_HEAD
        from rostra.news.cards import stories_on_front, story_head

        TOPIC_HEAD.add("story", story_head)
        FRONT_TOP.add("stories", stories_on_front)
