from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "rostra.news"
    label = "news"
