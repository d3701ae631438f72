from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_browser_of_session")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="name_look",
            field=models.CharField(blank=True, db_index=True, default="", max_length=240),
            preserve_default=False,
        ),
    ]
