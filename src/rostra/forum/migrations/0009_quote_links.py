from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forum", "0008_edited_after")]

    operations = [
        migrations.AddField("quote", "links", models.JSONField(default=list))
    ]
