from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forum", "0007_judging")]

    operations = [
        migrations.AddField(
            "post",
            "edited_after",
            models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
