"""Refusals while a rulebook is drafted, approved and published."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from screening.services.errors.base import ScreeningError


class DraftUnknown(ScreeningError):
    """There is no such draft."""

    code = "draft_unknown"
    text = _("There is no such draft.")


class DraftClosed(ScreeningError):
    """Only an open draft can be changed."""

    code = "draft_closed"
    text = _("This draft is not open: it waits for approval, is to be published, or has been closed.")


class NothingToUndo(ScreeningError):
    """Undoing would change nothing."""

    code = "nothing_to_undo"
    text = _("This change has been undone already.")


class EditConflict(ScreeningError):
    """Somebody else has changed the same element; nothing was stored.

    Carries the place, the element the edit began from (None where it was new, or is no longer known), as it
    is now, and as it was to become (None: not there, or taken away).
    """

    code = "edit_conflict"
    text = _("Somebody else has changed this since you opened it. Nothing was stored: choose what counts.")

    def __init__(
        self,
        place: str,
        *,
        began_from: Mapping[str, object] | None,
        theirs: Mapping[str, object] | None,
        mine: Mapping[str, object] | None,
    ) -> None:
        super().__init__()
        self.place = place
        self.began_from = began_from
        self.theirs = theirs
        self.mine = mine


class SeveralChangedSince(ScreeningError):
    """Of several elements some are no longer as a change left them; nothing was undone. Has their places."""

    code = "several_changed_since"
    text = _("Some of these have changed since. Nothing was undone: change them one by one.")

    def __init__(self, places: Sequence[str]) -> None:
        super().__init__()
        self.places = places


class OrderChanged(ScreeningError):
    """Somebody else has changed the order since it was shown; nothing was stored."""

    code = "order_changed"
    text = _("Somebody else has changed the order since you opened it. Nothing was moved.")


class NotWaitingForApproval(ScreeningError):
    """Nobody has asked for this draft's approval, or it has been decided."""

    code = "not_waiting_for_approval"
    text = _("This draft does not wait for approval.")


class NotApproved(ScreeningError):
    """Only what was approved is published."""

    code = "not_approved"
    text = _("This draft is not approved.")


class NotDueYet(ScreeningError):
    """It was approved for a later time."""

    code = "not_due_yet"
    text = _("This draft was approved to be published at a later time.")


class OwnDraft(ScreeningError):
    """Whoever started, changed or submitted a draft never approves it."""

    code = "own_draft"
    text = _("You have worked on this draft yourself. Somebody else has to approve it.")


class DraftChangedSince(ScreeningError):
    """What is approved is not what was shown."""

    code = "draft_changed_since"
    text = _("This draft has changed since you opened it. Nothing was decided: look at what is new first.")


class VersionMoved(ScreeningError):
    """Another version has become active since approval was asked for, which compared with the one before."""

    code = "version_moved"
    text = _(
        "Another version of the rulebook has become active since approval was asked for. Nothing was "
        "published: compare the draft with the version active now and ask for approval again."
    )


class InvariantsNotProved(ScreeningError):
    """Approval needs every safety invariant proved for the draft as it is now.

    `broken` names the invariants that do not hold; none: they have not been proved yet.
    """

    code = "invariants_not_proved"
    text = _("The safety invariants have not been proved for this draft as it is now.")

    def __init__(self, broken: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.broken = broken
