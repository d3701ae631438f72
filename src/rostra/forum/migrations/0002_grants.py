import django.db.models.deletion
from django.db import migrations, models

RANKS = [
    ("guest", "Guests"),
    ("new", "New members"),
    ("member", "Members"),
    ("trusted", "Trusted members"),
    ("editor", "Editors"),
    ("moderator", "Moderators"),
    ("owner", "Owners"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_groups"), ("forum", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="category",
            name="has_own_rights",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="category",
            name="icon",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="category",
            name="parent",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="forum.category"),
        ),
        migrations.AddField(
            model_name="category",
            name="posting_note",
            field=models.CharField(blank=True, default="", max_length=1000),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("right", models.CharField(max_length=20)),
                ("rank", models.CharField(blank=True, choices=RANKS, max_length=10)),
                ("category", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="forum.category")),
                ("group", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="accounts.group")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("group__isnull", False), ("rank", ""))
                        | models.Q(("group__isnull", True), models.Q(("rank", ""), _negated=True)),
                        name="grant_to_rank_or_group",
                    )
                ]
            },
        ),
    ]
