from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0002_sign_up")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="may_erase_words",
            field=models.BooleanField(default=False),
        ),
    ]
