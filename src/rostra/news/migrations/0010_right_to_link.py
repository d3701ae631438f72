from django.db import migrations

LINK = "start-link"


def let_link_who_may_start(apps, schema_editor):
    """In categories with rights of their own nobody would have the new one."""
    grants = apps.get_model("forum", "Grant").objects
    theirs = grants.filter(right="start", category__has_own_rights=True)
    for grant in theirs.order_by("pk"):
        grants.create(
            category_id=grant.category_id,
            right=LINK,
            rank=grant.rank,
            group_id=grant.group_id,
        )


def take_back(apps, schema_editor):
    apps.get_model("forum", "Grant").objects.filter(right=LINK).delete()


class Migration(migrations.Migration):
    dependencies = [("news", "0009_links"), ("forum", "0024_untold_mentions")]

    operations = [migrations.RunPython(let_link_who_may_start, take_back)]
