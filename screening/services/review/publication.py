"""After another rulebook was published: what is ahead is evaluated anew."""

import logging
import uuid
from datetime import datetime, timedelta
from itertools import islice

from screening.models import CannotDecryptError, Evaluation, QuestionnaireResponse, Review, RulebookVersion
from screening.services.audit import Actor
from screening.services.errors import TreatmentUnknown
from screening.services.errors.mydata import FormWithdrawn
from screening.services.evaluation import evaluate_response
from screening.services.rulebook import rulebook_of

A_DAY = timedelta(days=1)

logger = logging.getLogger(__name__)


def evaluate_outdated(*, by: Actor, now: datetime, limit: int = 50) -> int:
    """Evaluate anew up to `limit` records ahead that another rulebook was used for, each in a transaction of
    its own; returns how many. Until then their gates stay on hold. The worker does this about every minute.

    One whose treatment that rulebook does not know, or that cannot be read, stays on hold and does not keep
    the others waiting, however many there are.
    """
    active = RulebookVersion.objects.light().active().first()
    if active is None:  # nothing has been evaluated yet
        return 0
    ahead = Review.objects.of_booked().between(now - A_DAY, None).filter(evaluation__isnull=False)
    ahead = ahead.exclude(state=Review.State.WITHDRAWN)
    outdated = ahead.exclude(evaluation__rulebook_version__digest=active.digest).by_appointment()
    planned = list(outdated.values_list("appointment", "appointment__treatments"))
    if not planned:
        return 0
    known = frozenset(rulebook_of(active).treatments)
    fit = [appointment for appointment, treatments in planned if known.issuperset(treatments)]
    if unfit := len(planned) - len(fit):
        logger.warning("%d appointments are not evaluated: their treatments are not known any more", unfit)
    return sum(islice(filter(None, (evaluate_again(appointment, by) for appointment in fit)), limit))


def evaluate_again(appointment: uuid.UUID, by: Actor) -> bool:
    """Evaluate the answers for one appointment anew.

    False, and a line in the log, where they cannot be decrypted, or it was rebooked for an unknown treatment,
    or withdrawn meanwhile.
    """
    try:
        response = QuestionnaireResponse.objects.get(appointment=appointment)
        evaluate_response(response=response, cause=Evaluation.Cause.RULEBOOK_CHANGED, by=by)
    except (TreatmentUnknown, FormWithdrawn) as refusal:
        logger.warning("appointment %s is not evaluated: %s", appointment, refusal.code)
        return False
    except CannotDecryptError:
        logger.exception("appointment %s is not evaluated: its answers cannot be decrypted", appointment)
        return False
    return True
