from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0003_erasing_words")]

    operations = [
        migrations.AlterField(
            model_name="site",
            name="sign_up",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("question", "Question"),
                    ("approval", "Approval"),
                    ("invitation", "Invitation"),
                    ("closed", "Closed"),
                ],
                default="open",
                max_length=10,
            ),
        ),
    ]
