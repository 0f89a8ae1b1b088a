"""The rulebook: its versions, drafts of the next one, their approval and publication."""

from screening.services.rulebook.accepting import Accepted, accepted_answers
from screening.services.rulebook.versions import (
    STARTER,
    active_version,
    import_rulebook,
    keep,
    list_versions,
    load_starter,
    lock_versions,
    parse_stored,
    publish_rulebook,
    rulebook_of,
)

__all__ = [
    "STARTER",
    "Accepted",
    "accepted_answers",
    "active_version",
    "import_rulebook",
    "keep",
    "list_versions",
    "load_starter",
    "lock_versions",
    "parse_stored",
    "publish_rulebook",
    "rulebook_of",
]
