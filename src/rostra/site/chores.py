"""What every web process does beside answering: write what it gathered, and tidy up."""

from functools import partial

from rostra.accounts.services.copying import forget_copies
from rostra.accounts.services.ending import write_seen
from rostra.accounts.services.forgetting import forget_addresses, forget_looks
from rostra.accounts.services.leaving import finish_closings
from rostra.accounts.services.looking import fill_name_looks
from rostra.accounts.services.merging import finish_mergings
from rostra.accounts.services.ranking import promote_members
from rostra.accounts.services.telling_owners import tell_owners
from rostra.accounts.sessions import SEEN, SessionStore
from rostra.evidence.services.checking import forget_unused_sources, start_checking
from rostra.evidence.services.erasing_repeated import erase_repeated
from rostra.evidence.services.predicting import bring_back_due
from rostra.evidence.services.requesting import expire_requests
from rostra.evidence.services.telling_authors import tell_authors
from rostra.evidence.services.telling_followers import tell_followers
from rostra.forum.reading import MARKS
from rostra.forum.services.asking_pages import forget_unused_cards, start_asking
from rostra.forum.services.attaching import remove_orphans
from rostra.forum.services.counting import add_views
from rostra.forum.services.drafting import forget_old_guest_drafts
from rostra.forum.services.drawing import draw_old_posts
from rostra.forum.services.filtering import apply_filters
from rostra.forum.services.judging_again import judge_waiting_quotes
from rostra.forum.services.polling import close_due_polls
from rostra.forum.services.reading import write_marks
from rostra.forum.services.scheduling import publish_due
from rostra.forum.services.telling_mentioned import tell_mentioned
from rostra.forum.services.telling_quoters import tell_quoters
from rostra.news.services.asking_links import forget_looked_at
from rostra.news.services.picturing_later import start_picturing
from rostra.news.services.placing import publish_waiting
from rostra.news.services.polling import start_polling
from rostra.news.services.printing import forget_old_prints
from rostra.news.services.removing_feeds import finish_removals
from rostra.news.services.taking_in import forget_old_entries, take_due_changes
from rostra.web.front import VIEWS, Flush

HOUR = 3600.0


def chores() -> list[Flush]:
    """Each with how many seconds lie between two times; all are safe to do twice."""
    return [
        (3.0, partial(MARKS.flush, write_marks)),
        (5.0, partial(VIEWS.flush, add_views)),
        (300.0, partial(SEEN.flush, write_seen)),
        (HOUR, forget_old_guest_drafts),
        (HOUR, remove_orphans),
        (HOUR, SessionStore.clear_expired),
        (HOUR, forget_addresses),
        (HOUR, forget_looks),
        (600.0, forget_copies),
        (10.0, finish_closings),
        (10.0, finish_mergings),
        (10.0, close_due_polls),
        (20.0, publish_due),
        (HOUR, promote_members),
        (5.0, start_asking),
        (HOUR, forget_unused_cards),
        (3.0, apply_filters),
        (3.0, draw_old_posts),
        (60.0, tell_owners),
        (60.0, fill_name_looks),
        (1.0, judge_waiting_quotes),
        (60.0, tell_quoters),
        (60.0, tell_mentioned),
        (5.0, start_polling),
        (20.0, publish_waiting),
        (20.0, take_due_changes),
        (10.0, start_picturing),
        (5.0, finish_removals),
        (HOUR, forget_old_entries),
        (HOUR, forget_old_prints),
        (HOUR, forget_looked_at),
        (5.0, start_checking),
        (2.0, erase_repeated),
        (60.0, tell_authors),
        (60.0, bring_back_due),
        (30.0, tell_followers),
        (HOUR, expire_requests),
        (HOUR, forget_unused_sources),
    ]
