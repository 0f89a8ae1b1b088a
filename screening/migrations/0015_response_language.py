"""The language a patient chose to read and answer in; until now everybody read English."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0014_languages")]

    operations = [
        migrations.AddField(
            model_name="questionnaireresponse",
            name="language",
            field=models.CharField(blank=True, default="", max_length=10),
            preserve_default=False,
        ),
    ]
