from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "rostra.transfer"
    label = "transfer"

    def ready(self) -> None:
        from rostra.transfer import merging

        merging.add_steps()
