"""The rulebook: its versions, the drafts of the next one, who approved them, and long work on them."""

from screening.models.rulebook.approvals import RulebookApproval
from screening.models.rulebook.changes import RulebookChange
from screening.models.rulebook.drafts import RulebookDraft
from screening.models.rulebook.jobs import RulebookJob
from screening.models.rulebook.languages import PublishedLanguage, TranslatedText
from screening.models.rulebook.versions import RulebookVersion

__all__ = [
    "PublishedLanguage",
    "RulebookApproval",
    "RulebookChange",
    "RulebookDraft",
    "RulebookJob",
    "RulebookVersion",
    "TranslatedText",
]
