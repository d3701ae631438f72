from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "rostra.evidence"
    label = "evidence"

    def ready(self) -> None:
        from rostra.accounts.ranks import Rank
        from rostra.evidence.panel import claims_panel
        from rostra.evidence.policies import CURATE
        from rostra.forum.rights import RightMeaning, add_right
        from rostra.forum.slots import TOPIC_AFTER_OPENING

        meaning = _("Record claims and say where they stand.")
        add_right(RightMeaning(CURATE, _("Record claims"), meaning, Rank.EDITOR, True))
        TOPIC_AFTER_OPENING.add("claims", claims_panel)
