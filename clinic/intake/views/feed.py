"""The calendar feed at its secret address: asked for by calendars, without a session and without words."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from clinic.languages import own_language
from clinic.plan.calendars import feed_file
from screening.services.errors import NotSubmitted, ScreeningUnavailable
from screening.services.errors.plan import FeedUnknown
from screening.services.plan import find_feed, plan_of

CALENDAR = "text/calendar; charset=utf-8"


@sensitive_variables()
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The reminders of one appointment. Http404 for an address that was revoked as for one that never was."""
    try:
        now = timezone.now()
        found = find_feed(token=token, now=now)
        plan = plan_of(found.appointment, now)
    except (FeedUnknown, NotSubmitted):
        raise Http404 from None
    except ScreeningUnavailable:
        return HttpResponse(status=503)  # a calendar keeps what it has and asks again
    with translation.override(own_language(plan.appointment.response)):
        made = feed_file(plan)
        answer = HttpResponse(made, content_type=CALENDAR)
        answer["Content-Language"] = get_language() or ""
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = f'"{sha256(made).hexdigest()}"'
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
