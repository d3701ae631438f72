"""What a category's audience said becomes grants of its own."""

from django.db import migrations

RANKS = {
    "members": {"see": "new", "read": "new", "reply": "new", "start": "new"},
    "staff": {"see": "moderator", "read": "moderator", "reply": "moderator"},
}
RANKS["members"] |= {"react": "new", "moderate": "moderator"}
RANKS["staff"] |= {"start": "moderator", "react": "moderator", "moderate": "moderator"}


def to_grants(apps, schema):
    category = apps.get_model("forum", "Category")
    grant = apps.get_model("forum", "Grant")
    for row in category.objects.filter(audience__in=RANKS):
        for right, rank in RANKS[row.audience].items():
            grant.objects.create(category=row, right=right, rank=rank)
        row.has_own_rights = True
        row.save()


def to_audiences(apps, schema):
    category = apps.get_model("forum", "Category")
    grant = apps.get_model("forum", "Grant")
    lowest = dict(
        grant.objects.filter(right="read").exclude(rank="").values_list("category", "rank")
    )
    rows = {row.pk: row for row in category.objects.all()}
    kinds = {None: "everyone", "guest": "everyone", "new": "members", "member": "members"}
    order = ["everyone", "members", "staff"]
    for row in rows.values():
        # Nobody may see more than before: the strictest of all that it lies in.
        found = [kinds.get(lowest.get(None), "staff")]
        above = row
        while above is not None:
            if above.has_own_rights:
                found.append(kinds.get(lowest.get(above.pk, "owner"), "staff"))
            above = rows.get(above.parent_id)
        row.audience = max(found, key=order.index)
        row.save()
    grant.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("forum", "0002_grants")]

    operations = [migrations.RunPython(to_grants, to_audiences)]
