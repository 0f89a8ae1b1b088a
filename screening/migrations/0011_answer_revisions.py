"""Each answer is stored as it is given: at which revision, so that two windows do not overwrite each other."""

from django.db import migrations

import screening.models.encryption


class Migration(migrations.Migration):
    dependencies = [("screening", "0010_consent")]

    operations = [
        migrations.AddField(
            model_name="questionnaireresponse",
            name="answer_revisions",
            field=screening.models.encryption.EncryptedJSONField(null=True),
        ),
    ]
