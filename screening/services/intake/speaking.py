"""The language a patient chose to read and answer in."""

from django.conf import settings

from screening.models import QuestionnaireResponse
from screening.services.errors import ScreeningError


def choose_language(*, response: QuestionnaireResponse, language: str) -> None:
    """Keep what the patient chose, for their link on another device, their calendar and their copies too.

    No audit event: it says nothing of the record. ScreeningError for a language there are no pages in.
    """
    if language not in settings.MESSAGE_LANGUAGES:
        raise ScreeningError
    if response.language != language:
        QuestionnaireResponse.objects.filter(pk=response.pk).update(language=language)
        response.language = language
