from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "rostra.attachments"
    label = "attachments"
