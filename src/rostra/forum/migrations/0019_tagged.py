"""Each tag on a topic as a row that the tag's page is sorted by."""

import django.db.models.deletion
from django.db import migrations, models

_COPY = """
INSERT INTO forum_tagged (topic_id, tag_id, started_at, last_posted_at)
SELECT g.topic_id, g.tag_id, t.started_at, t.last_posted_at
FROM forum_topic_tags g JOIN forum_topic t ON t.id = g.topic_id
WHERE t.merged_into_id IS NULL
"""
_COPY_BACK = """
INSERT INTO forum_topic_tags (topic_id, tag_id)
SELECT topic_id, tag_id FROM forum_tagged
"""


class Migration(migrations.Migration):
    dependencies = [("forum", "0018_tags")]

    operations = [
        migrations.AlterField(
            model_name="tag",
            name="key",
            field=models.CharField(max_length=60, unique=True),
        ),
        migrations.CreateModel(
            name="Tagged",
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
                ("started_at", models.DateTimeField()),
                ("last_posted_at", models.DateTimeField()),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged",
                        to="forum.tag",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged",
                        to="forum.topic",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["tag", "-last_posted_at", "-topic"],
                        name="tagged_activity",
                    ),
                    models.Index(
                        fields=["tag", "-started_at", "-topic"], name="tagged_new"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "tag"), name="one_tag_a_topic"
                    )
                ],
            },
        ),
        migrations.RunSQL(_COPY, _COPY_BACK),
        migrations.RemoveField(model_name="topic", name="tags"),
        migrations.AddField(
            model_name="topic",
            name="tags",
            field=models.ManyToManyField(
                related_name="topics", through="forum.Tagged", to="forum.tag"
            ),
        ),
    ]
