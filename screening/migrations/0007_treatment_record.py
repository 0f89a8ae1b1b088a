import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import screening.models.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0006_presence_opened"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TreatmentRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("completed", "completed"),
                            ("stopped", "ended early"),
                            ("entered-in-error", "entered by mistake"),
                        ],
                        default="completed",
                        max_length=16,
                    ),
                ),
                ("treatment", models.CharField(max_length=64)),
                ("device", models.CharField(blank=True, max_length=80)),
                ("depth_um", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("beyond_catalogue", models.BooleanField(default=False)),
                ("passes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("batch", models.CharField(blank=True, db_index=True, max_length=40)),
                ("products", screening.models.encryption.EncryptedJSONField(default=list)),
                ("areas", screening.models.encryption.EncryptedJSONField(default=list)),
                ("reaction", screening.models.encryption.EncryptedTextField(blank=True, default="")),
                ("note", screening.models.encryption.EncryptedTextField(blank=True, default="")),
                (
                    "gate",
                    models.CharField(
                        choices=[("on-hold", "on hold"), ("cleared", "cleared"), ("declined", "declined")],
                        max_length=10,
                    ),
                ),
                ("without_clearance", screening.models.encryption.EncryptedJSONField(blank=True, null=True)),
                ("amended_because", screening.models.encryption.EncryptedJSONField(blank=True, null=True)),
                ("digest", models.CharField(max_length=71)),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="treatment_records",
                        to="screening.appointment",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="screening.treatmentrecord",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of a treatment",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["completed", "stopped"]),
                            models.Q(("status", "entered-in-error"), ("supersedes__isnull", False)),
                            _connector="OR",
                        ),
                        name="treatment_error_supersedes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gate", "cleared"), ("without_clearance__isnull", True)),
                            models.Q(
                                ("gate__in", ["on-hold", "declined"]), ("without_clearance__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="treatment_uncleared_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amended_because__isnull", True), ("supersedes__isnull", True)),
                            models.Q(
                                ("amended_because__isnull", False),
                                ("supersedes__isnull", False),
                                models.Q(("supersedes", models.F("id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="treatment_amendment_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("depth_um__isnull", True), ("depth_um__gte", 1), _connector="OR"),
                        name="treatment_depth_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("beyond_catalogue", False), ("depth_um__isnull", False), _connector="OR"
                        ),
                        name="treatment_beyond_has_depth",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("passes__isnull", True), ("passes__gte", 1), _connector="OR"),
                        name="treatment_passes_fit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__startswith", "sha256:")), name="treatment_digest_form"
                    ),
                ],
            },
        ),
    ]
