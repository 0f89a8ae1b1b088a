import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from screening.models import Patient
from screening.services.audit import SYSTEM
from screening.services.errors import PatientIsMerged
from screening.services.errors.retention import PatientUnknown
from screening.services.retention.exporting import export_patient


class Command(BaseCommand):
    help = (
        "Write the whole record of one patient as JSON (docs/patient-record.schema.json), on the audit trail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("patient", type=UUID, help="the patient's reference")
        parser.add_argument("file", type=Path, help="a new file, readable by its owner only")

    def handle(self, *_args: Any, patient: UUID, file: Path, **_options: Any) -> None:
        found = Patient.objects.filter(pk=patient).first()
        if found is None:
            raise CommandError(PatientUnknown().message)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise CommandError(f"{file} exists already.") from None
        with os.fdopen(handle, "w") as target:
            try:
                json.dump(export_patient(patient=found, by=SYSTEM, now=timezone.now()), target, indent=1)
            except PatientIsMerged as refusal:
                raise CommandError(refusal.message) from None
        self.stdout.write("Written. It holds health data: hand it over, then remove it.")
