from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "rostra.forum"
    label = "forum"
