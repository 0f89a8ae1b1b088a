import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screening.services.audit.heads import HEAD, heads_in
from screening.services.audit.verifying import BrokenChain, Fault, verify_trail

SAID = {
    Fault.MISSING: "event {sequence} is missing: it was taken out, or its link was",
    Fault.ALTERED: "event {sequence} is not what was written (or AUDIT_KEY is another than at the time)",
    Fault.MOVED: "event {sequence} is out of its place: events were put in, taken out, or moved",
    Fault.UNLINKED: "event {event} is in no chain: it was not written by this software",
    Fault.CUT_OFF: "its end was cut off: event {sequence} is missing, and a later head is known",
    Fault.REPLACED: "event {sequence} is another than when its head was noted: the trail was rewritten",
}


class Command(BaseCommand):
    help = (
        "Verify that nobody altered, removed, added or moved anything on the audit trail. Ends with 1 at the "
        "first broken place. With heads that the worker wrote to the log, finds a cut-off end as well."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", action="append", default=[], metavar="NUMBER:SEAL", help="a head to find"
        )
        parser.add_argument("--heads", metavar="FILE", help="a log with heads in it; - for standard input")

    def handle(self, *_args: Any, head: list[str], heads: str | None, **_options: Any) -> None:
        known = self.known(head, heads)
        try:
            verified = verify_trail(known)
        except BrokenChain as broken:
            said = SAID[broken.fault].format(sequence=broken.sequence, event=broken.event or "(unreadable)")
            raise CommandError(f"The audit trail is broken: {said}.") from None
        counts = f"Events: {verified.head.sequence}. Known heads found on it: {len(known)}."
        self.stdout.write(f"The audit trail is whole. {counts}\naudit head {verified.head}")
        if not verified.is_guarded:
            raise CommandError("But the database's guards against changing it are missing (docs/audit.md).")

    def known(self, typed: list[str], file: str | None) -> dict[int, str]:
        """The heads to be found; CommandError for one that is none, and for a file without any."""
        for one in typed:
            if not heads_in([one]):
                raise CommandError(
                    f"{one}: a head is written NUMBER:SEAL, as the worker writes it to the log."
                )
        try:
            logged = heads_in([] if file is None else lines_of(file))
            known = heads_in([*typed, *(f"{number}:{seal}" for number, seal in logged.items())])
        except ValueError as problem:
            raise CommandError(f"The heads contradict each other: {problem}.") from None
        if file is not None and not logged:
            raise CommandError(f"{file}: no head in it.")
        return known


def lines_of(file: str) -> list[str]:
    """The lines of a log that hold a head; CommandError where it cannot be read."""
    if file == "-":
        return with_heads(sys.stdin)
    try:
        with Path(file).open(errors="replace") as log:
            return with_heads(log)
    except OSError as problem:
        raise CommandError(f"{file}: {problem.strerror}.") from None


def with_heads(lines: Iterable[str]) -> list[str]:
    """Those of the lines that hold a head: a log may be long."""
    return [line for line in lines if HEAD.search(line)]
