"""The patient's own copy of what they answered."""

from django.db import transaction

from screening.models import QuestionnaireResponse
from screening.services.audit import Actor, record
from screening.services.errors import NotSubmitted
from screening.services.intake.sections import ShownSection, sections_for
from screening.services.rulebook.languages import rulebook_here


@transaction.atomic
def take_copy(*, response: QuestionnaireResponse, by: Actor) -> list[ShownSection]:
    """The sections as the patient answered them, nothing of what was found; noted on the audit trail.

    NotSubmitted before it was handed in; RulebookBroken.
    """
    if not response.is_submitted:
        raise NotSubmitted
    record(action="response.copied", by=by, subject=response)
    return sections_for(rulebook_here(response.rulebook_version), response)
