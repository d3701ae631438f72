from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="sign_up",
            field=models.CharField(
                choices=[("open", "Open"), ("question", "Question"), ("closed", "Closed")],
                default="open",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="sign_up_answers",
            field=models.CharField(blank=True, default="", max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="site",
            name="sign_up_question",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
    ]
