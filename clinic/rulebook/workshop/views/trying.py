"""Trying a draft with a patient's answers. Nothing is stored, and no answer is ever in an address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from clinic.accounts.roles import CLINICAL_LEAD, RULEBOOK_EDITOR
from clinic.rulebook.workshop.access import Here, draft_page_for
from clinic.rulebook.workshop.answers import QuestionView, SectionView, more_rows, read_answers, sections_of
from clinic.rulebook.workshop.builder.choices import ordered
from clinic.rulebook.workshop.trying.outcome import Compared, Outcome, compared, outcome_of
from clinic.rulebook.workshop.trying.typed import Tried, blank, tried_from
from screening.services.errors import NoActiveRulebook
from screening.services.rulebook import active_version, rulebook_of


@require_http_methods(["GET", "HEAD", "POST"])
@draft_page_for(RULEBOOK_EDITOR, CLINICAL_LEAD)
def trying(request: HttpRequest, here: Here) -> HttpResponse:
    """The draft's questionnaire, and what comes of the answers; to HTMX only what changes with them."""
    is_post = request.method == "POST"
    tried = tried_from(request.POST, here.rulebook) if is_post else blank(here.rulebook)
    act = request.POST.get("act", "")
    if is_post and "HX-Request" in request.headers and not act:
        return render(request, "rulebook/workshop/trying/changed.html", changed(request, here, tried))
    return render(request, "rulebook/workshop/trying/index.html", shown(here, tried, more_rows(act)))


def shown(here: Here, tried: Tried, more: str = "") -> dict[str, Any]:
    """Everything the page shows."""
    read = read_answers(here.rulebook, tried.raw)
    titles = {code: treatment.title for code, treatment in here.rulebook.treatments.items()}
    outcome = outcome_of(here.rulebook, read, tried) if here.partial.is_sound else None
    return {
        "here": here,
        "tried": tried,
        "unknown": read.unknown,
        "treatments": ordered(titles, tried.treatments),
        "sections": sections_of(here.rulebook, read, tried.treatments, more),
        "refused": [here.rulebook.items[one].label for one in read.errors if one in here.rulebook.items],
        "outcome": outcome,
        "against": against_active(here, tried, outcome),
    }


def against_active(here: Here, tried: Tried, outcome: Outcome | None) -> Compared | None:
    """The active version's word on the same answers; None where there is none, or it is the draft."""
    try:
        active = active_version()
    except NoActiveRulebook:
        return None
    if outcome is None or active.digest == here.rulebook.digest:
        return None
    return compared(here.rulebook, rulebook_of(active), active.number, tried, outcome)


def changed(request: HttpRequest, here: Here, tried: Tried) -> dict[str, Any]:
    """The result, the questions that appeared or went, and what was said or is to be said of a field."""
    context = shown(here, tried)
    sections: list[SectionView] = context["sections"]
    questions = [question for section in sections for question in section.questions]
    before, erring = set(request.POST.getlist("shown")), set(request.POST.getlist("erring"))
    moved = [one for one in questions if one.is_shown is not (one.link_id in before)]
    return context | {
        "moved": moved,
        "said": [one for one in questions if says(one, erring) and one not in moved],
    }


def says(question: QuestionView, erring: set[str]) -> bool:
    """Whether what is said beside a question has to change."""
    return bool(question.error) or question.link_id in erring
