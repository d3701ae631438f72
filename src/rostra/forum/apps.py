from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "rostra.forum"
    label = "forum"

    def ready(self) -> None:
        from rostra.forum import own_parts, receivers, sections
        from rostra.forum.old_addresses import find
        from rostra.forum.services import (
            leaving,
            merging,
            telling_mentioned,
            telling_quoters,
        )
        from rostra.web.errors import ELSEWHERE
        from rostra.web.slots import MEMBER_MENU, SECTIONS

        assert receivers
        own_parts.add_parts()
        leaving.add_steps()
        merging.add_steps()
        telling_mentioned.add_mentions_mail()
        telling_quoters.add_quotes_mail()
        ELSEWHERE.append(find)
        MEMBER_MENU.add("files", sections.files_item)
        MEMBER_MENU.add("held", sections.held_item)
        SECTIONS.add("categories", sections.category_items)
