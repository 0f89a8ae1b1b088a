"""A draft's pages: who may open them, and what every one of them begins with."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from clinic.accounts.access import roles_allowed, roles_here, staff_user
from clinic.accounts.roles import CLINICAL_LEAD, RULEBOOK_EDITOR
from clinic.rulebook.workshop.partial import Partial, read_partially
from clinic.rulebook.workshop.tabs import Group, groups_of
from screening.engine import Rulebook
from screening.models import RulebookDraft
from screening.services.audit import Actor
from screening.services.errors import DraftUnknown, ScreeningError, ScreeningUnavailable
from screening.services.rulebook import DraftCheck, check_draft, document_of, draft_of

P = ParamSpec("P")

READERS = (RULEBOOK_EDITOR, CLINICAL_LEAD)
EDITORS = (RULEBOOK_EDITOR,)
drafts_page = roles_allowed(*READERS)
"""For pages about drafts as such."""
editors_only = roles_allowed(*EDITORS)
"""For pages, of a draft too, on which there is nothing but something to do."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Here:
    """The draft a page is about, and who looks at it."""

    draft: RulebookDraft
    by: Actor
    roles: frozenset[str]
    page: str

    @cached_property
    def document(self) -> dict[str, Any]:
        """What the draft says."""
        return document_of(self.draft)

    @cached_property
    def partial(self) -> Partial:
        """The draft as a rulebook, as far as it can be read."""
        return read_partially(self.document)

    @property
    def rulebook(self) -> Rulebook:
        """As far as it can be read; see `partial`."""
        return self.partial.rulebook

    @cached_property
    def check(self) -> DraftCheck:
        """Everything that is wrong with it or worth a look."""
        return check_draft(self.draft)

    @property
    def is_open(self) -> bool:
        """Whether it can be changed at all."""
        return self.draft.status == RulebookDraft.Status.OPEN

    @property
    def may_edit(self) -> bool:
        """Whether whoever looks at it may change it now."""
        return self.is_open and not self.roles.isdisjoint(EDITORS)

    @property
    def groups(self) -> list[Group]:
        """The parts of the draft, in groups."""
        return groups_of(self.draft, self.page)


View = Callable[Concatenate[HttpRequest, Here, P], HttpResponse]
Guarded = Callable[..., HttpResponseBase]
"""Takes the request and, by name, the draft's id and what else is in the address."""


def draft_page(view: View[P]) -> Guarded:
    """Let editors use and clinical leads read a page of a draft: 404 without the role or the draft.

    The view gets a `Here` in place of the draft's id. Where the draft cannot be read: 503 and plain words; a
    refusal the view does not place itself, such as DraftClosed, is a page with status 409.
    """
    return draft_page_for(*EDITORS)(view)


def draft_page_for(*writers: str) -> Callable[[View[P]], Guarded]:
    """`draft_page`, on which these roles may press buttons."""

    def decorate(view: View[P]) -> Guarded:
        @roles_allowed(*READERS)
        @wraps(view)
        def opened(
            request: HttpRequest, /, draft_id: uuid.UUID, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if request.method not in SAFE and roles_here(request).isdisjoint(writers):
                raise Http404
            try:
                return view(request, here_of(request, draft_id), *args, **kwargs)
            except ScreeningUnavailable as refusal:
                return render(request, "rulebook/unavailable.html", {"refusal": refusal}, status=503)
            except ScreeningError as refusal:
                context = {"here": here_of(request, draft_id), "refusal": refusal}
                return render(request, "rulebook/workshop/refused.html", context, status=409)

        return opened

    return decorate


def here_of(request: HttpRequest, draft_id: uuid.UUID) -> Here:
    """The draft of that id and who asks for it; Http404."""
    try:
        draft = draft_of(draft_id)
    except DraftUnknown as error:
        raise Http404 from error
    page = request.resolver_match.url_name if request.resolver_match else ""
    return Here(draft, Actor.staff(staff_user(request)), roles_here(request), page or "")
