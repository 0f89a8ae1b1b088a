"""A patient's answers as fields for those who work on the rulebook: trying a draft, and its cases.

`answers_from(post, rulebook)` gives raw answers, `read_answers` what the draft takes of them, and
`sections_of` what `rulebook/workshop/answers/questions.html` lays out.
"""

from clinic.rulebook.workshop.answers.posted import answers_from, more_rows
from clinic.rulebook.workshop.answers.reading import Read, read_answers
from clinic.rulebook.workshop.answers.showing import QuestionView, SectionView, sections_of

__all__ = [
    "QuestionView",
    "Read",
    "SectionView",
    "answers_from",
    "more_rows",
    "read_answers",
    "sections_of",
]
