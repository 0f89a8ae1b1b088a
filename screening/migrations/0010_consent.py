"""What is consented to before a treatment, and what of it is taken back."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import screening.models.encryption

KINDS = [
    ("treatment", "treatment"),
    ("storage", "storage of the answers"),
    ("photographs", "photographs"),
    ("marketing", "news and offers"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0009_rulebook_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("signed", screening.models.encryption.EncryptedJSONField()),
                ("digest", models.CharField(max_length=71)),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to="screening.appointment",
                    ),
                ),
                (
                    "rulebook_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="screening.rulebookversion",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "consent"},
        ),
        migrations.CreateModel(
            name="ConsentWithdrawal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=12)),
                ("withdrawn_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to="screening.consent",
                    ),
                ),
            ],
            options={"verbose_name": "withdrawal of a consent"},
        ),
        migrations.AlterField(
            model_name="signoff",
            name="fell_away_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("result-changed", "the result changed"),
                    ("decision-withdrawn", "a decision it rested on was withdrawn"),
                    ("patient-asked", "the patient was asked again"),
                    ("change-reported", "the patient said that something has changed"),
                    ("rescheduled", "the postponed appointment was moved"),
                    ("consent-lapsed", "the patient's consent no longer covers what is planned"),
                    ("signed-anew", "it was signed off anew"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest__startswith", "sha256:")), name="consent_digest_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="consentwithdrawal",
            constraint=models.UniqueConstraint(fields=("consent", "kind"), name="consent_withdrawn_once"),
        ),
        migrations.AddConstraint(
            model_name="consentwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["photographs", "marketing"])),
                name="consent_optional_withdrawn",
            ),
        ),
    ]
