from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_audiences_to_grants")]

    operations = [migrations.RemoveField(model_name="category", name="audience")]
