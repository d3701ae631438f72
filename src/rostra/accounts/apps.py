from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rostra.accounts"
    label = "accounts"

    def ready(self) -> None:
        from rostra.accounts import merging, own_parts, receivers
        from rostra.accounts.menu import (
            directory_section,
            people_item,
            preferences_item,
            profile_item,
            safety_item,
            terms_link,
        )
        from rostra.web.slots import FOOTER_LINKS, MEMBER_MENU, SECTIONS

        assert receivers
        own_parts.add_parts()
        own_parts.add_doors()
        merging.add_steps()
        SECTIONS.add("members", directory_section)
        MEMBER_MENU.add("profile", profile_item)
        MEMBER_MENU.add("people", people_item)
        FOOTER_LINKS.add("terms", terms_link)
        MEMBER_MENU.add("preferences", preferences_item)
        MEMBER_MENU.add("safety", safety_item)
