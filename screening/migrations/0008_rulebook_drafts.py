import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0007_treatment_record"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RulebookDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("title", models.CharField(max_length=120)),
                ("document", models.TextField()),
                ("digest", models.CharField(db_index=True, max_length=71)),
                ("revision", models.PositiveIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("submitted", "waiting for approval"),
                            ("scheduled", "approved, not yet published"),
                            ("published", "published"),
                            ("discarded", "discarded"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("publish_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "base",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="screening.rulebookversion",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "version",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="screening.rulebookversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft of a rulebook",
            },
        ),
        migrations.CreateModel(
            name="RulebookChange",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("revision", models.PositiveIntegerField()),
                ("place", models.TextField()),
                ("landed", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("added", "added"),
                            ("changed", "changed"),
                            ("removed", "removed"),
                            ("moved", "moved"),
                            ("undone", "undone"),
                        ],
                        max_length=8,
                    ),
                ),
                ("before", models.TextField(blank=True)),
                ("after", models.TextField(blank=True)),
                ("stood_before", models.TextField(blank=True)),
                ("stands_before", models.TextField(blank=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="screening.rulebookchange",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="screening.rulebookdraft",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a draft",
            },
        ),
        migrations.CreateModel(
            name="RulebookApproval",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("digest", models.CharField(max_length=71)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("note", models.TextField(blank=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "approved"), ("sent_back", "sent back")],
                        max_length=9,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("comment", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sent_back", "It was sent back."),
                            ("withdrawn", "The request was withdrawn."),
                            ("published", "It was published."),
                            (
                                "version_moved",
                                "It was not published: another version has become active since it was approved.",
                            ),
                            ("errors", "It was not published: checking it found errors."),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "against",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.rulebookversion",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approvals",
                        to="screening.rulebookdraft",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval of a draft",
            },
        ),
        migrations.AddIndex(
            model_name="rulebookdraft",
            index=models.Index(fields=["status", "publish_at"], name="draft_by_due"),
        ),
        migrations.AddIndex(
            model_name="rulebookdraft",
            index=models.Index(fields=["-changed_at", "id"], name="draft_by_change"),
        ),
        migrations.AddConstraint(
            model_name="rulebookdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["open", "submitted", "scheduled", "published", "discarded"])
                ),
                name="draft_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__startswith", "sha256:")), name="draft_digest_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("title", ""), _negated=True), name="draft_has_title"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("publish_at__isnull", False), ("status", "scheduled")),
                    models.Q(models.Q(("status", "scheduled"), _negated=True), ("publish_at__isnull", True)),
                    _connector="OR",
                ),
                name="draft_scheduled_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), ("version__isnull", False)),
                    models.Q(models.Q(("status", "published"), _negated=True), ("version__isnull", True)),
                    _connector="OR",
                ),
                name="draft_published_has_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookchange",
            constraint=models.UniqueConstraint(
                fields=("draft", "revision"), name="rulebookchange_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("revision__gt", 0)), name="rulebookchange_numbered"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("place", ""), _negated=True), name="rulebookchange_has_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("before", ""), ("kind", "added"), models.Q(("after", ""), _negated=True)),
                    models.Q(("after", ""), ("kind", "removed"), models.Q(("before", ""), _negated=True)),
                    models.Q(
                        ("kind__in", ["changed", "moved"]),
                        models.Q(("before", ""), _negated=True),
                        models.Q(("after", ""), _negated=True),
                    ),
                    models.Q(
                        ("kind", "undone"),
                        models.Q(
                            models.Q(("before", ""), _negated=True),
                            models.Q(("after", ""), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="rulebookchange_kind_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("after", ""), ("landed", "")),
                    models.Q(models.Q(("after", ""), _negated=True), models.Q(("landed", ""), _negated=True)),
                    _connector="OR",
                ),
                name="rulebookchange_landed_fits",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "undone"), ("undoes__isnull", False)),
                    models.Q(models.Q(("kind", "undone"), _negated=True), ("undoes__isnull", True)),
                    _connector="OR",
                ),
                name="rulebookchange_undoes_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookapproval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("draft",),
                name="approval_one_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__startswith", "sha256:")), name="approval_digest_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("decision", "")),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        ("decision__in", ["approved", "sent_back"]),
                    ),
                    _connector="OR",
                ),
                name="approval_decision_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    ("decision", "sent_back"),
                    ("asked_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="approval_by_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_why", "")),
                    models.Q(("ended_at__isnull", False), models.Q(("ended_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="approval_ended_at_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_why", "published"), _negated=True),
                    ("decision", "approved"),
                    _connector="OR",
                ),
                name="approval_published_was_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulebookapproval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "sent_back"), _negated=True),
                    ("ended_why", "sent_back"),
                    _connector="OR",
                ),
                name="approval_sent_back_has_ended",
            ),
        ),
    ]
