from django.db import migrations

ASK = "ask-source"
MEMBERS = ("guest", "new")


def let_ask_who_may_reply(apps, schema_editor):
    """In categories with rights of their own nobody would have the new one."""
    grants = apps.get_model("forum", "Grant").objects
    theirs = grants.filter(right="reply", category__has_own_rights=True)
    for grant in theirs.order_by("pk"):
        rank = "member" if grant.rank in MEMBERS else grant.rank
        grants.create(
            category_id=grant.category_id,
            right=ASK,
            rank=rank,
            group_id=grant.group_id,
        )


def take_back(apps, schema_editor):
    apps.get_model("forum", "Grant").objects.filter(right=ASK).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0002_sources"),
        ("forum", "0022_topic_additions"),
    ]

    operations = [migrations.RunPython(let_ask_who_may_reply, take_back)]
