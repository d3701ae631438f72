"""Make, change, order and remove categories."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rostra.accounts.models import User
from rostra.accounts.policies import SitePolicy
from rostra.accounts.ranks import Rank
from rostra.forum.models import Category, Grant
from rostra.forum.permissions import is_public
from rostra.forum.rights import RIGHTS
from rostra.forum.services.granting import count_authors_again
from rostra.forum.tag_rules import TagRule
from rostra.foundation.versions import raise_versions

DEEPEST = 3
"""Levels of categories: more than that nobody finds anything in."""

AUDIENCES = {"everyone": None, "members": Rank.NEW, "staff": Rank.MODERATOR}
"""Short words for who may read a new category, and the lowest rank of each."""


@transaction.atomic
def make_category(
    *,
    name: str,
    description: str = "",
    audience: str = "everyone",
    position: int = 0,
    icon: str = "",
    posting_note: str = "",
    parent_id: int | None = None,
    tag_rule: str = TagRule.ANY,
    tag_choices: Sequence[str] = (),
) -> Category:
    """A new, empty category for everyone, members or staff, inside another or none.

    Callers see to it that an owner asked for it. Raises ValidationError if it would lie
    too deep.
    """
    _check_depth(parent_id)
    category = Category.objects.create(
        name=name,
        slug=_slug(name),
        description=description,
        position=position,
        icon=icon,
        posting_note=posting_note,
        parent_id=parent_id,
        tag_rule=tag_rule,
        tag_choices=list(tag_choices),
    )
    if (lowest := AUDIENCES[audience]) is not None:
        _keep_for(category, lowest)
    raise_versions("site", "lists")
    return category


def _slug(name: str) -> str:
    return slugify(name, allow_unicode=True)[:60].strip("-_") or "category"


def _keep_for(category: Category, lowest: Rank) -> None:
    ranks = list(Rank)
    category.has_own_rights = True
    category.save(update_fields=["has_own_rights"])
    Grant.objects.bulk_create(
        Grant(
            category=category,
            right=meaning.key,
            rank=max(meaning.default, lowest, key=ranks.index),
        )
        for meaning in RIGHTS.values()
        if not meaning.is_everywhere
    )


@transaction.atomic
def change_category(
    *,
    owner: User,
    category_id: int,
    name: str,
    description: str,
    icon: str,
    posting_note: str,
    parent_id: int | None,
    tag_rule: str = TagRule.ANY,
    tag_choices: Sequence[str] = (),
) -> Category:
    """Name, describe and place a category anew; who may read it may change with that.

    Raises PermissionDenied, and ValidationError if it would lie in itself or too deep.
    """
    category = _lock(owner, category_id)
    was_public = is_public(category.pk)
    _check_place(category, parent_id)

    category.name, category.slug = name, _slug(name)
    category.description, category.icon = description, icon
    category.posting_note, category.parent_id = posting_note, parent_id
    category.tag_rule, category.tag_choices = tag_rule, list(tag_choices)
    category.save()
    raise_versions("site", "lists")
    if is_public(category.pk) != was_public:
        count_authors_again()
    return category


@transaction.atomic
def order_categories(*, owner: User, category_ids: Sequence[int]) -> None:
    """Put categories into this order among those they stand beside.

    Those not named keep theirs, after them. Raises PermissionDenied.
    """
    SitePolicy(owner).govern().or_raise()
    places = {pk: place for place, pk in enumerate(category_ids)}
    rows = list(Category.objects.select_for_update().order_by("pk"))
    ordered = sorted(
        rows, key=lambda c: (places.get(c.pk, len(rows)), c.position, c.pk)
    )
    for position, category in enumerate(ordered):
        category.position = position
    Category.objects.bulk_update(ordered, ["position"], batch_size=200)
    raise_versions("site", "lists")


@transaction.atomic
def remove_category(*, owner: User, category_id: int) -> None:
    """Remove an empty category.

    Raises PermissionDenied, and ValidationError if topics or categories lie in it, or
    something posts there.
    """
    category = _lock(owner, category_id)
    if category.topics.exists() or category.children.exists():
        raise ValidationError(
            _("Only an empty category can be removed. Move what is in it first.")
        )
    try:
        category.delete()
    except ProtectedError:
        raise ValidationError(
            _("A feed or something else still posts here. Let it post elsewhere first.")
        ) from None
    raise_versions("site", "lists")


def _lock(owner: User, category_id: int) -> Category:
    SitePolicy(owner).govern().or_raise()
    rows = Category.objects.select_for_update()
    category: Category = rows.get_visible(owner, pk=category_id)
    return category


def _check_place(category: Category, parent_id: int | None) -> None:
    inside = [category.pk]
    levels = 0
    while inside:
        if parent_id in inside:
            raise ValidationError(_("A category cannot lie in itself."))
        children = Category.objects.filter(parent__in=inside)
        inside = list(children.values_list("pk", flat=True))
        levels += 1
    _check_depth(parent_id, levels)


def _check_depth(parent_id: int | None, levels: int = 1) -> None:
    while parent_id is not None and levels <= DEEPEST:
        above = Category.objects.filter(pk=parent_id).values_list(
            "parent_id", flat=True
        )
        if not above:
            raise ValidationError(_("There is no such category to put it in."))
        parent_id = above[0]
        levels += 1
    if levels > DEEPEST:
        raise ValidationError(
            _("Categories can lie %(number)s deep, not more.") % {"number": DEEPEST}
        )
