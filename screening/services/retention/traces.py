"""What work leaves behind: lists of previews, checks of drafts, open imports, sessions, presence."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from screening.models import AppointmentImport, Presence, RulebookJob
from screening.services.desk.importing.uploading import KEPT_FOR
from screening.services.retention.kinds import Kind, days_before
from screening.services.rulebook.impact.clearing import ENDED, OVER, clear_old_lists, old_lists

IMPACT, JOBS = "IMPACT_KEPT_DAYS", "JOBS_KEPT_DAYS"
A_DAY = timedelta(days=1)


def remove(rows: "models.QuerySet[models.Model]", limit: int) -> int:
    """Remove some of these rows; how many there were."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
    rows.model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def old_jobs(now: datetime) -> "models.QuerySet[RulebookJob]":
    """Ended checks of drafts nobody works on any more."""
    ended = RulebookJob.objects.filter(status__in=ENDED, draft__status__in=OVER)
    return ended.filter(finished_at__lt=days_before(now, JOBS))


def passing(now: datetime) -> "list[models.QuerySet[models.Model]]":
    """Sessions that are over, who had a record open, lists never confirmed."""
    return [
        Session.objects.filter(expire_date__lt=now),
        Presence.objects.filter(seen_at__lt=now - A_DAY),
        AppointmentImport.objects.abandoned(now - KEPT_FOR),
    ]


def remove_passing(now: datetime, limit: int) -> int:
    """Remove some of them."""
    return sum(remove(rows, limit) for rows in passing(now))


WORK = (
    Kind(
        "impact",
        _("Lists of impact previews"),
        lambda now: old_lists(now).count(),
        lambda now, limit: clear_old_lists(now=now, limit=limit),
        IMPACT,
    ),
    Kind(
        "jobs",
        _("Checks of drafts that were published or discarded"),
        lambda now: old_jobs(now).count(),
        lambda now, limit: remove(old_jobs(now), limit),
        JOBS,
    ),
    Kind(
        "passing",
        _("Sessions, open imports, who has a record open"),
        lambda now: sum(rows.count() for rows in passing(now)),
        remove_passing,
    ),
)
