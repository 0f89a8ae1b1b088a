import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import screening.models.encryption


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Patient",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", screening.models.encryption.EncryptedTextField()),
                ("birth_date", screening.models.encryption.EncryptedDateField()),
                ("email", screening.models.encryption.EncryptedTextField(blank=True, default="")),
                ("phone", screening.models.encryption.EncryptedTextField(blank=True, default="")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "patient",
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("starts_at", models.DateTimeField()),
                ("treatments", models.JSONField()),
                ("areas", models.JSONField()),
                (
                    "status",
                    models.CharField(
                        choices=[("booked", "booked"), ("cancelled", "cancelled")],
                        default="booked",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "practitioner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="screening.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "appointment",
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[("staff", "staff"), ("patient", "patient"), ("system", "system")],
                        max_length=8,
                    ),
                ),
                ("actor_id", models.UUIDField(blank=True, null=True)),
                ("action", models.CharField(max_length=60)),
                ("subject_type", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("detail", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "audit event",
                "indexes": [
                    models.Index(fields=["subject_id", "at"], name="audit_by_subject"),
                    models.Index(fields=["actor_id", "at"], name="audit_by_actor"),
                    models.Index(fields=["at", "id"], name="audit_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor_id__isnull", True), ("actor_kind", "system")),
                            models.Q(("actor_id__isnull", False), ("actor_kind__in", ["staff", "patient"])),
                            _connector="OR",
                        ),
                        name="audit_actor_named",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatientSearchKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mail", "mail"),
                            ("phone", "phone"),
                            ("birth_date", "birth date"),
                            ("name", "name"),
                            ("name_prefix", "beginning of a name"),
                        ],
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_keys",
                        to="screening.patient",
                    ),
                ),
            ],
            options={
                "verbose_name": "search key",
            },
        ),
        migrations.CreateModel(
            name="RulebookVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("digest", models.CharField(db_index=True, max_length=71)),
                ("document", models.TextField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "draft"), ("active", "active"), ("retired", "retired")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rulebook version",
            },
        ),
        migrations.CreateModel(
            name="QuestionnaireResponse",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("in-progress", "in progress"),
                            ("completed", "completed"),
                            ("amended", "amended"),
                        ],
                        default="in-progress",
                        max_length=12,
                    ),
                ),
                ("answers", screening.models.encryption.EncryptedJSONField(default=dict)),
                ("set_aside", screening.models.encryption.EncryptedJSONField(default=dict)),
                ("section_revisions", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("declared_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="response",
                        to="screening.appointment",
                    ),
                ),
                (
                    "rulebook_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="screening.rulebookversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "questionnaire response",
            },
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("sequence", models.PositiveIntegerField()),
                ("is_current", models.BooleanField(default=True)),
                ("appointment_at", models.DateTimeField()),
                ("on", models.DateField()),
                (
                    "eligibility",
                    models.CharField(
                        choices=[
                            ("eligible", "eligible"),
                            ("precaution", "precaution"),
                            ("clearance", "clearance"),
                            ("deferred", "deferred"),
                            ("contraindicated", "contraindicated"),
                        ],
                        max_length=16,
                    ),
                ),
                ("severity_rank", models.PositiveSmallIntegerField()),
                ("earliest_date", models.DateField(blank=True, null=True)),
                ("settled", models.BooleanField()),
                ("digest", models.CharField(max_length=71)),
                ("body", screening.models.encryption.EncryptedTextField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("submitted", "the questionnaire was submitted"),
                            ("rescheduled", "the appointment was moved"),
                            ("procedure-changed", "treatments or areas were changed"),
                            ("clinic-answers", "the clinic entered answers"),
                            ("requested", "it was asked for"),
                        ],
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="screening.questionnaireresponse",
                    ),
                ),
                (
                    "rulebook_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="screening.rulebookversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "evaluation",
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "e-mail"), ("copy", "copied link"), ("print", "printed QR code")],
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("failed_attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "appointment",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="screening.appointment",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "indexes": [
                    models.Index(fields=["appointment", "created_at"], name="invitation_by_appointment")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "copy", "print"])),
                        name="invitation_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="invitation_expires_later",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["starts_at", "id"], name="appointment_by_time"),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["booked", "cancelled"])), name="appointment_status_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="patientsearchkey",
            constraint=models.UniqueConstraint(
                fields=("kind", "digest", "patient"), name="searchkey_once_per_patient"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "active")),
                fields=("status",),
                name="rulebook_one_active_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "active", "retired"])),
                name="rulebook_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("status", "draft")),
                    models.Q(("published_at__isnull", False), ("status__in", ["active", "retired"])),
                    _connector="OR",
                ),
                name="rulebook_published_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_by__isnull", True), ("published_at__isnull", False), _connector="OR"
                ),
                name="rulebook_publisher_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__startswith", "sha256:")), name="rulebook_digest_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaireresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("declared_at__isnull", True),
                        ("status", "in-progress"),
                        ("submitted_at__isnull", True),
                    ),
                    models.Q(
                        ("declared_at__isnull", False),
                        ("status__in", ["completed", "amended"]),
                        ("submitted_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="response_submitted_has_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaireresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("submitted_at__isnull", True), ("started_at__isnull", False), _connector="OR"
                ),
                name="response_submitted_was_started",
            ),
        ),
        migrations.AddIndex(
            model_name="evaluation",
            index=models.Index(
                models.F("appointment_at"),
                models.OrderBy(models.F("severity_rank"), descending=True),
                models.F("id"),
                condition=models.Q(("is_current", True)),
                name="evaluation_worklist",
            ),
        ),
        migrations.AddIndex(
            model_name="evaluation",
            index=models.Index(
                models.F("eligibility"),
                models.F("appointment_at"),
                models.OrderBy(models.F("severity_rank"), descending=True),
                models.F("id"),
                condition=models.Q(("is_current", True)),
                name="evaluation_by_eligibility",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                fields=("response", "sequence"), name="evaluation_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)), fields=("response",), name="evaluation_one_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("eligibility", "eligible"), ("severity_rank", 0)),
                    models.Q(("eligibility", "precaution"), ("severity_rank", 2)),
                    models.Q(("eligibility", "clearance"), ("severity_rank", 3)),
                    models.Q(("eligibility", "deferred"), ("severity_rank", 4)),
                    models.Q(("eligibility", "contraindicated"), ("severity_rank", 5)),
                    _connector="OR",
                ),
                name="evaluation_rank_is_eligibility",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("earliest_date__isnull", True), ("earliest_date__gte", models.F("on")), _connector="OR"
                ),
                name="evaluation_earliest_not_before",
            ),
        ),
    ]
