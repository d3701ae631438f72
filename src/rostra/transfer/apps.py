from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "rostra.transfer"
    label = "transfer"
