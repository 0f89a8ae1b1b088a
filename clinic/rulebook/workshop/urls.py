"""The addresses of the workshop, below those of the rulebook."""

from django.urls import path

from clinic.rulebook.workshop.views import (
    approval,
    difference,
    drafts,
    history,
    overview,
    reviewing,
    rule,
    rules,
)

DRAFT = "<uuid:draft_id>/"

urlpatterns = [
    path("", drafts.index, name="drafts"),
    path("start/", drafts.start, name="drafts_start"),
    path("import/", drafts.upload, name="drafts_import"),
    path(DRAFT, overview.overview, name="draft"),
    path(f"{DRAFT}rename/", overview.rename, name="draft_rename"),
    path(f"{DRAFT}discard/", overview.discard, name="draft_discard"),
    path(f"{DRAFT}rules/", rules.index, name="draft_rules"),
    path(f"{DRAFT}new-rule/", rule.add, name="draft_rules_add"),
    path(f"{DRAFT}rules/<path:rule_id>/", rule.edit, name="draft_rules_edit"),
    path(f"{DRAFT}difference/", difference.index, name="draft_difference"),
    path(f"{DRAFT}history/", history.index, name="draft_history"),
    path(f"{DRAFT}history/<int:revision>/undo/", history.undo, name="draft_history_undo"),
    path(f"{DRAFT}approval/", approval.approval, name="draft_approval"),
    path(f"{DRAFT}approval/ask/", approval.ask, name="draft_approval_ask"),
    path(f"{DRAFT}approval/withdraw/", approval.withdraw, name="draft_approval_withdraw"),
    path(f"{DRAFT}review/", reviewing.review, name="draft_review"),
]
