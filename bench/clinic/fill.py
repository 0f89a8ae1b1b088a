"""`python -m bench.clinic.fill COUNT`: a new database with so many evaluated questionnaires."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from bench.days import ON
from bench.patients import answer_sets
from screening.engine import Context, Rulebook, canonical_json, evaluate
from screening.models import Appointment, Evaluation, Patient, QuestionnaireResponse, RulebookVersion
from screening.services.audit import SYSTEM
from screening.services.evaluation import rank_of
from screening.services.rulebook import load_starter, rulebook_of

DISTINCT, DAYS, PATIENTS, AT_ONCE = 2000, 10, 100, 1000


class Result(NamedTuple):
    """One distinct result: its JSON, and that as it is stored."""

    json: dict[str, Any]
    body: str


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    version = load_starter(by=SYSTEM)
    if version is None:
        raise SystemExit("this database is not new")
    results = list(distinct_results(rulebook_of(version)))
    patients = [Patient(name="Ada Canary", birth_date=ON) for _ in range(PATIENTS)]
    Patient.objects.bulk_create(patients)
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        store([(results[n % DISTINCT], patients[n % PATIENTS]) for n in numbers], version)


def distinct_results(rulebook: Rulebook) -> Iterator[Result]:
    """Evaluate patients of the usual habits, one in four for two treatments, on one of ten days."""
    chance = Random(7)
    treatments = list(rulebook.treatments)
    for number, answers in enumerate(answer_sets(rulebook, DISTINCT)):
        planned = tuple(chance.sample(treatments, chance.choice([1, 1, 1, 2])))
        found = evaluate(rulebook, answers, Context(ON + timedelta(number % DAYS), planned)).as_json()
        yield Result(found, canonical_json(found))


@transaction.atomic
def store(some: Sequence[tuple[Result, Patient]], version: RulebookVersion) -> None:
    """Store questionnaires with appointment and evaluation."""
    rows = [rows_of(result, patient, version) for result, patient in some]
    for number, model in enumerate((Appointment, QuestionnaireResponse, Evaluation)):
        model._default_manager.bulk_create([row[number] for row in rows])


def rows_of(
    result: Result, patient: Patient, version: RulebookVersion
) -> tuple[Appointment, QuestionnaireResponse, Evaluation]:
    """The three rows of one questionnaire. Its answers are in the evaluation: a preview reads no others."""
    found = result.json
    day = datetime.fromisoformat(found["on"]).date()
    at = timezone.make_aware(datetime.combine(day, time(10)))
    appointment = Appointment(
        patient=patient, starts_at=at, treatments=found["treatments"], areas=["full_face"]
    )
    response = QuestionnaireResponse(
        appointment=appointment,
        rulebook_version=version,
        status=QuestionnaireResponse.Status.COMPLETED,
        **dict.fromkeys(("started_at", "declared_at", "submitted_at"), at),
    )
    evaluation = Evaluation(
        response=response,
        sequence=1,
        rulebook_version=version,
        appointment_at=at,
        on=day,
        eligibility=found["eligibility"],
        severity_rank=rank_of(found["eligibility"]),
        earliest_date=found["earliest_date"],
        settled=found["settled"],
        digest=found["digest"],
        body=result.body,
        cause=Evaluation.Cause.SUBMITTED,
    )
    return appointment, response, evaluation


if __name__ == "__main__":
    main(int(sys.argv[1]))
