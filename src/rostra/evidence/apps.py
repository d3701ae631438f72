from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "rostra.evidence"
    label = "evidence"

    def ready(self) -> None:
        from rostra.evidence import own, panel, receivers, underlining
        from rostra.evidence.models.claims import KEY as CLAIMS
        from rostra.evidence.selectors.publishers import count_sources
        from rostra.evidence.services import positioning
        from rostra.evidence.services.erasing import erase_evidence
        from rostra.evidence.services.sourcing import KEY
        from rostra.evidence.services.telling_authors import add_requests_mail
        from rostra.evidence.services.telling_followers import add_predictions_mail
        from rostra.forum import slots
        from rostra.forum.erasures import ALSO_ERASED
        from rostra.forum.selectors.held import add_below_held
        from rostra.forum.selectors.publishers import Counter, add_counter
        from rostra.forum.selectors.topic_page import SHOW_OWN
        from rostra.forum.topic_marks import add_marker

        assert receivers
        self._add_rights()
        own.add_parts()
        positioning.add_steps()
        add_requests_mail()
        add_predictions_mail()
        ALSO_ERASED.append(erase_evidence)
        slots.TOPIC_AFTER_OPENING.add("claims", panel.claims_panel)
        slots.POST_ACTIONS.add("ask-source", panel.ask_action)
        slots.OWN_POST_ACTIONS.add("sources", panel.name_action)
        slots.POST_MENU.add("claim", panel.claim_item)
        slots.POST_WORDS.add("claims", underlining.underlined)
        slots.POST_BELOW.add("evidence", panel.under_post)
        SHOW_OWN.append(panel.own_posts)
        slots.TOPIC_RAIL.add("wanted", panel.wanted_in_topic)
        slots.FRONT_RAIL.add("wanted", panel.wanted_on_front)
        slots.FRONT_RAIL.add("claims", panel.claims_on_front)
        add_below_held(panel.below_held)
        add_marker(CLAIMS, panel.claim_marks)
        add_marker(KEY, panel.wanted_marks)
        slots.PUBLISHER.add("evidence", panel.publisher_section)
        add_counter(Counter(count_sources, panel.say_sources))
        slots.MEMBER_RECORD.add("sources", panel.member_record)

    def _add_rights(self) -> None:
        from rostra.accounts.ranks import Rank
        from rostra.evidence.policies import ASK, CURATE
        from rostra.forum.rights import RightMeaning, add_right

        meaning = _("Record claims and say where they stand.")
        add_right(RightMeaning(CURATE, _("Record claims"), meaning, Rank.EDITOR, True))
        meaning = _("Ask the authors of posts for sources.")
        add_right(RightMeaning(ASK, _("Ask for sources"), meaning, Rank.MEMBER))
