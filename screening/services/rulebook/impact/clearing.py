"""Lists of previews that nobody needs any more: who has which result is not kept longer than it is of use."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from screening.models import ImpactRow, RulebookDraft, RulebookJob
from screening.models.impact import ImpactRowQuerySet

MOST_AT_ONCE = 5_000
OVER = (RulebookDraft.Status.PUBLISHED, RulebookDraft.Status.DISCARDED)
ENDED = (RulebookJob.Status.DONE, RulebookJob.Status.CANCELLED, RulebookJob.Status.FAILED)


def clear_old_lists(*, now: datetime, limit: int = MOST_AT_ONCE) -> int:
    """Remove rows of ended previews: of drafts published or discarded, and older than IMPACT_KEPT_DAYS.

    The counts stay. At most `limit` rows are removed; returns how many.
    """
    some = list(old_lists(now).values_list("pk", flat=True)[:limit])
    removed, _by_model = ImpactRow.objects.filter(pk__in=some).delete()
    return removed


def old_lists(now: datetime) -> ImpactRowQuerySet:
    """The rows of previews that nobody needs any more."""
    old = Q(job__finished_at__lt=now - timedelta(days=settings.IMPACT_KEPT_DAYS))
    found: ImpactRowQuerySet = ImpactRow.objects.filter(
        Q(job__draft__status__in=OVER) | old, job__status__in=ENDED
    )
    return found
