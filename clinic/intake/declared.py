"""The declaration between checking the answers and signing: it is about the answers as they stood then."""

from django.http import HttpRequest

from screening.models import QuestionnaireResponse

DECLARED = "declared"


def declare(request: HttpRequest, response: QuestionnaireResponse, revision: int) -> None:
    """Keep in the session that these answers were declared to be true and complete."""
    request.session[DECLARED] = [str(response.pk), revision]


def is_declared(request: HttpRequest, response: QuestionnaireResponse) -> bool:
    """Whether the answers as they are now were declared in this session."""
    return bool(request.session.get(DECLARED) == [str(response.pk), response.revision])
