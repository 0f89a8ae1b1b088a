"""One answer, stored as it is given while the page stays open."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from clinic.intake.access import for_patients, sitting_here
from clinic.intake.page import SectionPage
from clinic.intake.sending import Sent
from clinic.intake.views.section import is_kept, page_here
from clinic.questions import SectionForm
from clinic.questions.wording import refusal_of
from screening.models import QuestionnaireResponse
from screening.services.errors import (
    AlreadySubmitted,
    AnswersRefused,
    AppointmentIsCancelled,
    ChangedMeanwhile,
    ScreeningError,
)
from screening.services.intake import SaveResult, save_answer

STATUS: dict[type[ScreeningError], int] = {
    ChangedMeanwhile: 409,
    AlreadySubmitted: 410,
    AppointmentIsCancelled: 410,
}


@require_POST
@for_patients
def answer(request: HttpRequest, response: QuestionnaireResponse, section_id: str) -> HttpResponse:
    """Take the one answer named `item`, as JSON: the revisions that the page's next saves have to name.

    What cannot be one is refused with 422 and the message for its question; nothing of it is stored. 409
    where it was answered otherwise in another window, 410 where nothing can be answered any more.
    """
    page = page_here(request, response, section_id)
    link_id = request.POST.get("item", "")
    form = page.make_single(link_id, request.POST)
    revision = Sent(request.POST).revision
    if form.is_amiss(link_id):
        return refusal(problem_of(form, link_id), 422)
    if is_kept(sitting_here(request), form, link_id):
        return JsonResponse({"revision": revision, "kept": revision})
    try:
        result = take(request, page, link_id, form.answers[link_id], revision)
    except AnswersRefused as refused:
        return refusal(refusal_of(refused.problems[0]), 422)
    except (ChangedMeanwhile, AlreadySubmitted, AppointmentIsCancelled) as refused:
        return refusal(refused.message, STATUS[type(refused)])
    return JsonResponse({"revision": result.revision, "kept": result.response.revision})


def take(request: HttpRequest, page: SectionPage, link_id: str, value: object, revision: int) -> SaveResult:
    """Store it. Refused like `save_answer`."""
    sitting = sitting_here(request)
    return save_answer(
        response=page.response,
        link_id=link_id,
        value=value,
        revision=revision,
        by=sitting.by,
        answered_by=sitting.answered_by,
    )


def problem_of(form: SectionForm, link_id: str) -> str:
    """What is wrong with the answer; of a list of rows, in which row."""
    if link_id in form.groups:
        return next((problem["text"] for problem in form.problems_of(link_id)), "")
    return str(form.errors[link_id][0])


def refusal(message: str, status: int) -> JsonResponse:
    """Why nothing was stored, for the place of the question."""
    return JsonResponse({"message": message}, status=status)
