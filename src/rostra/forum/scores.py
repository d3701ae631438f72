"""Days, weeks, months and years, as scores are kept by."""

from datetime import date, timedelta

from rostra.forum.models import TopicScore

Period = TopicScore.Period


def start_of(period: Period, day: date) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    match period:
        case Period.WEEK:
            return day - timedelta(days=day.weekday())
        case Period.MONTH:
            return day.replace(day=1)
        case Period.YEAR:
            return day.replace(month=1, day=1)
        case _:
            return day
