"""After another rulebook was published: what is ahead is evaluated anew."""

from datetime import datetime, timedelta

from screening.models import Evaluation, QuestionnaireResponse, Review, RulebookVersion
from screening.services.audit import Actor
from screening.services.evaluation import evaluate_response

A_DAY = timedelta(days=1)


def evaluate_outdated(*, by: Actor, now: datetime, limit: int = 50) -> int:
    """Evaluate anew up to `limit` records ahead that another rulebook was used for, each in a transaction of
    its own; returns how many. Until then their gates stay on hold. The worker does this about every minute.
    """
    active = RulebookVersion.objects.light().active().first()
    if active is None:  # nothing has been evaluated yet
        return 0
    ahead = Review.objects.of_booked().between(now - A_DAY, None).filter(evaluation__isnull=False)
    outdated = ahead.exclude(evaluation__rulebook_version__digest=active.digest).by_appointment()
    responses = QuestionnaireResponse.objects.filter(
        appointment__review__in=list(outdated.values_list("pk", flat=True)[:limit])
    )
    found = list(responses)
    for response in found:
        evaluate_response(response=response, cause=Evaluation.Cause.RULEBOOK_CHANGED, by=by)
    return len(found)
