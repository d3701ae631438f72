from django.db import migrations

PUBLISH = "publish"
EDITORS = "editor"


def let_publish_in_categories(apps, schema_editor):
    """Publishing was a right on the whole site. In categories with rights of their own
    nobody would have it: there it goes to who had it, and to groups that moderate."""
    grants = apps.get_model("forum", "Grant").objects
    categories = apps.get_model("forum", "Category").objects.filter(has_own_rights=True)
    site = list(grants.filter(right=PUBLISH, category=None).values_list("rank", "group"))
    holders = site or [(EDITORS, None)]
    for pk in categories.order_by("pk").values_list("pk", flat=True):
        moderating = grants.filter(right="moderate", category=pk).exclude(group=None)
        theirs = [("", group) for group in moderating.values_list("group", flat=True)]
        for rank, group in dict.fromkeys([*holders, *theirs]):
            grants.create(category_id=pk, right=PUBLISH, rank=rank, group_id=group)


def take_back(apps, schema_editor):
    grants = apps.get_model("forum", "Grant").objects
    grants.filter(right=PUBLISH).exclude(category=None).delete()


class Migration(migrations.Migration):
    dependencies = [("news", "0003_joining"), ("forum", "0024_untold_mentions")]

    operations = [migrations.RunPython(let_publish_in_categories, take_back)]
