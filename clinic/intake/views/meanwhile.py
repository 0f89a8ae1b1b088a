"""What happened elsewhere while a page was open: nothing typed here is lost."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clinic.intake.access import sitting_here
from clinic.intake.page import SectionPage, added_areas
from clinic.intake.sending import Sent
from clinic.intake.words import in_words
from screening.engine import Item, Rulebook
from screening.models import QuestionnaireResponse
from screening.services.errors import ChangedMeanwhile


def changed_meanwhile(
    request: HttpRequest, page: SectionPage, refusal: ChangedMeanwhile, sent: Sent
) -> HttpResponse:
    """The same section was saved in another window: show what was typed here, and where the other differs.

    What was left empty here is filled from there. Sent again, it is this window's answers that count. Staff
    who enter for a patient are not told what the other window says.
    """
    sitting = sitting_here(request)
    fresh = SectionPage(sitting.seen(QuestionnaireResponse.objects.whole().get(pk=page.response.pk)), page.id)
    given = {link_id: value for link_id, value in refusal.given.items() if value is not None}
    stored = {shown.item.link_id: shown.value for shown in fresh.shown.items}
    form = fresh.make_form(answers={**stored, **given})
    form.notes = {
        link_id: in_words(fresh.rulebook, form.items[link_id], refusal.stored[link_id])
        for link_id, value in given.items()
        if not sitting.is_staff and differs(fresh.response, link_id, value, refusal.stored.get(link_id))
    }
    context = {"page": fresh, "form": form, "revision": refusal.revision, "then": sent.then, "conflict": True}
    return render(request, "intake/section.html", context, status=409)


def differs(response: QuestionnaireResponse, link_id: str, typed: object, stored: object) -> bool:
    """Whether another answer is stored than was typed here."""
    return stored is not None and added_areas(response, link_id, typed) != stored


def already_sent(request: HttpRequest, page: SectionPage, answers: Mapping[str, object]) -> HttpResponse:
    """The questionnaire was sent in another window: say what of this page was not in it."""
    response = QuestionnaireResponse.objects.whole().get(pk=page.response.pk)
    items = {shown.item.link_id: shown.item for shown in page.shown.items}
    return not_taken(request, response, page.rulebook, items, answers)


def not_taken(
    request: HttpRequest,
    response: QuestionnaireResponse,
    rulebook: Rulebook,
    items: Mapping[str, Item],
    answers: Mapping[str, object],
) -> HttpResponse:
    """The clinic has its answers already: say which of these are not among them."""
    unsent = [
        {"label": items[link_id].question, "words": in_words(rulebook, items[link_id], value)}
        for link_id, value in answers.items()
        if value is not None and added_areas(response, link_id, value) != response.answers.get(link_id)
    ]
    return render(request, "intake/already_sent.html", {"unsent": unsent}, status=409)
