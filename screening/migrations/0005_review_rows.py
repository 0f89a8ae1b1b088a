import json
from typing import Any

from django.db import migrations

from screening.models.keyed_hash import keyed_hash


def add_reviews(apps: Any, schema_editor: Any) -> None:
    """Give every appointment its review: those handed in need one, the others await answers."""
    appointments = apps.get_model("screening", "Appointment").objects.select_related("response")
    review_model = apps.get_model("screening", "Review")
    key_model = apps.get_model("screening", "ReviewKey")
    current = apps.get_model("screening", "Evaluation").objects.filter(is_current=True)
    for appointment in appointments.filter(review__isnull=True).iterator(chunk_size=200):
        evaluation = current.filter(response__appointment=appointment).first()
        review = review_model(appointment=appointment, appointment_at=appointment.starts_at)
        topics = set()
        if evaluation is not None:
            review.state = "needs-review"
            review.evaluation = evaluation
            review.severity_rank = evaluation.severity_rank
            review.answers_given_at = review.since = appointment.response.submitted_at
            review.recall_on = evaluation.earliest_date if evaluation.eligibility == "deferred" else None
            topics = {finding["topic"] for finding in json.loads(evaluation.body)["findings"]}
        review.save(force_insert=True)
        codes = [("treatment", code) for code in sorted(set(appointment.treatments))]
        codes += [("topic", code) for code in sorted(topics)]
        key_model.objects.bulk_create(
            [
                key_model(review=review, kind=kind, digest=keyed_hash(f"review.{kind}", code))
                for kind, code in codes
            ]
        )


class Migration(migrations.Migration):
    dependencies = [("screening", "0004_review")]

    operations = [migrations.RunPython(add_reviews, migrations.RunPython.noop)]
