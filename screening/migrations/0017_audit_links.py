import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0016_section_counts")]

    operations = [
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                ("sequence", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                (
                    "event",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="link",
                        to="screening.auditevent",
                    ),
                ),
                ("prev", models.CharField(max_length=64, unique=True)),
                ("seal", models.CharField(max_length=64)),
            ],
            options={"verbose_name": "audit link"},
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["action", "at"], name="audit_by_action"),
        ),
    ]
