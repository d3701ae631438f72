"""Quotes know by what they are named, and which text was the newest when they were written.

Of those that there are, it is known only that it was at least the one they cite.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

AT_ONCE = 2000


def name_words(apps, schema_editor):
    """Give every quote its key, some at a time."""
    from rostra.foundation.markup import quote_key

    quotes = apps.get_model("forum", "Quote").objects
    quotes.update(newest=F("revision"))
    last = 0
    while some := list(quotes.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        for quote in some:
            quote.key = quote_key(quote.words)
        quotes.bulk_update(some, ["key"], batch_size=500)
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [("forum", "0006_recommended_of_member")]

    operations = [
        migrations.AddField(
            "quote", "key", models.CharField(max_length=16, default=""), False
        ),
        migrations.AddField(
            "quote", "newest", models.PositiveIntegerField(default=1), False
        ),
        migrations.AddField("quote", "is_folded", models.BooleanField(default=False)),
        migrations.RunPython(name_words, migrations.RunPython.noop),
        migrations.AddIndex(
            "quote", models.Index(fields=["quoted_post", "key"], name="quote_key")
        ),
        migrations.CreateModel(
            "Judging",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("position", models.BigIntegerField(default=0)),
                ("turn", models.PositiveIntegerField(default=1)),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="judging",
                        to="forum.post",
                    ),
                ),
            ],
        ),
    ]
