from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from screening.models.desk.patients import name_sounds
from screening.models.keyed_hash import keyed_hash

KIND = "name_sound"


def add_sound_keys(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every patient the keys their name is found by when it is spelled otherwise."""
    patients = apps.get_model("screening", "Patient").objects.all()
    keys = apps.get_model("screening", "PatientSearchKey")
    for patient in patients.iterator(chunk_size=500):
        keys.objects.bulk_create(
            [
                keys(patient=patient, kind=KIND, digest=keyed_hash(KIND, sound))
                for sound in sorted(name_sounds(patient.name))
            ],
            ignore_conflicts=True,
        )


def remove_sound_keys(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("screening", "PatientSearchKey").objects.filter(kind=KIND).delete()


class Migration(migrations.Migration):
    dependencies = [("screening", "0002_outbox_desk")]

    operations = [migrations.RunPython(add_sound_keys, remove_sound_keys)]
