import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0005_review_rows")]

    operations = [
        migrations.AddField(
            model_name="presence",
            name="opened_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
