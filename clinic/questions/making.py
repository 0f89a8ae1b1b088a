"""From a question to its form field."""

from collections.abc import Mapping

from clinic.questions.dates import DateField
from clinic.questions.fields import (
    AnswerField,
    AreasField,
    ChoiceField,
    ChoicesField,
    NumberField,
    TextField,
)
from clinic.questions.question import Question
from screening.engine import ItemType

FIELDS: Mapping[ItemType, type[AnswerField]] = {
    ItemType.CHOICE: ChoiceField,
    ItemType.CHOICES: ChoicesField,
    ItemType.AREAS: AreasField,
    ItemType.DATE: DateField,
    ItemType.NUMBER: NumberField,
    ItemType.TEXT: TextField,
}


def make_field(question: Question) -> AnswerField:
    """The field of a question that is answered once; KeyError for types answered in rows."""
    return FIELDS[question.type](question)
