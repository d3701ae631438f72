"""Names of months, and words for today and yesterday, as forum engines print them.

A month is known by the beginning of its name, without accents, which covers full and
short forms and the cases of Slavic languages.
"""

import unicodedata

_BEGINNINGS = (
    # English, French, German, Spanish, Italian, Portuguese, Dutch, Scandinavian
    "jan janv ene gen",
    "feb fev fevr",
    "mar mars mär maa mrt",
    "apr avr abr",
    "may mai mag mei maj",
    "jun juin giu",
    "jul juil lug",
    "aug aou ago",
    "sep set",
    "oct okt out ott",
    "nov",
    "dec dez dic des",
)
_SLAVIC = (
    # Polish, Czech and Slovak, Russian, Ukrainian
    "sty led янв січ",
    "lut uno фев лют",
    "brez мар бер",
    "kwi dub апр кві",
    "kve мая май тра",
    "cze cer июн чер",
    "lip cervenec cvc июл лип",
    "sie srp авг сер",
    "wrz zar сен вер",
    "paz rij окт жов",
    "lis ноя лис",
    "gru pro дек гру",
)
_TODAY = frozenset(
    "today heute aujourd'hui aujourd’hui hoy oggi hoje vandaag dzisiaj dzis dnes сегодня "
    "сьогодні idag i dag".split()
)
_YESTERDAY = frozenset(
    "yesterday gestern hier ayer ieri ontem gisteren wczoraj vcera včera вчера вчора "
    "igar igår".split()
)


def without_accents(word: str) -> str:
    """Lower case, accents taken off; letters that are not an accented one stay."""
    taken_apart = unicodedata.normalize("NFD", word.casefold())
    plain = "".join(sign for sign in taken_apart if not unicodedata.combining(sign))
    return plain.replace("ł", "l").replace("ź", "z")


def month_of(word: str) -> int:
    """The month, 1 to 12, that a word names, or 0."""
    word = without_accents(word).rstrip(".")
    best, found = 0, 0
    for beginning, month in _MONTHS.items():
        if word.startswith(beginning) and len(beginning) > best:
            best, found = len(beginning), month
    return found


def days_back(word: str) -> int | None:
    """0 for a word that says today, 1 for yesterday, None for any other."""
    word = without_accents(word)
    return 0 if word in _TODAYS else 1 if word in _YESTERDAYS else None


_MONTHS = {
    without_accents(beginning): month
    for table in (_BEGINNINGS, _SLAVIC)
    for month, words in enumerate(table, 1)
    for beginning in words.split()
}
_TODAYS = frozenset(map(without_accents, _TODAY))
_YESTERDAYS = frozenset(map(without_accents, _YESTERDAY))
