"""Whatever the owner of the database does to the audit trail, verifying it finds the place."""

from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from screening.models import AuditEvent, AuditLink
from screening.models.audit.guards import lifting, placing
from screening.services.audit import SYSTEM, record, verifying
from screening.services.audit.heads import HeadLog
from screening.services.audit.linking import Unlinked
from screening.services.audit.verifying import BrokenChain, Fault, verify_trail
from tests.factories import make_patient

pytestmark = pytest.mark.django_db

EVENTS, LINKS = "screening_auditevent", "screening_auditlink"
ALL = 7
AT = "= (SELECT event_id FROM screening_auditlink WHERE sequence = {})"


@pytest.fixture(autouse=True)
def trail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven linked events, read in pages of two, and no guards."""
    monkeypatch.setattr(verifying, "AT_ONCE", 2)
    patient = make_patient()
    events = list(AuditEvent.objects.all())
    events += [record(action="patient.read", by=SYSTEM, subject=patient) for _ in range(ALL - len(events))]
    Unlinked.before_commit([Unlinked(events)])
    run(*lifting(connection.vendor))


def run(*statements: str) -> None:
    """As the owner of the database."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found() -> tuple[str, int | None]:
    """The fault that verifying finds."""
    with pytest.raises(BrokenChain) as broken:
        verify_trail()
    return broken.value.fault.value, broken.value.sequence


def test_whole_trail_is_whole() -> None:
    verified = verify_trail()
    assert (verified.head, verified.is_guarded) == (AuditLink.objects.head(), False)


@pytest.mark.parametrize("sequence", range(1, ALL + 1))
@pytest.mark.parametrize(
    "change",
    [
        "actor_kind = 'staff', actor_id = subject_id",
        "action = 'patient.listed'",
        "subject_type = 'review'",
        "subject_id = id",
        "detail = '{\"count\": 1}'",
        "at = '2001-01-01 00:00:00+00:00'",
        "detail = '{\"x\": 1.5}'",
    ],
)
def test_altered_event_is_found(sequence: int, change: str) -> None:
    run(f"UPDATE {EVENTS} SET {change} WHERE id {AT.format(sequence)}")
    assert found() == ("altered", sequence)


@pytest.mark.parametrize("sequence", range(1, ALL))
def test_removed_event_is_found(sequence: int) -> None:
    run(f"DELETE FROM {EVENTS} WHERE id {AT.format(sequence)}")
    assert found() == ("missing", sequence)


@pytest.mark.parametrize("sequence", range(1, ALL))
def test_removed_event_is_found_with_its_link_and_the_gap_closed(sequence: int) -> None:
    run(
        f"DELETE FROM {EVENTS} WHERE id {AT.format(sequence)}",
        f"DELETE FROM {LINKS} WHERE sequence = {sequence}",
        *(
            f"UPDATE {LINKS} SET sequence = {number - 1} WHERE sequence = {number}"
            for number in range(sequence + 1, ALL + 1)
        ),
    )
    assert found() == ("moved", sequence)


@pytest.mark.parametrize("sequence", range(1, ALL))
def test_two_events_that_changed_places_are_found(sequence: int) -> None:
    one, other = AuditLink.objects.filter(sequence__in=[sequence, sequence + 1]).order_by("sequence")
    run(
        f"UPDATE {LINKS} SET event_id = '{'f' * 32}' WHERE sequence = {one.sequence}",
        f"UPDATE {LINKS} SET event_id = '{stored(one)}' WHERE sequence = {other.sequence}",
        f"UPDATE {LINKS} SET event_id = '{stored(other)}' WHERE sequence = {one.sequence}",
    )
    assert found() == ("altered", sequence)


def stored(link: AuditLink) -> str:
    """The id of a link's event as this database writes it."""
    return link.event_id.hex if connection.vendor == "sqlite" else str(link.event_id)


def test_event_put_in_without_a_link_is_found() -> None:
    AuditEvent.objects.create(actor_kind="system", action="x", subject_type="x", subject_id="f" * 32)
    assert found() == ("unlinked", None)


