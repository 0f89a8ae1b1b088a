"""Long work on a draft: asked for on a page, done by the worker."""

from screening.services.rulebook.jobs.asking import cancel_job, latest_job, queue_job
from screening.services.rulebook.jobs.child import JobProcess, run_until_told
from screening.services.rulebook.jobs.running import are_jobs_due, run_due_jobs

__all__ = [
    "JobProcess",
    "are_jobs_due",
    "cancel_job",
    "latest_job",
    "queue_job",
    "run_due_jobs",
    "run_until_told",
]
