"""What a member's name is compared by, and what it becomes in an address.

Two names may not look the same (Unicode Technical Standard 39 calls them confusable).
The whole table of that standard has ten thousand rows. Here letters of several scripts
that look alike are refused together in a new name, which leaves names of one script; a
short table says which of their letters look like Latin ones.
"""

import re
import unicodedata

from django.utils.text import slugify

_SPACES = re.compile(r"\s+")


def tidy_name(name: str) -> str:
    """The name as it is kept: NFC, single spaces, none at the ends."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", name)).strip()


def name_key(name: str) -> str:
    """What two names must not share: NFKC, case folded (Unicode 3.13), single spaces."""
    folded = unicodedata.normalize("NFKC", tidy_name(name)).casefold()
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", folded)).strip()


def name_slug(name: str) -> str:
    """The readable part of a member's address; `member` when nothing is left."""
    return slugify(name, allow_unicode=True)[:60].strip("-_") or "member"


_SAME = {
    "0": "o",
    # Capitals are folded first, so what looks like a capital I looks like an l and an i.
    "1i|!lӏƖǀ￨ıɩɪіїꙇιΙ": "l",
    "ɑаα": "a",
    "ɡցǥᶃƍ": "g",
    "ᴏᴑꬽоοσօѳ": "o",
    "вβʙƅ": "b",
    "еёєεҽꬲ": "e",
    "ꬵꞙẝſ": "f",
    "кκĸ": "k",
    "мм": "m",
    "нηհһ": "h",
    "рρϱ": "p",
    "сϲᴄ": "c",
    "тτт": "t",
    "уүγʏỿɣᶌꭚ": "y",
    "ᴢ": "z",
    "хχ": "x",
    "јϳ": "j",
    "ѕꜱƽ": "s",
    "ԁɗ": "d",
    "ԛզ": "q",
    "ԝшωѡɯᴡ": "w",
    "ѵνᴠ": "v",
    "ʋυսᴜꞟꭎꭒ": "u",
    "гᴦꭇꭈ": "r",
    "пոռ": "n",
}
_LOOKS = str.maketrans({letter: to for many, to in _SAME.items() for letter in many})
_ACROSS = {code: to for code, to in _LOOKS.items() if code > 127} | dict.fromkeys(
    map(ord, "ıɩіїꙇι"), "i"
)
"""The same between scripts only, where an i does not pass for an l."""
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_BESIDE_LATIN = {"LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
"""Scripts that stand in one word with Latin letters as a matter of course."""
_ODD = ("Nd", "No", "Nl", "Sm", "Sk", "Lm", "Po")
"""Kinds of signs beyond ASCII that pass for Latin letters."""
_RESERVED = (
    "admin administrator admins moderator moderators mod mods owner owners editor editors "
    "staff team system root sysadmin webmaster postmaster hostmaster abuse support help "
    "helpdesk security official guest guests anonymous anon nobody everybody everyone all "
    "here member members user users deleted removed former none null undefined unknown "
    "bot robot forum site news newsroom rostra administration administrators moderation "
    "sysadmins management betreiber redaktion moderatorin gast"
)
_OFFICES = (
    "admin administrator administration moderator moderation mod mods staff sysadmin "
    "sysadministrator webmaster helpdesk"
)
_BESIDE_OFFICES = (
    "the a an our this your of team forum site board account official head chief senior "
    "support help desk group house general main"
)


def name_look(name: str) -> str:
    """What two names share that can be mistaken for each other, however they are keyed.

    Spaces and signs do not count, nor do capitals; 1 to 240 characters.
    """
    folded = name_key(name).translate(_LOOKS)
    letters = "".join(c for c in folded if unicodedata.category(c)[0] in "LNM")
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters[:240] or name_key(name)[:240] or "-"


def script_look(folded: str) -> str:
    """Folded words with letters of other scripts as the Latin ones that they look like.

    Words of one script keep what tells them apart: no `mail` becomes a `mall`.
    """
    return folded.translate(_ACROSS)


RESERVED = frozenset(name_look(word) for word in _RESERVED.split())
"""How names look that would speak for the site or for nobody."""


_OFFICE_LOOKS = frozenset(name_look(word) for word in _OFFICES.split())
_FILLING_LOOKS = frozenset(name_look(word) for word in _BESIDE_OFFICES.split())
_TEAMS = frozenset(name_look(word) for word in "team support help official".split())


def speaks_for_the_site(name: str) -> bool:
    """Whether a name is an office here, alone or with words that say nothing more, such
    as "The Admin", "Forum Staff", "moderator2" or "Support-Team"."""
    if name_look(name) in RESERVED:
        return True
    words = {name_look(word) for word in _WORDS.findall(name_key(name))}
    if not words or not words <= _OFFICE_LOOKS | _FILLING_LOOKS:
        return False
    return bool(words & _OFFICE_LOOKS) or words <= _TEAMS


_WORDS = re.compile(r"[^\W\d_]+")


def mixes_scripts(name: str) -> bool:
    """Whether a word of the name has letters or digits of two scripts.

    Latin beside Han, Kana or Hangul is usual. Latin beside Cyrillic is a trick.
    """
    return any(map(_mixes, unicodedata.normalize("NFKC", name).split()))


def _mixes(word: str) -> bool:
    named = [(unicodedata.category(c), unicodedata.name(c, "")) for c in word]
    letters = {name.split(" ")[0] for kind, name in named if kind[0] in "LM"}
    scripts = letters - {"COMBINING", "MODIFIER"}
    signs = [
        c for c, (kind, name) in zip(word, named, strict=True) if _is_odd(kind, name)
    ]
    if "LATIN" in scripts:
        return bool(scripts - _BESIDE_LATIN) or any(not c.isascii() for c in signs)
    return len(scripts - {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}) > 1


def _is_odd(kind: str, name: str) -> bool:
    return kind in _ODD or name.startswith(("APL ", "ESTIMATED", "POWER "))
