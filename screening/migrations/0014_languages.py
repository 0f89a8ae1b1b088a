"""What patients read in other languages: every translated text, and what a version is offered in."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0013_withdrawal_and_corrections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedLanguage",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("language", models.CharField(max_length=35)),
                ("number", models.PositiveIntegerField()),
                ("document", models.TextField(blank=True)),
                ("digest", models.CharField(blank=True, max_length=71)),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="languages",
                        to="screening.rulebookversion",
                    ),
                ),
            ],
            options={"verbose_name": "published language"},
        ),
        migrations.CreateModel(
            name="TranslatedText",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("language", models.CharField(max_length=35)),
                ("place", models.CharField(max_length=300)),
                ("field", models.CharField(max_length=150)),
                ("of", models.CharField(max_length=8)),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("reviewed", models.BooleanField()),
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
            ],
            options={"verbose_name": "translated text"},
        ),
        migrations.AddConstraint(
            model_name="publishedlanguage",
            constraint=models.UniqueConstraint(
                fields=["version", "language", "number"], name="publishedlanguage_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedlanguage",
            constraint=models.CheckConstraint(condition=Q(number__gt=0), name="publishedlanguage_numbered"),
        ),
        migrations.AddConstraint(
            model_name="publishedlanguage",
            constraint=models.CheckConstraint(
                condition=~Q(language=""), name="publishedlanguage_has_language"
            ),
        ),
        migrations.AddConstraint(
            model_name="publishedlanguage",
            constraint=models.CheckConstraint(
                condition=Q(document="", digest="") | (~Q(document="") & Q(digest__startswith="sha256:")),
                name="publishedlanguage_digest_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="translatedtext",
            constraint=models.UniqueConstraint(
                fields=["language", "place", "field", "of", "number"], name="translatedtext_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="translatedtext",
            constraint=models.CheckConstraint(condition=Q(number__gt=0), name="translatedtext_numbered"),
        ),
        migrations.AddConstraint(
            model_name="translatedtext",
            constraint=models.CheckConstraint(
                condition=~Q(language="") & ~Q(place="") & ~Q(field="") & ~Q(of="") & ~Q(text=""),
                name="translatedtext_is_whole",
            ),
        ),
    ]
