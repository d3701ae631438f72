from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0004_sign_up_by_invitation")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="minimum_age",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="site",
            name="refused_mail",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="site",
            name="terms_asked",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="site",
            name="terms_version",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
