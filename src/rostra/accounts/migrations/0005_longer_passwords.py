from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_name_look")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="password",
            field=models.CharField(max_length=1200),
        ),
    ]
