from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_longer_passwords")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="after_reply",
            field=models.CharField(
                choices=[("post", "Post"), ("stay", "Stay"), ("list", "List")],
                default="post",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="look",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="user",
            name="posts_per_page",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="user",
            name="time_zone",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
