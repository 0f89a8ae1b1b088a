"""What the summary tells beside its evaluation: last time, age of answers, treatments, consent, history."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clinic.consents import ConsentsView, consents_view
from clinic.review.freshness import FreshnessView, freshness_view
from clinic.review.since import SinceView, since_of
from clinic.review.timeline import TimelineView, timeline_view
from clinic.review.treatments import LastTreatment, TreatmentView, last_treatment_view, treatment_views
from clinic.review.wishes import Wish, wishes_of
from screening.models import Appointment, Review
from screening.services.consent import consent_standing
from screening.services.review import Summary, freshness_of, timeline_of
from screening.services.treatment import last_treatment, treatment_day


@dataclass(frozen=True, slots=True)
class Story:
    """What stands around the findings. `is_treatable`: the day has come, and it is not cancelled."""

    since: SinceView | None
    freshness: FreshnessView | None
    timeline: TimelineView
    treatments: tuple[TreatmentView, ...]
    last: LastTreatment | None
    is_treatable: bool
    consents: ConsentsView
    wishes: tuple[Wish, ...]


def story_of(summary: Summary, now: datetime) -> Story:
    """What stands around one evaluation, as things are at `now`. RulebookBroken as `since_of`."""
    appointment, rulebook = summary.appointment, summary.rulebook
    today = timezone.localdate(now)
    freshness = freshness_of(Review.objects.with_people().get(appointment=appointment), now)
    return Story(
        since=since_of(summary),
        freshness=None if freshness is None else freshness_view(freshness, today, appointment.day),
        timeline=timeline_view(timeline_of(appointment), rulebook, appointment.pk),
        treatments=treatment_views(treatment_day(appointment).standing, rulebook),
        last=last_treatment_view(last_treatment(appointment), rulebook),
        is_treatable=appointment.day <= today and appointment.status == Appointment.Status.BOOKED,
        consents=consents_view(consent_standing(appointment)),
        wishes=wishes_of(appointment, rulebook),
    )
