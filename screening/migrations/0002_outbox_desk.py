import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import screening.models.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0001_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AppointmentImport",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("content", screening.models.encryption.EncryptedTextField()),
                ("encoding", models.CharField(max_length=10)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "import of appointments",
            },
        ),
        migrations.CreateModel(
            name="MergedPatient",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("moved", models.JSONField(default=list)),
                ("filled", screening.models.encryption.EncryptedJSONField(default=dict)),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "merge",
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invitation", "invitation"),
                            ("reminder", "reminder"),
                            ("recheck", "has anything changed?"),
                            ("request", "a few answers are missing"),
                            ("moved", "appointment moved"),
                            ("cancelled", "appointment cancelled"),
                        ],
                        max_length=12,
                    ),
                ),
                ("parameters", models.JSONField(blank=True, default=dict)),
                ("dedupe_key", models.CharField(max_length=120, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "waiting to be sent"),
                            ("sent", "sent"),
                            ("dropped", "not needed any more"),
                            ("failed", "could not be delivered"),
                        ],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "verbose_name": "message",
            },
        ),
        migrations.CreateModel(
            name="TabletSession",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("submitted", "the questionnaire was handed in"),
                            ("idle", "nobody was there"),
                            ("stopped", "it was stopped"),
                            ("replaced", "it was started again"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name": "tablet session",
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="external_reference",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddField(
            model_name="appointment",
            name="minutes",
            field=models.PositiveSmallIntegerField(default=30),
        ),
        migrations.AddField(
            model_name="patient",
            name="contact_by",
            field=models.CharField(
                choices=[("email", "e-mail"), ("phone", "telephone"), ("none", "no messages")],
                default="email",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="language",
            field=models.CharField(default="en", max_length=10),
        ),
        migrations.AddField(
            model_name="questionnaireresponse",
            name="answered_by",
            field=screening.models.encryption.EncryptedJSONField(null=True),
        ),
        migrations.AlterField(
            model_name="evaluation",
            name="cause",
            field=models.CharField(
                choices=[
                    ("submitted", "the questionnaire was submitted"),
                    ("rescheduled", "the appointment was moved"),
                    ("procedure-changed", "treatments or areas were changed"),
                    ("clinic-answers", "the clinic entered answers"),
                    ("patient-changed", "the patient's date of birth was changed"),
                    ("requested", "it was asked for"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="patientsearchkey",
            name="kind",
            field=models.CharField(
                choices=[
                    ("mail", "mail"),
                    ("phone", "phone"),
                    ("birth_date", "birth date"),
                    ("name", "name"),
                    ("name_prefix", "beginning of a name"),
                    ("name_sound", "sound of a name"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 5), ("minutes__lte", 480)), name="appointment_minutes_fit"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_reference", ""), _negated=True),
                fields=("external_reference",),
                name="appointment_imported_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="patient",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact_by__in", ["email", "phone", "none"])),
                name="patient_contact_known",
            ),
        ),
        migrations.AddField(
            model_name="appointmentimport",
            name="created_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="mergedpatient",
            name="kept",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="absorbed", to="screening.patient"
            ),
        ),
        migrations.AddField(
            model_name="mergedpatient",
            name="merged",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="screening.patient"
            ),
        ),
        migrations.AddField(
            model_name="mergedpatient",
            name="merged_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mergedpatient",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="appointment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="screening.appointment",
            ),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="screening.invitation",
            ),
        ),
        migrations.AddField(
            model_name="tabletsession",
            name="appointment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tablet_sessions",
                to="screening.appointment",
            ),
        ),
        migrations.AddField(
            model_name="tabletsession",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="mergedpatient",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("merged",),
                name="merge_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="mergedpatient",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("merged")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="mergedpatient",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("undone_by__isnull", True), ("undone_at__isnull", False), _connector="OR"
                ),
                name="merge_undone_has_time",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("status", "queued")), fields=["due_at", "id"], name="outbox_by_due"
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(fields=["appointment", "created_at"], name="outbox_by_appointment"),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["invitation", "reminder", "recheck", "request", "moved", "cancelled"])
                ),
                name="outbox_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("status", "sent")),
                    models.Q(("sent_at__isnull", True), ("status__in", ["queued", "dropped", "failed"])),
                    _connector="OR",
                ),
                name="outbox_sent_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "queued"), ("lease_until__isnull", True), _connector="OR"),
                name="outbox_lease_while_queued",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["dropped", "failed"]), _negated=True),
                    models.Q(("last_error", ""), _negated=True),
                    _connector="OR",
                ),
                name="outbox_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="tabletsession",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("appointment",),
                name="tablet_one_running",
            ),
        ),
        migrations.AddConstraint(
            model_name="tabletsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_at__isnull", True)),
                    models.Q(
                        ("end_reason__in", ["submitted", "idle", "stopped", "replaced"]),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="tablet_end_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="tabletsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at__isnull", True), ("seen_at__isnull", True)),
                    models.Q(("opened_at__isnull", False), ("seen_at__isnull", False)),
                    _connector="OR",
                ),
                name="tablet_opened_was_seen",
            ),
        ),
    ]
