"""Names of medicines while they are being typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from clinic.intake.access import for_patients
from clinic.questions.question import LONGEST_NAME
from screening.engine import suggest_medicines
from screening.models import QuestionnaireResponse
from screening.services.rulebook import rulebook_of

MOST_NAMES = 6
SHORTEST = 2


@require_POST
@for_patients
def names(request: HttpRequest, response: QuestionnaireResponse) -> HttpResponse:
    """The rulebook's names for what was typed, as the options of a list. By POST: addresses are logged."""
    typed = request.POST.get("typed", "").strip()
    found: list[str] = []
    if SHORTEST <= len(typed) <= LONGEST_NAME:
        found = suggest_medicines(rulebook_of(response.rulebook_version), typed, MOST_NAMES)
    return render(request, "intake/names.html", {"names": found})
