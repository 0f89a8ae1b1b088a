"""The domain as one Django app."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Label `screening`: every table of the domain carries it."""

    name = "screening"
    verbose_name = "Screening"

    def ready(self) -> None:
        """Have the review learn of every evaluation, of which it knows nothing itself; say what is kept."""
        from screening.services.evaluation import follow_evaluations  # noqa: PLC0415 - models load first
        from screening.services.retention.kinds import add_kinds  # noqa: PLC0415 - the same
        from screening.services.retention.records import PERSONAL  # noqa: PLC0415 - the same
        from screening.services.retention.traces import WORK  # noqa: PLC0415 - the same
        from screening.services.review.following import follow  # noqa: PLC0415 - models load first

        follow_evaluations(follow)
        add_kinds(*PERSONAL, *WORK)
