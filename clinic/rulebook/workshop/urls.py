"""The addresses of the workshop, below those of the rulebook."""

from collections.abc import Iterator

from django.urls import URLPattern, path

from clinic.rulebook.workshop import checking_urls
from clinic.rulebook.workshop.views import (
    approval,
    difference,
    drafts,
    element,
    elements,
    history,
    overview,
    reviewing,
    rule,
    rules,
)

DRAFT = "<uuid:draft_id>/"
HEAD = {"part": "head"}


def element_paths(*parts: str) -> Iterator[URLPattern]:
    """The addresses of parts whose elements have a form told by a table: list, new element, element."""
    for part in parts:
        known = {"part": part}
        name = f"draft_{part}"
        yield path(f"{DRAFT}{part}/", elements.index, known, name=name)
        yield path(f"{DRAFT}{part}/new/<slug:collection>/", element.add, known, name=f"{name}_add")
        yield path(f"{DRAFT}{part}/<slug:collection>/<path:name>/", element.edit, known, name=f"{name}_edit")


urlpatterns = [
    *checking_urls.urlpatterns,
    path("", drafts.index, name="drafts"),
    path("start/", drafts.start, name="drafts_start"),
    path("import/", drafts.upload, name="drafts_import"),
    path(DRAFT, overview.overview, name="draft"),
    path(f"{DRAFT}rename/", overview.rename, name="draft_rename"),
    path(f"{DRAFT}discard/", overview.discard, name="draft_discard"),
    path(f"{DRAFT}rules/", rules.index, name="draft_rules"),
    path(f"{DRAFT}new-rule/", rule.add, name="draft_rules_add"),
    path(f"{DRAFT}rules/<path:rule_id>/", rule.edit, name="draft_rules_edit"),
    *element_paths("questions", "treatments", "medicines", "care", "sources"),
    path(f"{DRAFT}head/<slug:collection>/<path:name>/", element.edit, HEAD, name="draft_head_edit"),
    path(f"{DRAFT}difference/", difference.index, name="draft_difference"),
    path(f"{DRAFT}history/", history.index, name="draft_history"),
    path(f"{DRAFT}history/<int:revision>/undo/", history.undo, name="draft_history_undo"),
    path(f"{DRAFT}approval/", approval.approval, name="draft_approval"),
    path(f"{DRAFT}approval/ask/", approval.ask, name="draft_approval_ask"),
    path(f"{DRAFT}approval/withdraw/", approval.withdraw, name="draft_approval_withdraw"),
    path(f"{DRAFT}review/", reviewing.review, name="draft_review"),
]
