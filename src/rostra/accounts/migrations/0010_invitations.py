import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import rostra.accounts.models.invitation


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_suspending")]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=rostra.accounts.models.invitation.new_code,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField()),
                ("left", models.PositiveIntegerField()),
                ("used", models.PositiveIntegerField(default=0)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
