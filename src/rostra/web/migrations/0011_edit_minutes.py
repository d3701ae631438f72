from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0010_spam_lists")]

    operations = [
        migrations.AddField(
            "site", "edit_minutes", models.PositiveIntegerField(default=60)
        ),
    ]
