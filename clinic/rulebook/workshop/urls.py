"""The addresses of the workshop, below those of the rulebook."""

from django.urls import path

from clinic.rulebook.workshop.views import drafts, overview, rule, rules

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
]
