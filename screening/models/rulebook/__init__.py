"""The rulebook: its versions, the drafts of the next one, and who approved them."""

from screening.models.rulebook.approvals import RulebookApproval
from screening.models.rulebook.changes import RulebookChange
from screening.models.rulebook.drafts import RulebookDraft
from screening.models.rulebook.versions import RulebookVersion

__all__ = ["RulebookApproval", "RulebookChange", "RulebookDraft", "RulebookVersion"]
