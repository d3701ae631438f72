from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "rostra.evidence"
    label = "evidence"

    def ready(self) -> None:
        from rostra.evidence.panel import claims_panel
        from rostra.forum.slots import TOPIC_AFTER_OPENING

        TOPIC_AFTER_OPENING.add("claims", claims_panel)
