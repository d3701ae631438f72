from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "rostra.evidence"
    label = "evidence"
