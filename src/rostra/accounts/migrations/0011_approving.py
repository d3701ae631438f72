from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_invitations")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="awaits_approval",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("awaits_approval", True)),
                fields=["joined_at"],
                name="user_waiting",
            ),
        ),
    ]