def test_event_put_in_with_a_made_up_seal_is_found() -> None:
    event = AuditEvent.objects.create(actor_kind="system", action="x", subject_type="x", subject_id="f" * 32)
    head = AuditLink.objects.head()
    AuditLink.objects.create(sequence=ALL + 1, event=event, prev=head.seal, seal="0" * 64)
    assert found() == ("altered", ALL + 1)


def test_chain_made_under_another_key_is_found(settings: LazySettings) -> None:
    settings.AUDIT_KEY = b"o" * 32
    assert found() == ("altered", 1)


def cut_off(kept: int) -> None:
    """Take the end away, link and event."""
    run(
        f"DELETE FROM {EVENTS} WHERE id IN (SELECT event_id FROM {LINKS} WHERE sequence > {kept})",
        f"DELETE FROM {LINKS} WHERE sequence > {kept}",
    )


@pytest.mark.parametrize("kept", range(ALL))
def test_cut_off_end_is_found_with_a_head_from_the_log(kept: int, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "screening.audit")
    HeadLog().look()
    cut_off(kept)
    verify_trail()
    (line,) = caplog.messages
    number, _, seal = line.rpartition(" ")[2].partition(":")
    with pytest.raises(BrokenChain) as broken:
        verify_trail({int(number): seal})
    assert (broken.value.fault, broken.value.sequence) == (Fault.CUT_OFF, kept + 1)


def test_end_that_was_written_anew_is_found_with_a_head_from_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(f'{{"event": "audit head {AuditLink.objects.head()}", "level": "info"}}\n')
    cut_off(ALL - 1)
    Unlinked.before_commit([Unlinked([record(action="x", by=SYSTEM, subject=make_patient())])])
    with pytest.raises(CommandError, match=f"event {ALL} is another than when its head was noted"):
        call_command("verify_audit", heads=str(log))


def verified(*arguments: str) -> str:
    """What the command says of a guarded trail."""
    run(*lifting(connection.vendor), *placing(connection.vendor))
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_command_says_how_much_was_verified_and_prints_the_head() -> None:
    head = str(AuditLink.objects.head())
    assert verified("--head", head) == (
        f"The audit trail is whole. Events: {ALL}. Known heads found on it: 1.\naudit head {head}\n"
    )


@pytest.mark.parametrize("head", ["7", "x:y", "0:" + "0" * 64])
def test_command_refuses_a_head_that_is_none(head: str) -> None:
    with pytest.raises(CommandError, match="a head is written NUMBER:SEAL"):
        verified("--head", head)


def test_command_refuses_a_log_without_a_head(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("nothing of the kind\n")
    with pytest.raises(CommandError, match="no head in it"):
        verified("--heads", str(log))
    with pytest.raises(CommandError, match="No such file"):
        verified("--heads", str(tmp_path / "none"))


def test_command_refuses_heads_that_contradict_each_other() -> None:
    with pytest.raises(CommandError, match="two different heads are numbered 7"):
        verified("--head", "7:" + "0" * 64, "--head", "7:" + "1" * 64)


def test_command_complains_of_missing_guards() -> None:
    with pytest.raises(CommandError, match="guards against changing it are missing"):
        call_command("verify_audit", stdout=StringIO())


def test_events_from_before_the_chain_are_linked_by_the_migration() -> None:
    run(f"DELETE FROM {LINKS}")
    assert found() == ("unlinked", None)
    migration = import_module("screening.migrations.0018_audit_chain")
    migration.link_all(apps, None)
    in_time = list(AuditEvent.objects.order_by("at", "id").values_list("id", flat=True))
    assert list(AuditLink.objects.after(None).values_list("event_id", flat=True)) == in_time
    assert verify_trail().head.sequence == ALL


def test_head_is_logged_when_it_has_changed(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "screening.audit")
    log = HeadLog()
    log.look()
    log.look()
    assert caplog.messages == [f"audit head {AuditLink.objects.head()}"]
