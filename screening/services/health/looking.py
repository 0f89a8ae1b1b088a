"""What has to be in order for answers to be taken, checked and shown; each looked at by itself."""

from datetime import datetime

from django.db import IntegrityError, connection, transaction

from screening.models import CannotDecryptError, HealthProbe
from screening.models.audit.guards import are_placed
from screening.models.health import PROBE, PROBE_WORD
from screening.services.errors import ScreeningUnavailable
from screening.services.rulebook import active_version, rulebook_of


def write_probe(now: datetime) -> None:
    """Write one row and commit it; DatabaseError where that cannot be done.

    A full disk and a database that only reads answer every SELECT, so nothing less shows them.
    """
    if HealthProbe.objects.filter(pk=PROBE).update(written_at=now):
        return
    try:
        with transaction.atomic():
            HealthProbe(id=PROBE, written_at=now, sealed=PROBE_WORD).save(force_insert=True)
    except IntegrityError:  # another process was faster: it could write
        return


def do_keys_open() -> bool:
    """Whether the keys of this process open what was sealed when the probe was first written."""
    try:
        return bool(HealthProbe.objects.get(pk=PROBE).sealed == PROBE_WORD)
    except CannotDecryptError:
        return False


def is_rulebook_usable() -> bool:
    """Whether there is an active rulebook and it is what its digest says."""
    try:
        rulebook_of(active_version())
    except ScreeningUnavailable:
        return False
    return True


def are_guards_placed() -> bool:
    """Whether the audit trail is guarded against change."""
    return are_placed(connection)
