from django.db import migrations

from rostra.foundation import markup


def fill_keys(apps, schema_editor):
    """Claims that were made before are found by their words, too."""
    claims = apps.get_model("evidence", "Claim").objects
    for pk, words in claims.filter(key="").values_list("pk", "words"):
        claims.filter(pk=pk).update(key=markup.quote_key(words))


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_claims_from_posts")]

    operations = [migrations.RunPython(fill_keys, migrations.RunPython.noop)]
