import uuid

from django.db import migrations, models

import screening.models.encryption

PROBE = uuid.UUID("5e1f0b0e-0000-4000-8000-000000000001")


class Migration(migrations.Migration):
    dependencies = [("screening", "0018_audit_chain")]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(db_index=True)),
                ("errors", models.PositiveIntegerField(default=0)),
            ],
            options={"verbose_name": "heartbeat"},
        ),
        migrations.CreateModel(
            name="HealthProbe",
            fields=[
                ("id", models.UUIDField(default=PROBE, editable=False, primary_key=True, serialize=False)),
                ("written_at", models.DateTimeField()),
                ("sealed", screening.models.encryption.EncryptedTextField()),
            ],
            options={
                "verbose_name": "health probe",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(id=PROBE), name="health_probe_is_one")
                ],
            },
        ),
    ]
