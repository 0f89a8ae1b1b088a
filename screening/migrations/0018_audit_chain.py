from typing import Any

from django.db import migrations

from screening.models.audit.guards import lifting, placing
from screening.models.audit.links import EMPTY, Head, content_of, seal_of

AT_ONCE = 1000


def link_all(apps: Any, schema_editor: Any) -> None:
    """Link the events there are, in the order of their time."""
    links = apps.get_model("screening", "AuditLink").objects
    events = apps.get_model("screening", "AuditEvent").objects.order_by("at", "id")
    head, made = EMPTY, []
    for event in events.iterator(chunk_size=AT_ONCE):
        seal = seal_of(content_of(event), head)
        made.append(links.model(sequence=head.sequence + 1, event_id=event.pk, prev=head.seal, seal=seal))
        head = Head(head.sequence + 1, seal)
        if len(made) == AT_ONCE:
            links.bulk_create(made)
            made = []
    links.bulk_create(made)


def unlink_all(apps: Any, schema_editor: Any) -> None:
    """Nothing: the table goes with the migration before this one."""


def place_guards(apps: Any, schema_editor: Any) -> None:
    """Have the database refuse every change."""
    for statement in placing(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def lift_guards(apps: Any, schema_editor: Any) -> None:
    """Take the guards away again."""
    for statement in lifting(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("screening", "0017_audit_links")]

    operations = [
        migrations.RunPython(link_all, unlink_all),
        migrations.RunPython(place_guards, lift_guards),
    ]
