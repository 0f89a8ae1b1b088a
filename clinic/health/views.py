"""What a monitor asks. Strangers may ask, too: they learn what is wrong in a word, and nothing about why."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from clinic.health.checks import WORKER, problems
from clinic.health.metrics import exposition

RETRY_SECONDS = "10"


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """Answer while the process answers at all."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 where everything works, 503 with a line for each part that does not."""
    return told(problems())


@require_safe
def serving(request: HttpRequest) -> HttpResponse:
    """The same without the worker: for a load balancer, as pages need none."""
    return told([name for name in problems() if name != WORKER])


def told(wrong: list[str]) -> HttpResponse:
    """The answer to what was found."""
    if not wrong:
        return HttpResponse("ready\n", content_type="text/plain")
    lines = "".join(f"{line}\n" for line in ("not ready", *wrong))
    headers = {"Retry-After": RETRY_SECONDS}
    return HttpResponse(lines, status=503, content_type="text/plain", headers=headers)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus; Http404 for whoever does not send METRICS_TOKEN, and where there is none."""
    sent = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
