from django.apps import AppConfig


class ControlConfig(AppConfig):
    name = "rostra.control"
    label = "control"

    def ready(self) -> None:
        from rostra.control.seeing import menu_item, strip
        from rostra.web.slots import MEMBER_MENU, PAGE_TOP

        MEMBER_MENU.add("control", menu_item)
        PAGE_TOP.add("seeing_as", strip)
