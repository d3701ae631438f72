"""Tags with keys, synonyms and pages of their own, and who may make them."""

import django.db.models.deletion
from django.db import migrations, models

from rostra.accounts.ranks import Rank
from rostra.forum.tag_words import tag_key, tag_slug



def give_keys(apps, schema_editor):
    """Tags that shared a key are left beside each other: an owner can merge them."""
    Tag = apps.get_model("forum", "Tag")
    keys, slugs = set(), set()
    for tag in Tag.objects.order_by("pk").iterator():
        tag.slug, tag.key = tag_slug(tag.name), tag_key(tag.name)
        if not tag.slug or tag.slug in slugs:
            tag.slug = f"{tag.slug[:40]}-{tag.pk}".strip("-")
        if not tag.key or tag.key in keys:
            tag.key = f"{tag.key[:40]} {tag.pk}"
        slugs.add(tag.slug)
        keys.add(tag.key)
        tag.save()


def let_make_tags(apps, schema_editor):
    """Categories with rights of their own: whoever starts topics there, from members up."""
    Grant = apps.get_model("forum", "Grant")
    ranks = list(Rank)
    for grant in Grant.objects.filter(right="start").exclude(category=None):
        rank = grant.rank
        if rank:
            rank = max(Rank(rank), Rank.MEMBER, key=ranks.index)
        given = {"category": grant.category, "rank": rank, "group_id": grant.group_id}
        Grant.objects.get_or_create(right="new-tags", **given)


def nothing(apps, schema_editor):
    pass


class Migration(migrations.Migration):
    dependencies = [("forum", "0017_reactions_of_owner")]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="key",
            field=models.CharField(max_length=60, null=True),
        ),
        migrations.AddField(
            model_name="tag",
            name="stands_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="synonyms",
                to="forum.tag",
            ),
        ),
        migrations.RunPython(give_keys, nothing),
        migrations.RunPython(let_make_tags, nothing),
    ]
