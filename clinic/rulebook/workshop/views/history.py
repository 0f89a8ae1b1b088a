"""What was done to a draft, line by line, and taking one change back."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from clinic.results.words import listed
from clinic.rulebook.workshop.access import Here, draft_page
from clinic.rulebook.workshop.conflict import CONFLICT, SEEN, compared
from clinic.rulebook.workshop.presenters.history import change_row, change_rows, read, standing
from clinic.rulebook.workshop.presenters.places import collection_word, title_of
from screening.engine.rulebook.elements import element_digest, is_several
from screening.models import RulebookChange
from screening.services.errors import EditConflict, InvalidInput, NothingToUndo, SeveralChangedSince
from screening.services.rulebook import change_element, change_of, history_of, places_changed, undo_change

REFUSED = 400
PER_PAGE = 30
MOST = 2**31 - 1


class HistoryFilter(forms.Form):
    """Whose changes are shown, and before which one the page begins."""

    place = forms.ChoiceField(
        label=gettext_lazy("Changes of"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the list.")},
    )
    before = forms.IntegerField(
        min_value=1, max_value=MOST, required=False, widget=forms.HiddenInput, error_messages={}
    )

    def __init__(self, data: Any, *, here: Here) -> None:
        super().__init__(data)
        field = self.fields["place"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Everything")), *place_choices(here)]


def place_choices(here: Here) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every place that was ever changed, under what kind of thing it is."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in places_changed(here.draft):
        title = _("Several at once") if is_several(place) else title_of(place, standing(here, place))
        groups.setdefault(collection_word(place), []).append((place, title))
    return list(groups.items())


@require_safe
@draft_page
def index(request: HttpRequest, here: Here) -> HttpResponse:
    """The changes, the newest first; 400 for a filter that is none."""
    form = HistoryFilter(request.GET, here=here)
    context: dict[str, Any] = {"here": here, "form": form, "rows": []}
    if form.is_valid():
        chosen = form.cleaned_data
        page = history_of(here.draft, older_than=chosen["before"], place=chosen["place"], limit=PER_PAGE)
        context |= {
            "rows": change_rows(here, page.changes),
            "older": page.older_than,
            "place": chosen["place"],
            "is_first": chosen["before"] is None,
        }
    status = 200 if form.is_valid() else REFUSED
    return render(request, "rulebook/workshop/history/index.html", context, status=status)


@require_POST
@draft_page
def undo(request: HttpRequest, here: Here, revision: int) -> HttpResponse:
    """Put back what a change replaced; a choice between both where somebody changed it since."""
    change = change_of(here.draft, revision) if revision <= MOST else None
    if change is None:
        raise Http404
    try:
        put_back(request, here, change)
    except EditConflict as conflict:
        return conflicting(request, here, change, conflict)
    except NothingToUndo as refusal:
        messages.info(request, refusal.message)
    except InvalidInput as refusal:
        messages.error(request, refusal.problems[0].message)
    except SeveralChangedSince as refusal:
        titles = [title_of(place, standing(here, place)) for place in refusal.places]
        messages.error(request, f"{refusal.message} {listed(titles)}")
    else:
        messages.success(request, _("Change %(number)d is undone.") % {"number": revision})
    return redirect("rulebook:draft_history", here.draft.pk)


def put_back(request: HttpRequest, here: Here, change: RulebookChange) -> None:
    """Undo a change, or, where somebody has seen the newer one and says so, put the old one over it."""
    if SEEN not in request.POST or is_several(change.place):
        undo_change(change=change, by=here.by)
        return
    change_element(
        draft=here.draft,
        place=change.landed or change.place,
        element=read(change.before),
        seen=request.POST[SEEN],
        by=here.by,
        before=None,
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """What there is to choose from: the element as it is now, and as it was before the change."""

    message: str
    seen: str
    is_gone: bool
    was_nothing: bool


def conflicting(
    request: HttpRequest, here: Here, change: RulebookChange, conflict: EditConflict
) -> HttpResponse:
    """Both versions side by side."""
    context = {
        "here": here,
        "row": change_row(here, change),
        "rows": compared(here.rulebook, conflict.theirs, conflict.mine),
        "choice": Choice(
            message=conflict.message,
            seen=element_digest(conflict.theirs),
            is_gone=conflict.theirs is None,
            was_nothing=conflict.mine is None,
        ),
    }
    return render(request, "rulebook/workshop/history/conflict.html", context, status=CONFLICT)
