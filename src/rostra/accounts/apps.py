from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rostra.accounts"
    label = "accounts"

    def ready(self) -> None:
        from rostra.accounts import receivers

        assert receivers
