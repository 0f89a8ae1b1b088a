"""Who gave an answer. What the patient answers by their own link needs no word; everybody else is named."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from screening.models import QuestionnaireResponse
from screening.services.audit import Actor
from screening.services.errors import FieldProblem, InvalidInput

LONGEST = 200


class Answerer(StrEnum):
    """Who answers instead of the patient alone."""

    STAFF = "staff"
    GUARDIAN = "guardian"
    CARER = "carer"


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """Somebody who answers on the patient's behalf. A member of staff has no relation, everybody else has.

    Kept, as JSON of the same shape, for each answer in `QuestionnaireResponse.answered_by`.
    """

    kind: Answerer
    name: str
    relation: str = ""


def answerer(*, kind: str, name: str, relation: str = "") -> AnsweredBy:
    """A guardian or carer as they introduced themselves; InvalidInput names every unfit field."""
    given = {"name": " ".join(name.split()), "relation": " ".join(relation.split())}
    problems = list(problems_of(kind, given))
    if problems:
        raise InvalidInput(problems)
    return AnsweredBy(Answerer(kind), given["name"], given["relation"])


def problems_of(kind: str, given: Mapping[str, str]) -> Iterator[FieldProblem]:
    """What is wrong with somebody who wants to answer on a patient's behalf."""
    if kind not in {Answerer.GUARDIAN, Answerer.CARER}:
        yield FieldProblem("kind", "unknown_code", _("Choose who is answering."))
    for field, text in given.items():
        if not text:
            yield FieldProblem(field, "required", _("Please fill this in."))
        elif len(text) > LONGEST or not text.isprintable():
            yield FieldProblem(field, "unfit", _("Enter at most 200 ordinary characters."))


def credit_of(by: Actor) -> AnsweredBy | None:
    """Whom an answer is credited to where nobody else is named; nobody for the patient and the system."""
    return AnsweredBy(Answerer.STAFF, by.label) if by.user_id is not None else None


def credit_changes(
    response: QuestionnaireResponse, before: Mapping[str, object], whom: AnsweredBy | None
) -> None:
    """Note on an unsaved response who gave what is answered otherwise than before.

    An answer that stays as it was stays whose it was; with an answer goes its credit.
    """
    named = {**(response.answered_by or {})}
    now = response.answers
    for link_id in {*before, *now, *named}:
        if link_id not in now or (now[link_id] != before.get(link_id) and whom is None):
            named.pop(link_id, None)
        elif now[link_id] != before.get(link_id) and whom is not None:
            named[link_id] = asdict(whom)
    response.answered_by = named or None


def answered_by(response: QuestionnaireResponse) -> dict[str, AnsweredBy]:
    """By link id, who answered; an item that is not there was answered by the patient (or by the clinic's own
    entry before there were credits).
    """
    stored = response.answered_by or {}
    return {
        link_id: AnsweredBy(Answerer(one["kind"]), one["name"], one["relation"])
        for link_id, one in stored.items()
    }
