import django.db.models.deletion
from django.db import migrations, models


def note_claims(apps, schema_editor):
    """Topics with claims say so, so that the pages of others need not ask."""
    topics = apps.get_model("forum", "Topic").objects
    claims = apps.get_model("evidence", "Claim").objects
    links = apps.get_model("evidence", "ClaimLink").objects
    having = {*claims.values_list("topic", flat=True)}
    having.update(links.values_list("topic", flat=True))
    for topic in topics.filter(pk__in=having).only("additions"):
        keys = {*(topic.additions or "").split(), "claims"}
        topics.filter(pk=topic.pk).update(additions=" ".join(sorted(keys)))


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0005_claim_keys"),
        ("forum", "0022_topic_additions"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="claimlink", name="claim_link"),
        migrations.AddField(
            model_name="claimlink",
            name="post",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="forum.post",
            ),
        ),
        migrations.AddField(
            model_name="claimlink",
            name="words",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name="claimlink",
            constraint=models.UniqueConstraint(
                fields=("claim", "topic", "post"), name="claim_place"
            ),
        ),
        migrations.RunPython(note_claims, migrations.RunPython.noop),
    ]
