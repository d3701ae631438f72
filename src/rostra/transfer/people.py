"""Members of other forums become accounts that nobody can sign in as yet."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rostra.accounts.models import User
from rostra.accounts.names import tidy_name
from rostra.forum.models import OldAddress
from rostra.forum.old_addresses import keys_for
from rostra.forum.services.importing import (
    LONGEST_NAME,
    make_placeholders,
    write_old_addresses,
)
from rostra.transfer.foreign import ForeignMember
from rostra.transfer.keeping import Kind, keep, known, short
from rostra.transfer.models import ImportedRow
from rostra.transfer.text.escaping import tidy

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
_FILLED = ("title", "location", "signature", "joined_at", "last_seen_at")
GUEST = "Guest"


@dataclass(slots=True)
class Made:
    """What became of some members: our ids by their keys, and what was changed."""

    ids: dict[str, int] = field(default_factory=dict)
    made: int = 0
    signatures: int = 0
    renamed: list[tuple[str, str]] = field(default_factory=list)


def shown_name(name: str) -> str:
    """A name without invisible signs, as it can be shown; Guest if nothing is left."""
    seen = "".join(
        sign
        for sign in tidy(name).replace("\t", " ").replace("\n", " ")
        if unicodedata.category(sign) not in _UNSEEN
    )
    return tidy_name(seen)[:LONGEST_NAME].strip() or GUEST


def merged(one: ForeignMember | None, other: ForeignMember) -> ForeignMember:
    """All that is told in two places of the same member."""
    if one is None:
        return other
    facts = {name: getattr(one, name) or getattr(other, name) for name in _FILLED}
    addresses = one.old_addresses or other.old_addresses
    return replace(one, name=one.name or other.name, old_addresses=addresses, **facts)


def bring(site: str, members: Iterable[ForeignMember]) -> Made:
    """Accounts for these members of one site: found if they came before, else made.

    Somebody known by name only is the member of that name, if the site has one.
    """
    # Those with an id come first: who is known by name may be one of them.
    wanted = {
        m.key: m for m in sorted(members, key=lambda m: m.key.startswith("name:"))
    }
    keys = [key for m in wanted.values() for key in (m.key, _name_key(m))]
    found = known(site, Kind.MEMBER, keys)
    made, new = Made(), dict[str, ForeignMember]()
    noted: list[tuple[str, int]] = []
    by_name: dict[str, str] = {}
    for key, member in wanted.items():
        name = _name_key(member)
        if key in found:
            made.ids[key] = found[key]
        elif name in found and _is_unclaimed(site, found[name]):
            made.ids[key] = found[name]
            noted.append((key, found[name]))
        elif key == name and name in by_name:
            continue
        else:
            new[key] = member
            by_name.setdefault(name, key)
    _make(site, new, made, noted)
    for key, member in wanted.items():
        if key not in made.ids:
            made.ids[key] = made.ids[by_name[_name_key(member)]]
    made.signatures = _improve(wanted, made.ids)
    return made


def _name_key(member: ForeignMember) -> str:
    return f"name:{member.name.casefold()}"


def _is_unclaimed(site: str, user_id: int) -> bool:
    """Whether an account came of a name only, so that an id may be its own."""
    rows = ImportedRow.objects.filter(
        source=short(site), kind=Kind.MEMBER, our_id=user_id, key__startswith="id:"
    )
    return not rows.exists()


def _make(
    site: str,
    new: dict[str, ForeignMember],
    made: Made,
    noted: list[tuple[str, int]],
) -> None:
    host = site.partition("/")[0]
    asked = [(shown_name(m.name), host, m.joined_at) for m in new.values()]
    accounts = make_placeholders(asked)
    for member, (user, is_same) in zip(new.values(), accounts, strict=True):
        made.ids[member.key] = user.pk
        noted += [(member.key, user.pk), (_name_key(member), user.pk)]
        if not is_same or (member.name and user.name != tidy_name(member.name)):
            made.renamed.append((member.name, user.name))
    made.made = len(accounts)
    keep((site, Kind.MEMBER, key, user_id) for key, user_id in noted)
    write_old_addresses(
        (key, OldAddress.Kind.MEMBER, made.ids[member.key])
        for member in new.values()
        for address in member.old_addresses
        for key in keys_for(address)
    )


def _improve(wanted: dict[str, ForeignMember], ids: dict[str, int]) -> int:
    """Fill in what is told of members here and was not before.

    Accounts that somebody has claimed are theirs to fill. Returns the new signatures.
    """
    told = {
        ids[key]: {name: getattr(m, name) for name in _FILLED if getattr(m, name)}
        for key, m in wanted.items()
    }
    told = {user_id: facts for user_id, facts in told.items() if facts}
    signatures = 0
    users = User.objects.filter(pk__in=list(told), is_placeholder=True)
    for user in users:
        facts = {k: v for k, v in told[user.pk].items() if _is_news(user, k, v)}
        for name, value in facts.items():
            setattr(user, name, value[:120] if name in ("title", "location") else value)
        signatures += "signature" in facts
        if facts:
            user.save(update_fields=list(facts))
    return signatures


def _is_news(user: User, name: str, value: object) -> bool:
    present = getattr(user, name)
    if name == "joined_at":
        return value < present
    if name == "last_seen_at":
        return present is None or value > present
    return not present
