"""The addresses of what a draft is tried and proved with: checks, invariants, cases, trying, impact."""

from django.urls import path

from clinic.rulebook.workshop.views import case, cases, checks, impact, invariants, jobs, taking_over, trying

DRAFT = "<uuid:draft_id>/"

urlpatterns = [
    path(f"{DRAFT}checks/", checks.index, name="draft_checks"),
    path(f"{DRAFT}jobs/<slug:kind>/", jobs.watch, name="draft_jobs"),
    path(f"{DRAFT}jobs/<slug:kind>/start/", jobs.start, name="draft_jobs_start"),
    path(f"{DRAFT}jobs/<slug:kind>/cancel/", jobs.cancel, name="draft_jobs_cancel"),
    path(f"{DRAFT}cases/", cases.index, name="draft_cases"),
    path(f"{DRAFT}case-coverage/", cases.coverage_page, name="draft_cases_coverage"),
    path(f"{DRAFT}case-takeover/", taking_over.take_over, name="draft_cases_take"),
    path(f"{DRAFT}new-case/", case.add, name="draft_cases_add"),
    path(f"{DRAFT}cases/<path:case_name>/", case.edit, name="draft_cases_edit"),
    path(f"{DRAFT}invariants/", invariants.index, name="draft_invariants"),
    path(f"{DRAFT}new-invariant/", invariants.add, name="draft_invariants_add"),
    path(f"{DRAFT}invariants/<path:invariant_id>/", invariants.edit, name="draft_invariants_edit"),
    path(f"{DRAFT}try/", trying.trying, name="draft_try"),
    path(f"{DRAFT}impact/", impact.index, name="draft_impact"),
]
