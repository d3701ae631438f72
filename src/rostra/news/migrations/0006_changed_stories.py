from django.db import migrations

KEY = "story"


def note_changed_stories(apps, schema_editor):
    """Topics whose story has changed show where, between their replies."""
    topics = apps.get_model("forum", "Topic").objects.filter(story__version__gt=1)
    for topic in topics.only("pk", "additions").order_by("pk").iterator():
        keys = {*(topic.additions or "").split(), KEY}
        topic.additions = " ".join(sorted(keys))
        topic.save(update_fields=["additions"])


def take_back(apps, schema_editor):
    topics = apps.get_model("forum", "Topic").objects.filter(story__version__gt=1)
    for topic in topics.only("pk", "additions").order_by("pk").iterator():
        keys = {*(topic.additions or "").split()} - {KEY}
        topic.additions = " ".join(sorted(keys)) or None
        topic.save(update_fields=["additions"])


class Migration(migrations.Migration):
    dependencies = [("news", "0005_by_hand"), ("forum", "0022_topic_additions")]

    operations = [migrations.RunPython(note_changed_stories, take_back)]
