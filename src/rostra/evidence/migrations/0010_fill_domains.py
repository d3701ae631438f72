from django.db import migrations

from rostra.foundation.domains import key_at


def fill_keys(apps, schema_editor):
    """What was there before is found by its domain, too."""
    for name, column in (("Source", "address"), ("Position", "source_url")):
        model = apps.get_model("evidence", name)
        rows = model.objects.filter(domain_key="").exclude(**{column: ""})
        some = []
        for row in rows.only(column).iterator():
            row.domain_key = key_at(getattr(row, column))
            if row.domain_key:
                some.append(row)
            if len(some) == 1000:
                model.objects.bulk_update(some, ["domain_key"])
                some = []
        model.objects.bulk_update(some, ["domain_key"])


class Migration(migrations.Migration):
    dependencies = [("evidence", "0009_domains")]

    operations = [migrations.RunPython(fill_keys, migrations.RunPython.noop)]
