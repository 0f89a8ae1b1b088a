"""Taking a response to a newer rulebook. Nothing that was answered is lost."""

from collections.abc import Mapping

from screening.models import QuestionnaireResponse, RulebookVersion
from screening.services.audit import Actor, record
from screening.services.evaluation import parse_accepted
from screening.services.rulebook import rulebook_of


def move_to_version(response: QuestionnaireResponse, version: RulebookVersion, by: Actor) -> tuple[str, ...]:
    """Move a locked response to another version and save it; returns the link ids of answers set aside.

    Answers that version does not accept are kept in `set_aside` and count as unanswered.
    """
    answers: Mapping[str, object] = response.answers
    kept = dict(parse_accepted(rulebook_of(version), answers).raw)
    refused = {link_id: given for link_id, given in answers.items() if link_id not in kept}
    response.rulebook_version = version
    response.answers = kept
    response.set_aside = {**response.set_aside, **refused}
    response.revision += 1
    response.save(update_fields=["rulebook_version", "answers", "set_aside", "revision"])
    detail = {"version": str(version.pk), "set_aside": sorted(refused)}
    record(action="response.moved_to_version", by=by, subject=response, detail=detail)
    return tuple(refused)
