import django.db.models.deletion
from django.db import migrations, models

TIME_STEPS = (0, 15, 30, 60, 120, 300, 600, 1800)


class Migration(migrations.Migration):
    dependencies = [("screening", "0015_response_language")]

    operations = [
        migrations.CreateModel(
            name="SectionCount",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("section", models.CharField(max_length=100)),
                (
                    "event",
                    models.CharField(
                        choices=[("opened", "opened"), ("continued", "went on"), ("left", "saved and left")],
                        max_length=10,
                    ),
                ),
                ("at_least_seconds", models.PositiveSmallIntegerField(default=0)),
                ("count", models.PositiveIntegerField()),
                (
                    "rulebook_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="screening.rulebookversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "section count",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["rulebook_version", "day", "section", "event", "at_least_seconds"],
                        name="section_count_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="section_count_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at_least_seconds__in", TIME_STEPS)),
                        name="section_count_time_step",
                    ),
                ],
            },
        ),
    ]
